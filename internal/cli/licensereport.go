package cli

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

// showReport answers with a report, or with its lines as a table.
func (c *call) showReport(r reportRecord, table spreadsheet) error {
	if table.wanted {
		return c.writeLedgers(r.Licenses)
	}
	return c.answer(r, r.write)
}

// reportSpan are the flags that say which periods a report is about.
type reportSpan struct {
	from, until string
	table       spreadsheet
}

func (f *reportSpan) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.from, "from", "", "only periods that begin `WHEN` or later; a date is a day in UTC")
	flags.StringVar(&f.until, "until", "", "only periods that begin before `WHEN`; a date is the end of its day")
	f.table.define(cmd, "amount")
}

func (f *reportSpan) query(c *call, cmd *cobra.Command) (q distr.MarginQuery, err error) {
	if err := f.table.check(c, cmd); err != nil {
		return q, err
	}
	now := time.Now().UTC()
	if q.From, err = parseWhen(f.from, now, 0); err != nil {
		return q, misuse(cmd, "--from %q: %w", f.from, err)
	}
	if q.Until, err = parseWhen(f.until, now, 1); err != nil {
		return q, misuse(cmd, "--until %q: %w", f.until, err)
	}
	return q, nil
}

const spanHelp = `WHEN is a time ago such as 90d, a date or an instant. Each figure is shown with the lines
that make it: margin is revenue less cost, each line of these rounded to the currency's
smallest unit, so that all of it adds up. What was added within a period, and what ends in
it, is for so many of its days; units of a lot are used up, and cost what they did. Only
super-admins are told.`

func licenseMargin(c *call) *cobra.Command {
	var span reportSpan
	cmd := verb("margin CUSTOMER [LICENSE] [--from WHEN] [--until WHEN] [--csv]", "Show what a customer's licenses have earned, line by line.", operands("CUSTOMER", "[LICENSE]"),
		func(cmd *cobra.Command, args []string) error {
			q, err := span.query(c, cmd)
			if err != nil {
				return err
			}
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				_, customer, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				if q.Customer = customer.ID; len(args) > 1 {
					q.Contract = license.ContractID(args[1])
				}
				r, err := v.Margins(cmd.Context(), q)
				if err != nil {
					return err
				}
				return c.showReport(newReportRecord(r), span.table)
			})
		})
	cmd.Long = spanHelp
	cmd.Example = `  distr license margin globex
  distr license margin globex lic_g3xqk2v7n5bd4ayt --from 2026-01-01 --json`
	span.define(cmd)
	return cmd
}

func licenseReport(c *call) *cobra.Command {
	var span reportSpan
	cmd := verb("report [--from WHEN] [--until WHEN] [--csv]", "Show what all customers have brought in, line by line.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			q, err := span.query(c, cmd)
			if err != nil {
				return err
			}
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				r, err := v.Margins(cmd.Context(), q)
				if err != nil {
					return err
				}
				return c.showReport(newReportRecord(r), span.table)
			})
		})
	cmd.Long = spanHelp
	cmd.Example = `  distr license report --from 90d
  distr license report --from 2026-01-01 --until 2026-12-31 --csv > margins.csv`
	span.define(cmd)
	return cmd
}
