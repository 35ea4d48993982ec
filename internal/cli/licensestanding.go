package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

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

// usedNames are the columns of a table of how licenses stand: the names that the fields
// have in JSON.
func usedNames() []string {
	return strings.Fields("id customer plan model level used limit peak threshold alerted period starts ends")
}

// cells has no numbers of what is not metered: 0 is one as well.
func (r usedRecord) cells() []string {
	cells := []string{
		string(r.ID), string(r.Customer), r.Plan, string(r.Model), string(r.Level), "", "", "", "", numbers(r.Alerted),
		fmt.Sprint(r.Period), clock(r.Starts, ""), clock(r.Ends, ""),
	}
	if r.Model.Metered() {
		cells[5], cells[6], cells[7], cells[8] = fmt.Sprint(r.Used), fmt.Sprint(r.Limit), fmt.Sprint(r.Peak), fmt.Sprint(r.Threshold)
	}
	return cells
}

func licenseStanding(c *call) *cobra.Command {
	var table spreadsheet
	cmd := verb("standing CUSTOMER [--csv]", "Show how much is used of the licenses that are in force.", operands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			if err := table.check(c, cmd); err != nil {
				return err
			}
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
				if table.wanted {
					return exportAll(c.stdout, asCSV, usedNames(), records)
				}
				return list(c, records, `No license is in force. Sell one with "distr license sell CUSTOMER PLAN".`)
			})
		})
	cmd.Long = `A license is within its limit, or at an alert since a threshold is reached, or over its
limit. Scans are counted anew in each period; assets are as many as there are.`
	cmd.Example = `  distr license standing globex
  distr license standing globex --json
  distr license standing globex --csv > standing.csv`
	table.define(cmd, "license")
	return cmd
}
