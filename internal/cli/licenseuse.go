package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

// A useRecord is what became of a use.
type useRecord struct {
	Key       string             `json:"key"`
	Fresh     bool               `json:"fresh"` // false: it had been counted before
	Late      bool               `json:"late"`  // it counts in a later period than the one in which it happened
	License   license.ContractID `json:"license"`
	Period    int                `json:"period"`
	Starts    *time.Time         `json:"starts"` // the period
	Ends      *time.Time         `json:"ends"`
	Level     license.Level      `json:"level"`
	Used      int64              `json:"used"`
	Limit     int64              `json:"limit"`
	Threshold int                `json:"threshold"` // percent; 0: none is reached
}

func (r useRecord) fields() []field {
	counted := "now"
	if !r.Fresh {
		counted = "before"
	}
	if r.Late {
		counted += ", late"
	}
	used := "not metered"
	if r.Limit > 0 || r.Used > 0 {
		used = fmt.Sprintf("%d of %d", r.Used, r.Limit)
	}
	return []field{
		{"key", r.Key}, {"counted", counted}, {"license", string(r.License)}, {"used", used}, {"level", string(r.Level)},
		{"period", fmt.Sprint(r.Period)}, {"starts", clock(r.Starts, "")}, {"ends", clock(r.Ends, "")},
	}
}

func licenseUse(c *call) *cobra.Command {
	var quantity int64
	var at string
	cmd := verb("use CUSTOMER KEY [--quantity N] [--at TIME]", "Count a scan that ran, once for each key.", operands("CUSTOMER", "KEY"),
		func(cmd *cobra.Command, args []string) (err error) {
			u := distr.Use{Key: args[1], Quantity: quantity}
			if quantity < 1 {
				return misuse(cmd, "--quantity %d: it is 1 or more", quantity)
			}
			if at != "" {
				if u.At, err = time.Parse(time.RFC3339, at); err != nil {
					return misuse(cmd, "--at %q: it is an instant such as 2026-12-31T18:00:00Z", at)
				}
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				a, _, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				r, err := a.RecordUse(cmd.Context(), u)
				if err != nil {
					return err
				}
				return c.show(useRecord{
					u.Key, r.Fresh, r.Late, r.Contract, r.Period.Number, moment(r.Period.Start), moment(r.Period.End),
					r.Standing.Level, r.Standing.Used, r.Standing.Limit, r.Standing.Threshold,
				})
			})
		})
	cmd.Long = `The key is the scan's own: the same may be told again, and is counted once, for ever. What
happened up to 35 days ago is taken, and counts in its own period until 72 hours after that
has ended, and then in the one that is open. Programs tell it by the Go package.`
	cmd.Example = `  distr license use globex scan-8371
  distr license use globex scan-8372 --quantity 3 --at 2026-12-31T18:00:00Z`
	cmd.Flags().Int64Var(&quantity, "quantity", 1, "count `N` scans")
	cmd.Flags().StringVar(&at, "at", "", "say that it happened at `TIME` (default: now)")
	return cmd
}
