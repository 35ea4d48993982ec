package distr

import (
	"time"

	"github.com/seed361c4c3e/distr-go/license"
)

// chargeMore charges what a change adds to the period that is running: more units, or
// more days. They are paid for the days that are left of it. What is taken away is not
// paid back, and what is given again after that is not paid again.
func (a *Account) chargeMore(tx VendorTx, room CustomerView, before, c license.Contract, at time.Time) (events []Event, err error) {
	s, sold, err := saleOf(tx, a.id, c.ID)
	if err != nil || !sold || at.Before(c.Anchor) || !c.Ends.IsZero() && !at.Before(c.Ends) {
		return nil, err
	}
	zone, err := zoneOf(c.Zone)
	if err != nil {
		return nil, err
	}
	p, err := c.Cycle(zone).At(at)
	if err != nil {
		return nil, err
	}
	if ended := before.Ends; !ended.IsZero() && !ended.After(at) && !s.Next.Before(ended) && s.Period <= p.Number {
		s.Period, s.Next = p.Number+1, p.End // nothing is charged for the time between
		if err := tx.PutSale(s); err != nil {
			return nil, err
		}
	}
	if s.Price.Unit.IsZero() || s.Period <= p.Number {
		return nil, nil // it is charged as a whole once it can be
	}
	charges, err := tx.Charges(ChargeQuery{Customer: a.id, Contract: c.ID, From: p.Start})
	if err != nil {
		return nil, err
	}
	more := periodOf(s, c, p, zone)
	more.Start, more.Part = at, len(charges)
	wanted := license.Units{Quantity: more.Quantity, Days: p.Share(at, c.Ends, zone)}
	for _, lacking := range wanted.Lacking(hadIn(before, p, zone), paidFor(charges)) {
		more.Quantity, more.Days = lacking.Quantity, lacking.Days
		charged, err := priced(tx, s, c, more, at)
		if err != nil {
			return nil, a.unpriced(tx, room, err)
		}
		if err := putCharge(tx, charged); err != nil {
			return nil, err
		}
		e, err := chargedEvent(s, c, p, more.Part)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
		more.Part++
	}
	return events, nil
}

// hadIn is what a license was for in a period.
func hadIn(c license.Contract, p license.Period, zone *time.Location) license.Units {
	if !c.Ends.IsZero() && !c.Ends.After(p.Start) {
		return license.Units{}
	}
	return license.Units{Quantity: unitsOf(c.Terms), Days: p.Share(c.Starts, c.Ends, zone)}
}

// paidFor is what was charged.
func paidFor(charges []Charge) []license.Units {
	paid := make([]license.Units, len(charges))
	for i, c := range charges {
		paid[i] = license.Units{Quantity: c.Quantity, Days: c.Days}
	}
	return paid
}
