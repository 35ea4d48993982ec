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
// however often it is called and by how many. It draws from the lots that are open
// now and writes down what the units cost, which stays so. It returns how many it
// charged; a license of which that fails does not keep the others from it. Call it
// once an hour or more often.
//
// A period is charged as a whole when it begins, by the quantity that the license has
// then. A license that has no price waits, and is charged for all its periods when it
// has one.
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
		if dueNow(s, c, at) {
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
		events, err := charge(tx, now, c, at)
		n = len(events)
		return events, err
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// charge charges the periods of a license that have begun, and says so: an event each.
func charge(tx VendorTx, s Sale, c license.Contract, at time.Time) (events []Event, err error) {
	zone, err := zoneOf(c.Zone)
	if err != nil {
		return nil, err
	}
	cycle := c.Cycle(zone)
	for len(events) < chargesAtOnce && dueNow(s, c, at) {
		p, err := cycle.Number(s.Period)
		if err != nil {
			return nil, err
		}
		if err := chargePeriod(tx, s, c, p, at); err != nil {
			return nil, err
		}
		e, err := happened(LicenseCharged, s.Customer, map[string]any{"license": c.ID, "period": p.Number, "starts": p.Start, "ends": p.End})
		if err != nil {
			return nil, err
		}
		events = append(events, e)
		s.Period, s.Next = p.Number+1, p.End
	}
	if len(events) > 0 {
		err = tx.PutSale(s)
	}
	return events, err
}

// chargePeriod draws what a period costs and writes it down.
func chargePeriod(tx VendorTx, s Sale, c license.Contract, p license.Period, at time.Time) error {
	charged, err := priced(tx, s, c, p, at)
	if err != nil {
		return err
	}
	for _, d := range charged.Drawn {
		if d.Lot == "" {
			continue
		}
		if err := tx.DrawLot(d.Lot, d.Quantity); err != nil {
			return err
		}
	}
	return tx.AddCharge(charged)
}

// priced is what a period would be charged now. It changes nothing.
func priced(view VendorView, s Sale, c license.Contract, p license.Period, at time.Time) (Charge, error) {
	charged := Charge{
		Customer: s.Customer, Contract: c.ID, Period: p.Number, Start: p.Start, End: p.End, Quantity: unitsOf(c.Terms), Unit: s.Price.Unit, At: instant(at),
	}
	costs, err := costsOf(view, c.Terms.Model, s.Price)
	if err != nil {
		return charged, err
	}
	lots, err := view.Lots()
	if err != nil {
		return charged, err
	}
	if charged.Drawn, err = license.Draw(lots, c.Terms.Model, charged.Quantity, costs, at); err != nil {
		return charged, err
	}
	_, err = charged.Margin() // what does not fit is not charged
	return charged, err
}

// unitsOf is what is paid for in a period: the quantity, or the one flat fee.
func unitsOf(t license.Terms) int64 {
	if t.Model.Metered() {
		return t.Limit
	}
	return 1
}
