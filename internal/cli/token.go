package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A newToken is what "token add" answers: the only time that a token is shown.
type newToken struct {
	ID       tenant.CredentialID `json:"id"`
	Name     string              `json:"name"`
	Customer tenant.CustomerID   `json:"customer"` // empty: the vendor's staff
	Token    string              `json:"token"`
	Created  *time.Time          `json:"created"`
}

type tokenRecord struct {
	ID       tenant.CredentialID `json:"id"`
	Name     string              `json:"name"`
	Customer tenant.CustomerID   `json:"customer"` // empty: the vendor's staff
	Created  *time.Time          `json:"created"`
	Revoked  *time.Time          `json:"revoked"`
}

func newTokenRecord(owner tenant.CustomerID, c tenant.Credential) tokenRecord {
	return tokenRecord{ID: c.ID, Name: c.Name, Customer: owner, Created: moment(c.Created), Revoked: moment(c.Revoked)}
}

func (r tokenRecord) fields() []field {
	return []field{
		{"id", string(r.ID)},
		{"name", r.Name},
		{"customer", string(r.Customer)},
		{"created", clock(r.Created, "")},
		{"revoked", clock(r.Revoked, "")},
	}
}

func tokenCommand(c *call) *cobra.Command {
	return noun("token", "Make and revoke what clients log in with.", tokenAdd(c), tokenList(c), tokenRevoke(c), tokenWhose(c))
}

func tokenAdd(c *call) *cobra.Command {
	var staff bool
	var name string
	cmd := verb("add (CUSTOMER | --staff) --name N", "Make a token, and show it this once.", ownedBy(&staff),
		func(cmd *cobra.Command, args []string) error {
			if name == "" {
				return misuse(cmd, `--name is missing: say what the token is for, such as --name "production cluster"`)
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				who, err := newOwner(cmd.Context(), v, staff, args)
				if err != nil {
					return err
				}
				made, token, err := who.make(cmd.Context(), name)
				if err != nil {
					return err
				}
				err = c.answer(newToken{made.ID, made.Name, who.id, token.Reveal(), moment(made.Created)},
					func(w io.Writer) { fmt.Fprintln(w, token.Reveal()) })
				if err != nil {
					return fmt.Errorf("token %s was made and could not be shown, so revoke it: %w", made.ID, err)
				}
				return nil
			})
		})
	cmd.Long = `The output is the token and nothing else. It is kept nowhere: when it is lost, revoke
it and make another. Clients send it as the password; the user name does not matter.`
	cmd.Example = `  distr token add globex --name "production cluster"
  distr token add --staff --name build | docker login -u staff --password-stdin 127.0.0.1:5000`
	cmd.Flags().BoolVar(&staff, "staff", false, "a token of the vendor's own people, who push and may pull everything")
	cmd.Flags().StringVar(&name, "name", "", "say by `NAME` what the token is for")
	return cmd
}

func tokenList(c *call) *cobra.Command {
	var staff bool
	cmd := verb("list [CUSTOMER | --staff]", "List tokens, revoked ones too: the staff's, then each customer's.", cobra.MaximumNArgs(1),
		func(cmd *cobra.Command, args []string) error {
			if staff && len(args) > 0 {
				return misuse(cmd, "it is a customer's tokens or the staff's: leave out %q, or --staff", args[0])
			}
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				var records []tokenRecord
				var err error
				if staff || len(args) > 0 {
					records, err = tokensOf(cmd.Context(), v, staff, args)
				} else {
					records, err = allTokens(cmd.Context(), v)
				}
				if err != nil {
					return err
				}
				return list(c, records, `No tokens yet. Make one with "distr token add CUSTOMER --name N".`)
			})
		})
	cmd.Example = `  distr token list
  distr token list globex`
	cmd.Flags().BoolVar(&staff, "staff", false, "those of the vendor's own people only")
	return cmd
}

func tokenRevoke(c *call) *cobra.Command {
	var staff bool
	cmd := verb("revoke (CUSTOMER | --staff) ID", "End a token at once and for good.", ownedBy(&staff, "ID"),
		func(cmd *cobra.Command, args []string) error {
			id := tenant.CredentialID(args[len(args)-1])
			if t, err := tenant.ParseToken(string(id)); err == nil {
				return misuse(cmd, "that is the token itself; its ID is %s", t.Claim().Credential)
			} else if strings.HasPrefix(string(id), "dst_") {
				return misuse(cmd, "that is no ID, which begins with crd_")
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				who, err := newOwner(cmd.Context(), v, staff, args)
				if err != nil {
					return err
				}
				if err := who.revoke(cmd.Context(), id); err != nil {
					return about(aToken, err)
				}
				credentials, err := who.list(cmd.Context())
				if err != nil {
					return err
				}
				i := slices.IndexFunc(credentials, func(c tenant.Credential) bool { return c.ID == id })
				return c.show(newTokenRecord(who.id, credentials[i]))
			})
		})
	cmd.Long = `The next request with the token is refused. ID is what "distr token list" shows, since
several tokens may have the same name.`
	cmd.Example = `  distr token revoke globex crd_g3xqk2v7n5bd4ayt`
	cmd.Flags().BoolVar(&staff, "staff", false, "a token of the vendor's own people")
	return cmd
}
