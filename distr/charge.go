package distr

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// chargesAtOnce is how many periods of a license are charged in one transaction. Those
// that are left are charged the next time.
const chargesAtOnce = 150

// ChargePeriods charges each period of each license that has begun and was not: once,
// however often it is called and by how many. It draws from the lots that were
// open when the period began and writes down what the units cost, which stays so. It
// returns how many it charged; a license of which that fails does not keep the others
// from it. Call it once an hour or more often.
//
// A period is charged when it begins, for the days on which the license will be in
// force as far as is known, by the quantity and the price that it has then: before one
// of these changes, what has begun is charged. A license that has no price waits, and
// is charged for all its periods, by what it is then, when it has one. What begins
// while the customer is archived is never charged.
func (v *Vendor) ChargePeriods(ctx context.Context) (n int, err error) {
	var due []Sale
	err = v.look(ctx, tenant.ManagePrices, func(view VendorView) error {
		due, err = dueSales(view, v.hub.now())
		return err
	})
	if err != nil {
		return 0, err
	}
	var failed []error
	for _, s := range due {
		charged, err := v.chargeSale(ctx, s)
		n += charged
		if ctx.Err() != nil {
			return n, ctx.Err()
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("charging license %s of customer %s: %w", s.Contract, s.Customer, err))
		}
	}
	return n, errors.Join(failed...)
}

// dueSales are those of which a period is to be charged.
func dueSales(view VendorView, at time.Time) (due []Sale, err error) {
	sales, err := view.Sales(SaleQuery{Due: at})
	if err != nil {
		return nil, err
	}
	for _, s := range sales {
		room, err := view.Open(s.Customer)
		if err != nil {
			return nil, err
		}
		c, err := contractOf(room, s.Contract)
		if err != nil {
			return nil, err
		}
		customer, err := room.Customer()
		if err != nil {
			return nil, err
		}
		if customer.Archived.IsZero() && dueNow(s, c, at) {
			due = append(due, s)
		}
	}
	return due, nil
}

// dueNow says whether a period has begun that is to be charged.
func dueNow(s Sale, c license.Contract, at time.Time) bool {
	return !s.Price.Unit.IsZero() && !s.Next.After(at) && (c.Ends.IsZero() || s.Next.Before(c.Ends))
}

// chargeSale charges one sale, as it is by then.
func (v *Vendor) chargeSale(ctx context.Context, s Sale) (n int, err error) {
	err = v.update(ctx, tenant.ManagePrices, func(tx VendorTx, at time.Time) ([]Event, error) {
		room, err := tx.Open(s.Customer)
		if err != nil {
			return nil, err
		}
		c, now, err := soldTo(tx, room, s.Customer, s.Contract)
		if err != nil {
			return nil, err
		}
		if customer, err := room.Customer(); err != nil || !customer.Archived.IsZero() {
			return nil, err
		}
		_, events, err := charge(tx, now, c, at, chargesAtOnce)
		n = len(events)
		return events, err
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}
