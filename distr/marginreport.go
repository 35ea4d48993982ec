package distr

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Margins reports what was earned, each figure with the lines that make it. Only
// super-admins get it, of the customers that they see.
func (v *Vendor) Margins(ctx context.Context, q MarginQuery) (r MarginReport, err error) {
	err = v.look(ctx, tenant.SeePrices, func(view VendorView) error {
		r, err = v.margins(view, q)
		return err
	})
	if err != nil {
		return MarginReport{}, err
	}
	return r, nil
}

func (v *Vendor) margins(view VendorView, q MarginQuery) (r MarginReport, err error) {
	all, only, err := v.seen(view)
	if err != nil {
		return r, err
	}
	if q.Customer != "" && !all && !slices.Contains(only, q.Customer) {
		return r, v.Account(q.Customer).unseen(tenant.ErrNotFound)
	}
	sales, err := view.Sales(SaleQuery{Customer: q.Customer})
	if err != nil {
		return r, err
	}
	charges, err := view.Charges(ChargeQuery(q))
	if err != nil {
		return r, err
	}
	if q.Customer != "" {
		if _, err := view.Open(q.Customer); err != nil {
			return r, err
		}
	}
	for _, s := range sales {
		if !all && !slices.Contains(only, s.Customer) || q.Contract != "" && s.Contract != q.Contract {
			continue
		}
		if err := r.add(view, s, charges); err != nil {
			return r, err
		}
	}
	if q.Contract != "" && len(r.Licenses) == 0 {
		return r, fmt.Errorf("license %q: %w", q.Contract, tenant.ErrNotFound)
	}
	return r, nil
}

// add adds a license with its charges.
func (r *MarginReport) add(view VendorView, s Sale, charges []Charge) error {
	room, err := view.Open(s.Customer)
	if err != nil {
		return err
	}
	c, err := contractOf(room, s.Contract)
	if err != nil {
		return err
	}
	l := LicenseMargin{Customer: s.Customer, Contract: c, Price: s.Price}
	first, _ := slices.BinarySearchFunc(charges, s, func(c Charge, s Sale) int {
		return cmp.Or(strings.Compare(string(c.Customer), string(s.Customer)), strings.Compare(string(c.Contract), string(s.Contract)))
	})
	for _, c := range charges[first:] {
		if c.Customer != s.Customer || c.Contract != s.Contract {
			break
		}
		m, err := c.Margin()
		if err != nil {
			return err
		}
		l.Charges = append(l.Charges, ChargeMargin{c, m})
		if l.Total, err = l.Total.Add(m); err != nil {
			return err
		}
	}
	r.Licenses = append(r.Licenses, l)
	if n := len(r.Customers); n == 0 || r.Customers[n-1].Customer != s.Customer {
		customer, err := room.Customer()
		if err != nil {
			return err
		}
		r.Customers = append(r.Customers, CustomerMargin{Customer: s.Customer, Name: customer.Name})
	}
	if len(l.Charges) == 0 {
		return nil
	}
	of := &r.Customers[len(r.Customers)-1]
	if of.Total, err = addMargin(of.Total, l.Total); err != nil {
		return err
	}
	r.Total, err = addMargin(r.Total, l.Total)
	return err
}

// addMargin adds to the total of the same currency, or begins one.
func addMargin(totals []license.Margin, m license.Margin) ([]license.Margin, error) {
	i, there := slices.BinarySearchFunc(totals, m, func(a, b license.Margin) int {
		return strings.Compare(a.Revenue.Currency.String(), b.Revenue.Currency.String())
	})
	if !there {
		return slices.Insert(totals, i, m), nil
	}
	sum, err := totals[i].Add(m)
	totals[i] = sum
	return totals, err
}
