package distr

import (
	"fmt"
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
		if err = chargePeriod(tx, s, c, p, zone, at); err != nil {
			break
		}
		var e Event
		e, err = chargedEvent(s, c, p, 0)
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

// chargePeriod draws what a period costs, as it begins, and writes it down.
func chargePeriod(tx VendorTx, s Sale, c license.Contract, p license.Period, zone *time.Location, at time.Time) error {
	charged, err := priced(tx, s, c, periodOf(s, c, p, zone), at)
	if err != nil {
		return err
	}
	return putCharge(tx, charged)
}

// periodOf is a period as it begins: the days of it on which the license will be in
// force, as far as is known by then.
func periodOf(s Sale, c license.Contract, p license.Period, zone *time.Location) Charge {
	return Charge{
		Customer: s.Customer, Contract: c.ID, Period: p.Number, Start: later(p.Start, c.Starts), End: endIn(c, p), Days: p.Share(c.Starts, c.Ends, zone), Quantity: unitsOf(c.Terms),
	}
}

// endIn is until when a license is in force in a period.
func endIn(c license.Contract, p license.Period) time.Time {
	if !c.Ends.IsZero() && c.Ends.Before(p.End) {
		return c.Ends
	}
	return p.End
}

// putCharge takes what was drawn and writes it down.
func putCharge(tx VendorTx, charged Charge) error {
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

// priced is a charge with what its units would bring in and cost. They come from the
// lots that were open when it began, whenever it is charged. It changes nothing.
func priced(view VendorView, s Sale, c license.Contract, charged Charge, at time.Time) (Charge, error) {
	charged.Unit, charged.At = s.Price.Unit, instant(at)
	costs, err := costsOf(view, c.Terms.Model, s.Price)
	if err != nil {
		return charged, err
	}
	lots, err := view.Lots()
	if err != nil {
		return charged, err
	}
	if charged.Drawn, err = license.Draw(lots, c.Terms.Model, charged.Quantity, costs, charged.Start); err != nil {
		return charged, err
	}
	m, err := charged.Margin() // what does not fit is not charged
	if err == nil && max(m.Revenue.Minor, m.Cost.Minor) > maxCharge {
		err = fmt.Errorf("%w: a period of %d units comes to %v and costs %v, which is a slip of the pen; look at the quantity and the prices", license.ErrOverflow, charged.Quantity, m.Revenue, m.Cost)
	}
	return charged, err
}

// maxCharge is what one charge may come to, in minor units. Thousands of them still add
// up, so that no slip of the pen takes a report away.
const maxCharge = 1_000_000_000_000_000

// unitsOf is what is paid for in a period: the quantity, or the one flat fee.
func unitsOf(t license.Terms) int64 {
	if t.Model.Metered() {
		return t.Limit
	}
	return 1
}

func chargedEvent(s Sale, c license.Contract, p license.Period, part int) (Event, error) {
	return happened(LicenseCharged, s.Customer, map[string]any{"license": c.ID, "period": p.Number, "part": part, "starts": p.Start, "ends": p.End})
}
