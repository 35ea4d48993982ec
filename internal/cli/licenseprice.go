package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

func licensePrice(c *call) *cobra.Command {
	var price priceFlags
	cmd := verb("price CUSTOMER LICENSE --price P [--cost P]", "Set the price of a license from its next period on.", operands("CUSTOMER", "LICENSE"),
		func(cmd *cobra.Command, args []string) error {
			p, err := price.parse(cmd)
			if err != nil {
				return err
			}
			if p.Unit.IsZero() {
				return misuse(cmd, "--price is missing")
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				a, _, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				id := license.ContractID(args[1])
				if err := a.Reprice(cmd.Context(), id, p); err != nil {
					return err
				}
				return c.say(map[string]any{"id": id, "price": p.Unit, "cost": p.Cost},
					fmt.Sprintf("%s: %v a unit, cost %s, from the next period on", id, p.Unit, costText(p.Unit, p.Cost)))
			})
		})
	cmd.Long = `What has begun is charged by the price of before, if that was not done yet. A license that
had no price is charged for all periods that have begun.

` + priceHelp
	cmd.Example = `  distr license price globex lic_g3xqk2v7n5bd4ayt --price "0.06 EUR" --cost "0.02 EUR"`
	price.define(cmd)
	return cmd
}

func licenseCharge(c *call) *cobra.Command {
	cmd := verb("charge", "Charge all periods that have begun and were not charged.", operands(), func(cmd *cobra.Command, _ []string) error {
		return c.change(cmd.Context(), func(v *distr.Vendor) error {
			n, err := v.ChargePeriods(cmd.Context())
			if err != nil {
				return err
			}
			return c.say(map[string]int{"charged": n}, fmt.Sprintf("charged %d periods", n))
		})
	})
	cmd.Long = `"distr serve" does so by itself. Each period is charged once, however often and by how many
that is done, by what the license was when it began. What begins while the customer is
archived is never charged.`
	cmd.Example = `  distr license charge`
	return cmd
}
