package cli

import (
	"fmt"
	"io"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An earningsRecord is what one license has earned.
type earningsRecord struct {
	Customer tenant.CustomerID  `json:"customer"`
	License  license.ContractID `json:"license"`
	Plan     string             `json:"plan"`
	Model    license.Model      `json:"model"`
	Price    license.UnitPrice  `json:"price"` // as it is asked now; empty: none is set, so nothing is charged
	Cost     license.UnitPrice  `json:"cost"`  // empty: as the price list says
	Periods  []periodRecord     `json:"periods"`
	Total    []marginRecord     `json:"total"` // by currency
}

func newEarningsRecord(l distr.LicenseMargin) earningsRecord {
	r := earningsRecord{
		Customer: l.Customer, License: l.Contract.ID, Plan: l.Contract.Plan, Model: l.Contract.Terms.Model, Price: l.Price.Unit, Cost: l.Price.Cost,
		Periods: collect(l.Charges, newPeriodRecord), Total: []marginRecord{},
	}
	if len(l.Charges) > 0 {
		r.Total = append(r.Total, newMarginRecord(l.Total))
	}
	return r
}

// title names the license.
func (r earningsRecord) title() string {
	title := fmt.Sprintf("%s of %s: %s, %s", r.License, r.Customer, r.Plan, r.Model)
	if r.Price.IsZero() {
		return title + ", which has no price yet"
	}
	return title
}

// A reportRecord is what was earned altogether.
type reportRecord struct {
	Licenses  []earningsRecord         `json:"licenses"`
	Customers []customerEarningsRecord `json:"customers"`
	Total     []marginRecord           `json:"total"` // by currency
}

type customerEarningsRecord struct {
	Customer tenant.CustomerID `json:"customer"`
	Name     string            `json:"name"`
	Total    []marginRecord    `json:"total"`
}

func newReportRecord(r distr.MarginReport) reportRecord {
	return reportRecord{
		Licenses: collect(r.Licenses, newEarningsRecord),
		Customers: collect(r.Customers, func(m distr.CustomerMargin) customerEarningsRecord {
			return customerEarningsRecord{m.Customer, m.Name, collect(m.Total, newMarginRecord)}
		}),
		Total: collect(r.Total, newMarginRecord),
	}
}

func (r reportRecord) write(w io.Writer) {
	for _, l := range r.Licenses {
		fmt.Fprintln(w, printable(l.title()))
		writeLedger(w, l.Periods, l.Total)
		fmt.Fprintln(w)
	}
	for _, c := range r.Customers {
		writeTotals(w, fmt.Sprintf("%s (%s)", c.Customer, c.Name), c.Total)
	}
	writeTotals(w, "total", r.Total)
}
