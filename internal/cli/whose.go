package cli

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A holderRecord is who has a token.
type holderRecord struct {
	Customer     tenant.CustomerID     `json:"customer"` // empty: the vendor's staff
	Name         string                `json:"name"`     // the token's
	ID           tenant.CredentialID   `json:"id"`
	Installation tenant.InstallationID `json:"installation"` // empty: the token is of none
	Created      *time.Time            `json:"created"`
	Used         *time.Time            `json:"used"`
	Revoked      *time.Time            `json:"revoked"`
}

func (r holderRecord) fields() []field {
	who := string(r.Customer)
	if who == "" {
		who = "the vendor's staff"
	}
	return []field{
		{"customer", who},
		{"token", r.Name},
		{"id", string(r.ID)},
		{"installation", string(r.Installation)},
		{"created", clock(r.Created, "")},
		{"used", clock(r.Used, "never")},
		{"revoked", clock(r.Revoked, "")},
	}
}

func tokenWhose(c *call) *cobra.Command {
	cmd := verb("whose", "Say who has the token on standard input.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			text, err := readSecret(cmd, "a token")
			if err != nil {
				return err
			}
			token, err := tenant.ParseToken(text)
			if err != nil {
				return err
			}
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				h, err := v.WhoHas(cmd.Context(), token)
				if err != nil {
					return err
				}
				r := holderRecord{
					Name: h.Credential.Name, ID: h.Credential.ID, Installation: h.Installation,
					Created: moment(h.Credential.Created), Used: moment(h.Credential.Used), Revoked: moment(h.Credential.Revoked),
				}
				r.Customer = h.Customer
				return c.show(r)
			})
		})
	cmd.Long = `For when a customer sends a token and asks why it does not work. It is compared with the
hash that is kept, and neither kept nor logged; a revoked one is found too.`
	cmd.Example = `  distr token whose < token.txt`
	return cmd
}
