package cli

import (
	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

func licenseList(c *call) *cobra.Command {
	cmd := verb("list CUSTOMER", "List the licenses of a customer, ended ones too, oldest first.", operands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				a, customer, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				all, err := a.Contracts(cmd.Context())
				if err != nil {
					return err
				}
				records := collect(all, func(l license.Contract) licenseRecord { return newLicenseRecord(customer.ID, l) })
				return list(c, records, noLicenses)
			})
		})
	cmd.Example = `  distr license list globex
  distr license list globex --json`
	return cmd
}

const noLicenses = `No license. Sell one with "distr license sell CUSTOMER PLAN".`
