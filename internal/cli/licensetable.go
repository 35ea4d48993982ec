package cli

import (
	"encoding/csv"
	"fmt"
	"strings"
)

// ledgerNames are the columns of a table of all lines.
func ledgerNames() []string {
	return strings.Fields("customer license plan model period starts ends days period_days line quantity price lot amount currency percent loss")
}

// A ledgerRow is a line of such a table: an amount that something is made of, or a
// margin.
type ledgerRow struct {
	of     earningsRecord
	period *periodRecord // nil: all of them
	line   lineRecord
	margin *marginRecord // that the line is the margin of; nil: it is another one
}

// cells are those of the table. Amounts are numbers there, with their currency beside,
// and may be negative: only what somebody has chosen is made harmless.
func (r ledgerRow) cells() []string {
	amount, currency, _ := strings.Cut(r.line.Amount.String(), " ")
	cells := []string{
		harmless(string(r.of.Customer)), string(r.of.License), harmless(r.of.Plan), string(r.of.Model), "", "", "", "", "",
		r.line.Line, "", "", string(r.line.Lot), amount, currency, "", "",
	}
	if r.period != nil {
		cells[4], cells[5], cells[6] = fmt.Sprint(r.period.Number), clock(r.period.Starts, ""), clock(r.period.Ends, "")
		cells[7], cells[8] = fmt.Sprint(r.period.Days), fmt.Sprint(r.period.PeriodDays)
	}
	if !r.line.Price.IsZero() {
		cells[10] = fmt.Sprint(r.line.Quantity)
		cells[11], _, _ = strings.Cut(r.line.Price.String(), " ")
	}
	if r.margin != nil {
		cells[15], cells[16] = percentCell(*r.margin), fmt.Sprint(r.margin.Loss)
	}
	return cells
}

// rows are the lines of one license.
func (r earningsRecord) rows() (rows []ledgerRow) {
	for i := range r.Periods {
		p := &r.Periods[i]
		for _, l := range p.Lines {
			rows = append(rows, ledgerRow{of: r, period: p, line: l})
		}
		rows = append(rows, ledgerRow{of: r, period: p, line: lineRecord{Line: "margin", Amount: p.Total.Margin}, margin: &p.Total})
	}
	for _, total := range r.Total {
		for _, part := range []lineRecord{{Line: "total revenue", Amount: total.Revenue}, {Line: "total cost", Amount: total.Cost}, {Line: "total margin", Amount: total.Margin}} {
			row := ledgerRow{of: r, line: part}
			if part.Line == "total margin" {
				row.margin = &total
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func percentCell(m marginRecord) string {
	if m.Percent == nil {
		return ""
	}
	return m.Percent.String()
}

// writeLedgers answers with all lines, license by license, as a table for a spreadsheet.
func (c *call) writeLedgers(licenses []earningsRecord) error {
	rows := [][]string{ledgerNames()}
	for _, l := range licenses {
		for _, row := range l.rows() {
			rows = append(rows, row.cells())
		}
	}
	return unwritten(csv.NewWriter(c.stdout).WriteAll(rows))
}
