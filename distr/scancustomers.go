package distr

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// maxScheduleCustomers is how many customers a schedule names. All may be meant by
// naming none.
const maxScheduleCustomers = 10_000

// checked is the choice of customers as it is kept: sorted, without doubles.
func (w ScanCustomers) checked(wide bool) (ScanCustomers, error) {
	if !wide && (len(w.IDs) > 0 || w.Plan != "" || w.Access != "" || w.Search != "") {
		return w, fmt.Errorf("%w schedule: one of a customer's own is for no other, and chooses none; leave the choice out, or add it for several customers", tenant.ErrInvalid)
	}
	if len(w.IDs) > maxScheduleCustomers {
		return w, fmt.Errorf("%w schedule: it names %d customers, and %d are allowed; name none to mean all, or those of a plan", tenant.ErrInvalid, len(w.IDs), maxScheduleCustomers)
	}
	if w.IDs = distinct(w.IDs); len(w.IDs) == 0 {
		w.IDs = nil
	}
	if w.Plan != "" {
		if err := tenant.CheckName("plan", w.Plan); err != nil {
			return w, err
		}
	}
	if !utf8.ValidString(w.Search) {
		return w, fmt.Errorf("%w search %.40q: it is not valid UTF-8", tenant.ErrInvalid, w.Search)
	}
	w.Search = strings.TrimSpace(w.Search)
	return w, CustomerList{Status: Active, Access: w.Access, Search: Fold(w.Search)}.check()
}

// eachCustomer tells of those whom a schedule is for, of them whom the actor sees.
func (v *Vendor) eachCustomer(view VendorView, w ScanCustomers, tell func(tenant.Customer) error) error {
	everybody, only, err := v.seen(view)
	if err != nil {
		return err
	}
	for p := (customerTurn{more: true}); p.more && err == nil; {
		p, err = w.turn(view, p.last, customersOfTurn)
		for _, c := range p.chosen {
			if err == nil && (everybody || slices.Contains(only, c.ID)) {
				err = tell(c)
			}
		}
	}
	return err
}

// A customerTurn is some of the customers, in the order of their IDs.
type customerTurn struct {
	chosen []tenant.Customer // those for whom a schedule is
	looked int               // how many were looked at
	last   tenant.CustomerID // of these
	more   bool              // there may be more behind it
}

// turn looks at some customers behind an ID, at most so many.
func (w ScanCustomers) turn(view VendorView, after tenant.CustomerID, limit int) (p customerTurn, err error) {
	var looked []tenant.Customer
	if len(w.IDs) > 0 {
		looked, err = customersAmong(view, w.IDs, CustomerQuery{After: after, Limit: limit})
		w.IDs = nil // whoever is not named was not looked at
	} else {
		looked, err = view.Customers(CustomerQuery{After: after, Limit: limit})
	}
	p = customerTurn{last: after, looked: len(looked), more: len(looked) == limit}
	for _, c := range looked {
		p.last = c.ID
		if w.Selects(c) {
			p.chosen = append(p.chosen, c)
		}
	}
	return p, err
}
