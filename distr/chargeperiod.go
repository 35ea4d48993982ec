package distr

import (
	"time"

	"github.com/seed361c4c3e/distr-go/license"
)

// charge charges periods of a license that have begun, but not more than so many, and
// says so: an event each. What was charged before an error is kept with the sale, for
// whoever goes on after it.
func charge(tx VendorTx, s Sale, c license.Contract, at time.Time, most int) (_ Sale, events []Event, err error) {
	zone, err := zoneOf(c.Zone)
	if err != nil {
		return s, nil, err
	}
	cycle := c.Cycle(zone)
	for err == nil && len(events) < most && dueNow(s, c, at) {
		var p license.Period
		if p, err = cycle.Number(s.Period); err != nil {
			break
		}
		if err = chargePeriod(tx, s, c, p, at); err != nil {
			break
		}
		var e Event
		e, err = happened(LicenseCharged, s.Customer, map[string]any{"license": c.ID, "period": p.Number, "starts": p.Start, "ends": p.End})
		events = append(events, e)
		s.Period, s.Next = p.Number+1, p.End
	}
	if len(events) > 0 {
		if failed := tx.PutSale(s); failed != nil {
			return s, nil, failed
		}
	}
	return s, events, err
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
