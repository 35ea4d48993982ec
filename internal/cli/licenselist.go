package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
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

// A usedRecord is how a license stands in its period.
type usedRecord struct {
	ID        license.ContractID `json:"id"`
	Customer  tenant.CustomerID  `json:"customer"`
	Plan      string             `json:"plan"`
	Model     license.Model      `json:"model"`
	Level     license.Level      `json:"level"`
	Used      int64              `json:"used"`
	Limit     int64              `json:"limit"` // 0 of what is not metered
	Peak      int64              `json:"peak"`
	Threshold int                `json:"threshold"` // percent, the highest that is reached; 0: none
	Alerted   []int              `json:"alerted"`   // percent, that were told in this period
	Period    int                `json:"period"`
	Starts    *time.Time         `json:"starts"` // the period
	Ends      *time.Time         `json:"ends"`
}

func newUsedRecord(customer tenant.CustomerID, s distr.ContractStanding) usedRecord {
	return usedRecord{
		s.Contract.ID, customer, s.Contract.Plan, s.Contract.Terms.Model, s.Standing.Level, s.Standing.Used, s.Standing.Limit, s.Peak, s.Standing.Threshold,
		append([]int{}, s.Alerted...), s.Period.Number, moment(s.Period.Start), moment(s.Period.End),
	}
}

func (r usedRecord) fields() []field {
	used := "not metered"
	if r.Model.Metered() {
		used = fmt.Sprintf("%d of %d", r.Used, r.Limit)
	}
	return []field{
		{"id", string(r.ID)}, {"plan", r.Plan}, {"model", string(r.Model)}, {"used", used}, {"level", string(r.Level)}, {"peak", fmt.Sprint(r.Peak)},
		{"alerted", percentages(r.Alerted)}, {"period", fmt.Sprint(r.Period)}, {"starts", clock(r.Starts, "")}, {"ends", clock(r.Ends, "")},
	}
}

func licenseStanding(c *call) *cobra.Command {
	cmd := verb("standing CUSTOMER", "Show how much is used of the licenses that are in force.", operands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				a, customer, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				all, err := a.Standing(cmd.Context())
				if err != nil {
					return err
				}
				records := collect(all, func(s distr.ContractStanding) usedRecord { return newUsedRecord(customer.ID, s) })
				return list(c, records, `No license is in force. Sell one with "distr license sell CUSTOMER PLAN".`)
			})
		})
	cmd.Long = `A license is within its limit, or at an alert since a threshold is reached, or over its
limit. Scans are counted anew in each period; assets are as many as there are.`
	cmd.Example = `  distr license standing globex
  distr license standing globex --json`
	return cmd
}
