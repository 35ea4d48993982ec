package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A memberRecord is one of a customer's people, or of the staff. Who was invited
// and has not come is one already.
type memberRecord struct {
	ID       tenant.MemberID   `json:"id"`
	Email    tenant.Email      `json:"email"`
	Name     string            `json:"name"`
	Role     tenant.Role       `json:"role"`
	Customer tenant.CustomerID `json:"customer"` // empty: the vendor's staff
	Super    bool              `json:"super"`
	State    string            `json:"state"` // joined, invited, held, expired
	Expires  *time.Time        `json:"expires"`
	Joined   *time.Time        `json:"joined"`
	By       string            `json:"by"` // who invited
}

func newMemberRecord(customer tenant.CustomerID, m tenant.Member) memberRecord {
	r := memberRecord{
		ID: m.ID, Email: m.Email, Name: m.Name, Role: m.Role, Customer: customer, Super: m.Super,
		State: memberState(m, time.Now()), Joined: moment(m.Joined), By: m.By,
	}
	if m.Pending() {
		r.Expires = moment(m.Expires)
	}
	return r
}

func memberState(m tenant.Member, at time.Time) string {
	switch {
	case !m.Pending():
		return "joined"
	case m.Sent.IsZero():
		return "held"
	case !at.Before(m.Expires):
		return "expired"
	default:
		return "invited"
	}
}

func (r memberRecord) fields() []field {
	role := string(r.Role)
	if r.Super {
		role += ", super-admin"
	}
	state := r.State
	switch r.State {
	case "held":
		state = "held, waits for access"
	case "invited":
		state = "invited until " + clock(r.Expires, "")
	}
	return []field{
		{"email", string(r.Email)},
		{"name", r.Name},
		{"role", role},
		{"state", state},
		{"id", string(r.ID)},
	}
}

func memberCommand(c *call) *cobra.Command {
	return noun("member", "See and change who a customer's people are.", memberList(c), memberRole(c), memberRemove(c))
}

func memberList(c *call) *cobra.Command {
	cmd := verb("list CUSTOMER", "List a customer's people, those who are invited too.", operands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				a, found, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				all, err := a.Members(cmd.Context())
				if err != nil {
					return err
				}
				records := collect(all, func(m tenant.Member) memberRecord { return newMemberRecord(found.ID, m) })
				return list(c, records, `No people yet. Invite somebody with "distr invite add CUSTOMER EMAIL".`)
			})
		})
	cmd.Example = `  distr member list globex`
	return cmd
}

func memberRole(c *call) *cobra.Command {
	cmd := verb("role CUSTOMER EMAIL ROLE", "Give one of a customer's people another role.", operands("CUSTOMER", "EMAIL", "ROLE"),
		func(cmd *cobra.Command, args []string) error {
			role, err := tenant.ParseRole(args[2])
			if err != nil {
				return err
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				a, m, err := memberOf(cmd.Context(), v, args[0], args[1])
				if err != nil {
					return err
				}
				if m, err = a.SetRole(cmd.Context(), m.ID, role); err != nil {
					return err
				}
				return c.show(newMemberRecord(a.ID(), m))
			})
		})
	cmd.Long = `ROLE is administrator (manages the customer's people too), user or viewer. A customer
keeps at least one administrator, unless you take the last one away.`
	cmd.Example = `  distr member role globex ann@globex.example administrator`
	return cmd
}

func memberRemove(c *call) *cobra.Command {
	cmd := verb("remove CUSTOMER EMAIL...", "Remove people from a customer.", manyOperands("CUSTOMER", "EMAIL"),
		func(cmd *cobra.Command, args []string) error {
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				var gone []string
				for _, who := range args[1:] {
					a, m, err := memberOf(cmd.Context(), v, args[0], who)
					if err == nil {
						err = a.RemoveMember(cmd.Context(), m.ID)
					}
					if err != nil {
						return afterSome(gone, err)
					}
					gone = append(gone, string(m.Email))
				}
				return c.say(map[string]any{"removed": gone}, "Removed: "+join(gone)+".")
			})
		})
	cmd.Long = `Their access ends with their next request. An invitation that they did not accept yet
is revoked.`
	cmd.Example = `  distr member remove globex ann@globex.example`
	return cmd
}

// afterSome says what was done before something failed.
func afterSome(done []string, err error) error {
	if len(done) == 0 {
		return err
	}
	return fmt.Errorf("after %s was done: %w", join(done), err)
}

// memberOf finds one of a customer's people by their address or ID.
func memberOf(ctx context.Context, v *distr.Vendor, customer, who string) (*distr.Account, tenant.Member, error) {
	a, _, err := account(ctx, v, customer)
	if err != nil {
		return nil, tenant.Member{}, err
	}
	all, err := a.Members(ctx)
	if err != nil {
		return nil, tenant.Member{}, err
	}
	m, err := memberAmong(all, who)
	if err != nil {
		err = fmt.Errorf("%w; see \"distr member list %s\"", err, customer)
	}
	return a, m, err
}

func memberAmong(all []tenant.Member, who string) (tenant.Member, error) {
	email := tenant.Email("")
	if strings.Contains(who, "@") {
		var err error
		if email, err = tenant.ParseEmail(who); err != nil {
			return tenant.Member{}, err
		}
	}
	i := slices.IndexFunc(all, func(m tenant.Member) bool { return m.Email == email || string(m.ID) == who })
	if i < 0 {
		return tenant.Member{}, fmt.Errorf("member %q: %w", who, tenant.ErrNotFound)
	}
	return all[i], nil
}
