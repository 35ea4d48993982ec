package distr

import (
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A MarginQuery selects what a report is about.
type MarginQuery struct {
	Customer tenant.CustomerID  // only this one; empty: all that the actor sees
	Contract license.ContractID // only this license; empty: all
	From     time.Time          // only periods that begin then or later; zero: all
	Until    time.Time          // only periods that begin before; zero: all
}

// A MarginReport is what was earned, from the lines of each period up to the whole.
// Amounts of two currencies are never added up: each total is a list, by currency.
type MarginReport struct {
	Licenses  []LicenseMargin  // by customer and license
	Customers []CustomerMargin // by customer
	Total     []license.Margin
}

// A LicenseMargin is what one license has earned.
type LicenseMargin struct {
	Customer tenant.CustomerID
	Contract license.Contract
	Price    license.Price // as it is asked now; the zero value: none is set yet, so nothing is charged
	Charges  []ChargeMargin
	Total    license.Margin // zero if nothing was charged
}

// A ChargeMargin is a charge with what it earns.
type ChargeMargin struct {
	Charge Charge
	Margin license.Margin
}

// A CustomerMargin is what one customer has brought in.
type CustomerMargin struct {
	Customer tenant.CustomerID
	Name     string
	Total    []license.Margin
}
