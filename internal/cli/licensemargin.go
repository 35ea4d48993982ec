package cli

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

// A marginRecord is what came in, what it cost, and what is left over.
type marginRecord struct {
	Currency license.Currency     `json:"currency"`
	Revenue  license.Money        `json:"revenue"`
	Cost     license.Money        `json:"cost"`
	Margin   license.Money        `json:"margin"`
	Percent  *license.BasisPoints `json:"percent"` // of the revenue; null if nothing came in, or it is too large to be said
	Loss     bool                 `json:"loss"`
}

func newMarginRecord(m license.Margin) marginRecord {
	r := marginRecord{Currency: m.Revenue.Currency, Revenue: m.Revenue, Cost: m.Cost, Margin: m.Margin, Loss: m.Loss()}
	if p, err := m.Percent(); err == nil {
		r.Percent = &p
	}
	return r
}

// share is the percentage for people, and whether it is a loss.
func (r marginRecord) share() string {
	text := "of nothing"
	switch {
	case r.Percent != nil:
		text = r.Percent.String()
	case r.Revenue.Minor != 0:
		text = "more than can be said in percent"
	}
	if r.Loss {
		return text + ", a loss"
	}
	return text
}

// A periodRecord is a period that was charged, or some days of it, line by line.
type periodRecord struct {
	Number     int          `json:"number"`
	Starts     *time.Time   `json:"starts"`
	Ends       *time.Time   `json:"ends"`
	Days       int64        `json:"days"`        // that are charged, revenue and list cost
	PeriodDays int64        `json:"period_days"` // that the whole period has
	Lines      []lineRecord `json:"lines"`
	Total      marginRecord `json:"total"`
}

// A lineRecord is one amount and what it is made of.
type lineRecord struct {
	Line     string            `json:"line"` // revenue or cost
	Quantity int64             `json:"quantity"`
	Price    license.UnitPrice `json:"price"` // of one
	Lot      license.LotID     `json:"lot"`   // empty: at list cost
	Amount   license.Money     `json:"amount"`
}

func newPeriodRecord(m distr.ChargeMargin) periodRecord {
	c := m.Charge
	r := periodRecord{Number: c.Period, Starts: moment(c.Start), Ends: moment(c.End), Days: c.Days.To - c.Days.From, PeriodDays: c.Days.Of, Total: newMarginRecord(m.Margin)}
	r.Lines = append(r.Lines, lineRecord{"revenue", c.Quantity, c.Unit, "", m.Margin.Revenue})
	for _, d := range c.Drawn {
		amount, _ := d.Amount(c.Days) // it fits: the margin is made of it
		r.Lines = append(r.Lines, lineRecord{"cost", d.Quantity, d.Cost, d.Lot, amount})
	}
	return r
}

// from says where the units of a line come from, and for which days they are, for
// people.
func (p periodRecord) from(r lineRecord) string {
	days := ""
	if p.Days != p.PeriodDays {
		days = fmt.Sprintf(", %d of %d days", p.Days, p.PeriodDays)
	}
	switch {
	case r.Line == "revenue":
		return days
	case r.Lot == "":
		return " at list cost" + days
	default:
		return " from " + string(r.Lot) // which is used up
	}
}

// writeLedger writes periods line by line, and what they come to.
func writeLedger(w io.Writer, periods []periodRecord, total []marginRecord) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, p := range periods {
		fmt.Fprintf(table, "%s to %s\n", clock(p.Starts, ""), clock(p.Ends, ""))
		for _, l := range p.Lines {
			fmt.Fprintf(table, "  %s\t%s\t%d × %v%s\n", l.Line, l.Amount, l.Quantity, l.Price, printable(p.from(l)))
		}
		fmt.Fprintf(table, "  margin\t%s\t%v - %v (%s)\n", p.Total.Margin, p.Total.Revenue, p.Total.Cost, p.Total.share())
	}
	_ = table.Flush() // a buffer takes everything
	if len(total) > 0 {
		fmt.Fprintln(w)
		writeTotals(w, "all periods", total)
	}
}

// writeTotals writes what something comes to, a line for each currency.
func writeTotals(w io.Writer, what string, totals []marginRecord) {
	for _, m := range totals {
		fmt.Fprintf(w, "%s: revenue %v, cost %v, margin %v (%s)\n", printable(what), m.Revenue, m.Cost, m.Margin, m.share())
	}
	if len(totals) == 0 {
		fmt.Fprintf(w, "%s: nothing was charged\n", printable(what))
	}
}
