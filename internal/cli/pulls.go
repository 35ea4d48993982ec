package cli

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type pullRecord struct {
	Time       *time.Time                 `json:"time"`
	Customer   tenant.CustomerID          `json:"customer"` // empty: the vendor's staff
	Token      tenant.CredentialID        `json:"token"`
	Repository entitlement.RepositoryPath `json:"repository"`
	Reference  string                     `json:"reference"`
	Digest     string                     `json:"digest"`
	Version    string                     `json:"version"`
	Allowed    bool                       `json:"allowed"`
	Reason     entitlement.Reason         `json:"reason"`
	Client     string                     `json:"client"`

	tokenName string // for people
}

func newPullRecord(p distr.PullRecord) pullRecord {
	return pullRecord{
		Time: moment(p.Time), Customer: p.Customer, Token: p.Token,
		Repository: p.Repository, Reference: p.Reference, Digest: p.Digest.String(), Version: p.Version,
		Allowed: p.Allowed, Reason: p.Reason, Client: p.Client, tokenName: p.TokenName,
	}
}

func (r pullRecord) fields() []field {
	outcome := "refused"
	if r.Allowed {
		outcome = "allowed"
	}
	return []field{
		{"time", clock(r.Time, "")},
		{"customer", string(r.Customer)},
		{"token", r.tokenName},
		{"repository", string(r.Repository)},
		{"reference", r.Reference},
		{"version", r.Version},
		{"outcome", outcome},
		{"reason", string(r.Reason)},
		{"client", r.Client},
	}
}

func pullsCommand(c *call) *cobra.Command {
	cmd := verb("pulls [CUSTOMER]", "List what was pulled, and what was refused, oldest first.", operands("[CUSTOMER]"),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				var q distr.PullQuery
				if len(args) > 0 {
					_, customer, err := account(cmd.Context(), v, args[0])
					if err != nil {
						return err
					}
					q.Customer = customer.ID
				}
				all, err := v.Pulls(cmd.Context(), q)
				if err != nil {
					return err
				}
				return list(c, collect(all, newPullRecord), "No pulls yet.")
			})
		})
	cmd.Long = `The pulls of one version with one token are one entry for ten minutes. Without
CUSTOMER the pulls of all are listed, those of the vendor's own people too.`
	cmd.Example = `  distr pulls globex`
	return cmd
}
