package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func staffCommand(c *call) *cobra.Command {
	return noun("staff", "Say who your own people are, and which customers they see.",
		staffList(c), staffInvite(c), staffResend(c), staffRole(c), staffSuper(c), staffRemove(c),
		staffAssign(c, "assign", "Let somebody see customers.", (*distr.Vendor).Assign),
		staffAssign(c, "unassign", "Take customers from somebody's sight.", (*distr.Vendor).Unassign))
}

// A staffRecord is somebody of the staff, with the customers whom they see.
type staffRecord struct {
	memberRecord
	Assigned []string `json:"assigned"`
	All      bool     `json:"sees_all"`
}

func (r staffRecord) fields() []field {
	seen := join(r.Assigned)
	if r.All {
		seen = "all"
	}
	return append(r.memberRecord.fields(), field{"customers", seen})
}

// newStaffRecord looks up whom they see.
func newStaffRecord(ctx context.Context, v *distr.Vendor, m tenant.Member) (staffRecord, error) {
	r := staffRecord{newMemberRecord("", m), []string{}, m.Role == tenant.Administrator}
	assigned, err := v.Assignments(ctx, m.ID)
	if err == nil {
		r.Assigned = texts(assigned)
	}
	return r, err
}

func staffList(c *call) *cobra.Command {
	cmd := verb("list", "List your own people, and the customers whom they see.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				all, err := v.Staff(cmd.Context())
				if err != nil {
					return err
				}
				records := make([]staffRecord, len(all))
				for i, m := range all {
					records[i], err = newStaffRecord(cmd.Context(), v, m)
					if err != nil && !errors.Is(err, tenant.ErrForbidden) { // whom others see is for administrators
						return err
					}
				}
				return list(c, records, `Nobody yet. Invite yourself with "distr staff invite EMAIL".`)
			})
		})
	cmd.Long = `Their tokens for scripts and CI are listed by "distr token list --staff".`
	cmd.Example = `  distr staff list`
	return cmd
}

func staffInvite(c *call) *cobra.Command {
	var role string
	var letter bool
	cmd := verb("invite EMAIL [--role R] [--mail]", "Invite one of your own people, and show the invitation this once.", operands("EMAIL"),
		func(cmd *cobra.Command, args []string) error {
			n := distr.NewMember{Email: args[0], Role: tenant.Role(role), Letter: letter}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				invited, err := v.InviteStaff(cmd.Context(), n)
				if err != nil {
					return err
				}
				return c.showInvited("", invited, letter)
			})
		})
	byMail(cmd, &letter)
	cmd.Long = inviteHelp + `

They accept with "distr invite accept". The first is an administrator, whatever ROLE
says. A user or viewer sees no customer until "distr staff assign"; an administrator
sees all.`
	cmd.Example = `  distr staff invite bob@acme.example --role user`
	cmd.Flags().StringVar(&role, "role", "", "invite as `ROLE`: administrator, user or viewer (default: user)")
	return cmd
}

func staffResend(c *call) *cobra.Command {
	var letter bool
	cmd := verb("resend EMAIL [--mail]", "Make a new invitation for one of your people who has not come yet.", operands("EMAIL"),
		c.onStaff(func(ctx context.Context, v *distr.Vendor, m tenant.Member, _ []string) error {
			resend := v.ResendStaff
			if letter {
				resend = v.ResendStaffLetter
			}
			invited, err := resend(ctx, m.ID)
			if err != nil {
				return err
			}
			return c.showInvited("", invited, letter)
		}))
	byMail(cmd, &letter)
	cmd.Long = inviteHelp
	cmd.Example = `  distr staff resend bob@acme.example`
	return cmd
}

func staffRole(c *call) *cobra.Command {
	cmd := verb("role EMAIL ROLE", "Give one of your people another role.", operands("EMAIL", "ROLE"),
		c.onStaff(func(ctx context.Context, v *distr.Vendor, m tenant.Member, args []string) error {
			role, err := tenant.ParseRole(args[1])
			if err != nil {
				return err
			}
			if m, err = v.SetStaffRole(ctx, m.ID, role); err != nil {
				return err
			}
			return c.showStaff(ctx, v, m)
		}))
	cmd.Long = `ROLE is administrator, user or viewer. The last administrator stays one, unless you take
that away at the machine itself, without --as.`
	cmd.Example = `  distr staff role bob@acme.example administrator`
	return cmd
}

func staffSuper(c *call) *cobra.Command {
	cmd := verb("super EMAIL (on | off)", "Let somebody see and set prices, or no longer.", operands("EMAIL", "on|off"),
		c.onStaff(func(ctx context.Context, v *distr.Vendor, m tenant.Member, args []string) error {
			if args[1] != "on" && args[1] != "off" {
				return fmt.Errorf("%w: %q: it is on or off", tenant.ErrInvalid, args[1])
			}
			m, err := v.SetSuper(ctx, m.ID, args[1] == "on")
			if err != nil {
				return err
			}
			return c.showStaff(ctx, v, m)
		}))
	cmd.Long = `Nobody else sees prices, whatever their role. Only an administrator who is a super-admin
makes another, or you at the machine itself.`
	cmd.Example = `  distr staff super bob@acme.example on`
	return cmd
}

func staffRemove(c *call) *cobra.Command {
	cmd := verb("remove EMAIL", "Remove one of your people.", operands("EMAIL"),
		c.onStaff(func(ctx context.Context, v *distr.Vendor, m tenant.Member, _ []string) error {
			if err := v.RemoveStaff(ctx, m.ID); err != nil {
				return err
			}
			return c.say(map[string]any{"removed": m.Email}, fmt.Sprintf("Removed: %s.", m.Email))
		}))
	cmd.Long = `Their access ends with their next request. Tokens that they made for scripts stay: see
"distr token list --staff".`
	cmd.Example = `  distr staff remove bob@acme.example`
	return cmd
}

func staffAssign(c *call, name, short string, do func(*distr.Vendor, context.Context, tenant.MemberID, ...tenant.CustomerID) error) *cobra.Command {
	cmd := verb(name+" EMAIL CUSTOMER...", short, manyOperands("EMAIL", "CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			ids, err := customersNamed(cmd, args[1:])
			if err != nil {
				return err
			}
			return c.onStaff(func(ctx context.Context, v *distr.Vendor, m tenant.Member, _ []string) error {
				if err := do(v, ctx, m.ID, ids...); err != nil {
					return about(aCustomer, err)
				}
				return c.showStaff(ctx, v, m)
			})(cmd, args)
		})
	cmd.Long = `A - instead of a CUSTOMER reads their IDs from standard input, one a line. All are
changed or none.`
	cmd.Example = fmt.Sprintf("  distr staff %s bob@acme.example globex initech", name)
	return cmd
}

func (c *call) showStaff(ctx context.Context, v *distr.Vendor, m tenant.Member) error {
	r, err := newStaffRecord(ctx, v, m)
	if err != nil {
		return err
	}
	return c.show(r)
}

// onStaff runs fn with the one of the staff whom the first operand names.
func (c *call) onStaff(fn func(context.Context, *distr.Vendor, tenant.Member, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		return c.change(cmd.Context(), func(v *distr.Vendor) error {
			all, err := v.Staff(cmd.Context())
			if err != nil {
				return err
			}
			m, err := memberAmong(all, args[0])
			if err != nil {
				return fmt.Errorf("%w; see \"distr staff list\"", err)
			}
			return fn(cmd.Context(), v, m, args)
		})
	}
}
