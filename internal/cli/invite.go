package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An invitedRecord is what an invitation answers: the only time that its secret
// is shown.
type invitedRecord struct {
	memberRecord
	Invitation string `json:"invitation"` // the secret; empty while it is held
	Forced     bool   `json:"role_forced"`
	Resent     bool   `json:"resent"`
	Letter     bool   `json:"letter"` // it goes by letter, and nobody else gets it
}

// showInvited writes the secret alone, as "token add" does, so that it can be
// piped. What else there is to know goes to standard error.
func (c *call) showInvited(customer tenant.CustomerID, i distr.Invited, letter bool) error {
	r := invitedRecord{newMemberRecord(customer, i.Member), i.Token.Reveal(), i.RoleForced, i.Resent, letter}
	if r.Forced && r.Joined == nil && !c.json {
		fmt.Fprintf(c.stderr, "%s is the first and so an %s.\n", r.Email, r.Role)
	}
	if r.Joined != nil {
		return c.say(r, fmt.Sprintf("%s is in, as %s.", r.Email, r.Role))
	}
	if letter {
		return c.say(r, fmt.Sprintf("%s gets a letter.", r.Email))
	}
	if r.Invitation == "" {
		return c.say(r, string(r.Email)+" is invited when the customer's people get access.")
	}
	err := c.answer(r, func(w io.Writer) { fmt.Fprintln(w, r.Invitation) })
	if err != nil {
		return fmt.Errorf("%s was invited and the invitation could not be shown, so send it again: %w", r.Email, err)
	}
	return nil
}

const inviteHelp = `The output is the invitation's secret and nothing else, for you to hand over. With
--mail a letter takes it there, which a running serve sends, and nobody else gets it;
see "distr mail history". It is good for 7 days and for once. Sent again, the one
before opens nothing any more.`

// byMail defines the flag that sends an invitation by letter.
func byMail(cmd *cobra.Command, letter *bool) {
	cmd.Flags().BoolVar(letter, "mail", false, "send it by letter, and show it to nobody")
}

func inviteCommand(c *call) *cobra.Command {
	return noun("invite", "Invite people to a customer's portal.",
		inviteAdd(c), inviteResend(c), inviteRevoke(c), inviteShow(c), inviteAccept(c))
}

func inviteAdd(c *call) *cobra.Command {
	var role string
	var letter bool
	cmd := verb("add CUSTOMER EMAIL [--role R] [--mail]", "Invite somebody, and show the invitation this once.", operands("CUSTOMER", "EMAIL"),
		func(cmd *cobra.Command, args []string) error {
			n := distr.NewMember{Email: args[1], Role: tenant.Role(role), Letter: letter}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				a, _, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				invited, err := a.Invite(cmd.Context(), n)
				if err != nil {
					return err
				}
				return c.showInvited(a.ID(), invited, letter)
			})
		})
	byMail(cmd, &letter)
	cmd.Long = inviteHelp + `

A customer's first member is an administrator, whatever ROLE says. The portal has to be
open for the customer and the access level not disabled.`
	cmd.Example = `  distr invite add globex ann@globex.example --role administrator --mail`
	cmd.Flags().StringVar(&role, "role", "", "invite as `ROLE`: administrator, user or viewer (default: user)")
	return cmd
}

func inviteResend(c *call) *cobra.Command {
	var letter bool
	cmd := verb("resend CUSTOMER EMAIL [--mail]", "Make a new invitation for somebody who has not come yet.", operands("CUSTOMER", "EMAIL"),
		func(cmd *cobra.Command, args []string) error {
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				a, m, err := memberOf(cmd.Context(), v, args[0], args[1])
				if err != nil {
					return err
				}
				resend := a.Resend
				if letter {
					resend = a.ResendLetter
				}
				invited, err := resend(cmd.Context(), m.ID)
				if err != nil {
					return err
				}
				return c.showInvited(a.ID(), invited, letter)
			})
		})
	byMail(cmd, &letter)
	cmd.Long = inviteHelp
	cmd.Example = `  distr invite resend globex ann@globex.example`
	return cmd
}

func inviteRevoke(c *call) *cobra.Command {
	cmd := verb("revoke CUSTOMER EMAIL", "Take an invitation back that was not accepted yet.", operands("CUSTOMER", "EMAIL"),
		func(cmd *cobra.Command, args []string) error {
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				a, m, err := memberOf(cmd.Context(), v, args[0], args[1])
				if err != nil {
					return err
				}
				if !m.Pending() {
					return fmt.Errorf("%w: %s has accepted; use \"distr member remove\"", tenant.ErrConflict, m.Email)
				}
				if err := a.RemoveMember(cmd.Context(), m.ID); err != nil {
					return err
				}
				return c.say(map[string]any{"revoked": m.Email}, fmt.Sprintf("The invitation of %s is revoked.", m.Email))
			})
		})
	cmd.Example = `  distr invite revoke globex ann@globex.example`
	return cmd
}

// An openedRecord is what somebody sees who opens an invitation.
type openedRecord struct {
	Customer string      `json:"customer"` // its name; empty: the vendor's staff
	By       string      `json:"by"`
	Email    string      `json:"email"`
	Role     tenant.Role `json:"role"`
	Expires  *time.Time  `json:"expires"`
}

func (r openedRecord) fields() []field {
	return []field{
		{"customer", r.Customer},
		{"invited by", r.By},
		{"email", r.Email},
		{"role", string(r.Role)},
		{"expires", clock(r.Expires, "")},
	}
}

func inviteShow(c *call) *cobra.Command {
	cmd := verb("show", "Show what an invitation on standard input is for. That does not use it up.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			token, err := readInvitation(cmd)
			if err != nil {
				return err
			}
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				opened, err := v.LookAt(cmd.Context(), token)
				if err != nil {
					return err
				}
				return c.show(openedRecord{opened.Customer.Name, opened.By, string(opened.Email), opened.Role, moment(opened.Expires)})
			})
		})
	cmd.Example = `  distr invite show < invitation.txt`
	return cmd
}

func inviteAccept(c *call) *cobra.Command {
	var name string
	cmd := verb("accept [--name N]", "Accept the invitation on standard input.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			token, err := readInvitation(cmd)
			if err != nil {
				return err
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				accepted, err := v.Accept(cmd.Context(), token, name)
				if err != nil {
					return err
				}
				return c.show(newMemberRecord(accepted.Customer, accepted.Member))
			})
		})
	cmd.Long = `It is what the page does that a letter leads to; here it is for scripts and for those
who have no portal yet. An invitation to the staff is accepted in the same way.`
	cmd.Example = `  distr invite accept --name "Ann Smith" < invitation.txt`
	cmd.Flags().StringVar(&name, "name", "", "they are called `NAME`")
	return cmd
}

// readInvitation reads an invitation's secret from standard input: arguments are
// seen by everybody on the machine.
func readInvitation(cmd *cobra.Command) (tenant.InviteToken, error) {
	text, err := readSecret(cmd, "an invitation")
	if err != nil {
		return tenant.InviteToken{}, err
	}
	return tenant.ParseInviteToken(text)
}

// readSecret reads one line from standard input.
func readSecret(cmd *cobra.Command, what string) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(cmd.InOrStdin(), maxPassword)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("reading %s: %w", what, err)
	}
	if line = strings.TrimSpace(line); line == "" {
		return "", fmt.Errorf("standard input holds no line with %s", what)
	}
	return line, nil
}
