package cli

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type grantRecord struct {
	ID       entitlement.GrantID   `json:"id"`
	Name     string                `json:"name"`
	Customer tenant.CustomerID     `json:"customer"`
	Product  entitlement.ProductID `json:"product"`
	Versions []string              `json:"versions"` // terms, as entitlement.Versions has them
	Expires  *time.Time            `json:"expires"`
	Created  *time.Time            `json:"created"`
}

func newGrantRecord(customer tenant.CustomerID, g entitlement.Grant) grantRecord {
	return grantRecord{
		ID: g.ID, Name: g.Name, Customer: customer, Product: g.Product,
		Versions: g.Versions.Terms(), Expires: moment(g.Expires), Created: moment(g.Created),
	}
}

func (r grantRecord) fields() []field {
	return []field{
		{"id", string(r.ID)},
		{"name", r.Name},
		{"customer", string(r.Customer)},
		{"product", string(r.Product)},
		{"versions", join(r.Versions)},
		{"expires", clock(r.Expires, "never")},
		{"created", clock(r.Created, "")},
	}
}

func grantCommand(c *call) *cobra.Command {
	return noun("grant", "Let customers have versions of a product.", grantAdd(c), grantAmend(c), grantLogin(c), grantList(c))
}

func grantAdd(c *call) *cobra.Command {
	var n distr.NewGrant
	var expires string
	var dry bool
	which := selection{version: "version", all: "all", match: "match"}
	cmd := verb("add CUSTOMER PRODUCT (--version V... | --all | --match RANGE) [--name N] [--expires DATE] [--dry-run]",
		"Let a customer have versions of a product.", operands("CUSTOMER", "PRODUCT"),
		func(cmd *cobra.Command, args []string) (err error) {
			n.Product = entitlement.ProductID(args[1])
			if which.given(cmd) == 0 {
				return misuse(cmd, "which versions? Say one of %s", which.flags())
			}
			if n.Versions, err = which.versions(cmd); err != nil {
				return err
			}
			if expires != "" {
				if n.Expires, err = parseNewEnd(expires, time.Now()); err != nil {
					return err
				}
			}
			if dry {
				return c.try(cmd.Context(), args[0], func(a *distr.Account) (distr.Gain, error) { return a.TryGrant(cmd.Context(), n) })
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				a, customer, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				added, err := a.Grant(cmd.Context(), n)
				if err != nil {
					return about(aVersion, err)
				}
				return c.show(newGrantRecord(customer.ID, added))
			})
		})
	cmd.Long = `A customer may have several grants of a product; they add up. What was granted can
be added to and can end, but a version is never taken back.

` + rangeHelp + `

` + endHelp + `

` + dryHelp
	cmd.Example = `  distr grant add globex app --version 1.4.2,1.5.0 --expires 2026-12-31
  distr grant add globex app --match ">=2 <3" --name "second generation"
  distr grant add initech app --all --dry-run`
	which.define(cmd)
	cmd.Flags().StringVar(&n.Name, "name", "", "call the grant `NAME` (default: the product's ID, with a number if that is taken)")
	cmd.Flags().StringVar(&expires, "expires", "", "let it hold until `DATE` (default: for ever)")
	defineDry(cmd, &dry)
	return cmd
}

func grantList(c *call) *cobra.Command {
	cmd := verb("list CUSTOMER", "List what a customer was granted, ended grants too, oldest first.", operands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				a, customer, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				all, err := a.Grants(cmd.Context())
				if err != nil {
					return err
				}
				records := collect(all, func(g entitlement.Grant) grantRecord { return newGrantRecord(customer.ID, g) })
				return list(c, records, `Nothing is granted, so nothing can be pulled. Grant something with "distr grant add CUSTOMER PRODUCT".`)
			})
		})
	cmd.Example = `  distr grant list globex`
	return cmd
}
