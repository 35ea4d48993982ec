package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A quoteRecord is what would come of a sale.
type quoteRecord struct {
	Customer tenant.CustomerID `json:"customer"`
	Plan     string            `json:"plan"`
	Model    license.Model     `json:"model"`
	Limit    int64             `json:"limit"`
	Every    license.Interval  `json:"every"`
	Period   periodRecord      `json:"period"` // the first one
}

// earnings are the quote as what a license has earned that is not sold yet, and has no ID.
func (r quoteRecord) earnings() earningsRecord {
	return earningsRecord{Customer: r.Customer, Plan: r.Plan, Model: r.Model, Periods: []periodRecord{r.Period}}
}

func licenseQuote(c *call) *cobra.Command {
	var f saleCall
	cmd := verb("quote"+saleUse, "Show what a license would earn in its first period, and sell nothing.", operands("CUSTOMER", "PLAN"),
		func(cmd *cobra.Command, args []string) error {
			n, err := f.contract(c, cmd, args[1])
			if err != nil {
				return err
			}
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				a, customer, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				q, err := a.Quote(cmd.Context(), n)
				if err != nil {
					return err
				}
				r := quoteRecord{customer.ID, q.Contract.Plan, q.Contract.Terms.Model, q.Contract.Terms.Limit, q.Contract.Every, newPeriodRecord(distr.ChargeMargin{Charge: q.Charge, Margin: q.Margin})}
				if f.table.wanted {
					return c.writeLedgers([]earningsRecord{r.earnings()})
				}
				return c.answer(r, func(w io.Writer) {
					fmt.Fprintf(w, "%s for %s: %s, %s\n\n", printable(r.Plan), r.Customer, r.Model, r.Every)
					writeLedger(w, []periodRecord{r.Period}, nil)
				})
			})
		})
	cmd.Long = `Each line of the cost says where its units come from: from a lot, or at list cost. Only
super-admins are told.

` + priceHelp
	cmd.Example = `  distr license quote globex silver
  distr license quote globex silver --quantity 5000 --price "0.04 EUR" --cost "0.02 EUR" --json
  distr license quote globex silver --csv > quote.csv`
	f.define(cmd, "amount")
	return cmd
}
