package distr

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// settle charges what has begun of a license by what it is until now, so that what
// becomes of it does not reach back. What does not fit is left to ChargePeriods, which
// tells of it: it keeps nobody from ending a license, or from setting the right price.
func settle(tx VendorTx, room CustomerView, s Sale, c license.Contract, at time.Time) (Sale, []Event, error) {
	customer, err := room.Customer()
	if err != nil || !customer.Archived.IsZero() {
		return s, nil, err
	}
	s, events, err := charge(tx, s, c, at, math.MaxInt)
	if errors.Is(err, license.ErrOverflow) {
		err = nil
	}
	return s, events, err
}

// settle is that of a license of the customer's, if there is a sale of it.
func (a *Account) settle(tx VendorTx, room CustomerView, c license.Contract, at time.Time) ([]Event, error) {
	s, sold, err := saleOf(tx, a.id, c.ID)
	if err != nil || !sold {
		return nil, err
	}
	_, events, err := settle(tx, room, s, c, at)
	return events, err
}

// settleAll is that of all licenses of the customer's.
func (a *Account) settleAll(tx VendorTx, at time.Time) (all []Event, err error) {
	err = a.eachSale(tx, func(room CustomerView, s Sale, c license.Contract) error {
		_, events, err := settle(tx, room, s, c, at)
		all = append(all, events...)
		return err
	})
	return all, err
}

// skip leaves out what has begun in a time in which the customer was archived, and
// charges nothing. A license that has waited for its price since before that goes on
// waiting with all its periods.
func (a *Account) skip(tx VendorTx, since, at time.Time) error {
	return a.eachSale(tx, func(_ CustomerView, s Sale, c license.Contract) error {
		if s.Next.Before(since) || !s.Next.Before(at) {
			return nil
		}
		zone, err := zoneOf(c.Zone)
		if err != nil {
			return err
		}
		p, err := c.Cycle(zone).At(at)
		if err != nil {
			return err
		}
		s.Period, s.Next = p.Number, p.Start
		if p.Start.Before(at) {
			s.Period, s.Next = p.Number+1, p.End
		}
		return tx.PutSale(s)
	})
}

// eachSale does something with each license of the customer's that was sold.
func (a *Account) eachSale(tx VendorTx, do func(room CustomerView, s Sale, c license.Contract) error) error {
	room, err := tx.Open(a.id)
	if err != nil {
		return err
	}
	sales, err := tx.Sales(SaleQuery{Customer: a.id})
	if err != nil {
		return err
	}
	for _, s := range sales {
		c, err := contractOf(room, s.Contract)
		if err != nil {
			return err
		}
		if err := do(room, s, c); err != nil {
			return err
		}
	}
	return nil
}

// unpriced keeps amounts out of an error of pricing, unless the actor may see prices.
func (a *Account) unpriced(view VendorView, room CustomerView, err error) error {
	if err == nil || !errors.Is(err, tenant.ErrInvalid) || a.vendor.may(view, room, tenant.SeePrices) == nil {
		return err
	}
	why := tenant.ErrInvalid
	if errors.Is(err, license.ErrOverflow) {
		why = license.ErrOverflow
	}
	return fmt.Errorf("%w: what this costs cannot be charged; let a super-admin look at its price", why)
}
