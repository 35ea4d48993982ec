package distr

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// ExpirySteps are how many days ahead of its end it is told that a grant ends. The
// last is the end itself.
func ExpirySteps() []int { return []int{90, 60, 30, 14, 7, 1, 0} }

const (
	day = 24 * time.Hour
	// tellEnded is how long after the end it is still told, if nobody was there to
	// do so.
	tellEnded = 3 * day
)

// RemindExpiries writes down which grants come to their end, as the events
// grant.expiring: each grant, end and step once, however often it is called and by
// how many. Of the steps that were missed only the last is told, and a step that was
// over when the grant was made is not. It returns how many it told. Call it once a
// day or more often. An end that is moved into the past is told by [Account.Amend].
func (v *Vendor) RemindExpiries(ctx context.Context) (n int, err error) {
	for c, err := range walk(ctx, v, tenant.DeliverEvents, v.ending) {
		if err != nil {
			return n, err
		}
		told, err := v.remind(ctx, c)
		n += told
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// ending says whether a customer has grants of which there is something to tell.
func (v *Vendor) ending(view VendorView, c tenant.Customer) (id tenant.CustomerID, is bool, err error) {
	room, err := view.Open(c.ID)
	if err != nil {
		return "", false, err
	}
	due, err := v.expiring(view, room, v.hub.now())
	return c.ID, len(due) > 0, err
}

// remind tells what there is to tell of one customer.
func (v *Vendor) remind(ctx context.Context, id tenant.CustomerID) (n int, err error) {
	err = v.update(ctx, tenant.DeliverEvents, func(tx VendorTx, at time.Time) ([]Event, error) {
		n = 0
		room, err := tx.Open(id)
		if err != nil {
			return nil, err
		}
		due, err := v.expiring(tx, room, at)
		n = len(due)
		return due, err
	})
	if err != nil {
		return 0, fmt.Errorf("telling what ends of customer %s: %w", id, err)
	}
	return n, nil
}

// expiring is what has not been told yet. An archived customer is told nothing.
func (v *Vendor) expiring(view VendorView, room CustomerView, at time.Time) ([]Event, error) {
	c, err := room.Customer()
	if err != nil || !c.Archived.IsZero() {
		return nil, err
	}
	grants, err := room.Grants()
	if err != nil {
		return nil, err
	}
	var told map[EventID]bool
	var due []Event
	for _, g := range grants {
		step, is := expiryStep(g, at)
		if !is {
			continue
		}
		if told == nil { // most customers are not asked
			if told, err = toldExpiries(view, c.ID); err != nil {
				return nil, err
			}
		}
		e, err := expiryEvent(c.ID, g, step, at)
		if err != nil {
			return nil, err
		}
		if !told[e.ID] {
			due = append(due, e)
		}
	}
	return due, nil
}

// endedBy is what there is to tell, at once, of an end that was moved: nobody can be
// told ahead of one that has passed when it is set.
func endedBy(view VendorView, room CustomerView, before, after entitlement.Grant, at time.Time) ([]Event, error) {
	if ended(after, at) == ended(before, at) || !ended(after, at) {
		return nil, nil
	}
	c, err := room.Customer()
	if err != nil || !c.Archived.IsZero() {
		return nil, err
	}
	told, err := toldExpiries(view, c.ID)
	if err != nil {
		return nil, err
	}
	e, err := expiryEvent(c.ID, after, 0, at)
	if err != nil || told[e.ID] {
		return nil, err
	}
	return []Event{e}, nil
}

func ended(g entitlement.Grant, at time.Time) bool {
	return !g.Expires.IsZero() && !at.Before(g.Expires)
}

// toldExpiries is what has been told to the customer of what ends.
func toldExpiries(view VendorView, c tenant.CustomerID) (map[EventID]bool, error) {
	events, err := view.Events(EventQuery{Customer: c, Kinds: []Kind{GrantExpiring}})
	told := map[EventID]bool{}
	for _, e := range events {
		told[e.ID] = true
	}
	return told, err
}

// expiryEvent is the same, by its ID, for the same grant, end and step.
func expiryEvent(c tenant.CustomerID, g entitlement.Grant, step int, at time.Time) (Event, error) {
	e, err := happened(GrantExpiring, c, map[string]any{
		"grant": g.ID, "name": g.Name, "product": g.Product, "expires": g.Expires, "step": step, "days": daysLeft(g.Expires, at),
	})
	sum := sha256.Sum256(fmt.Appendf(nil, "distr expiry 1\x00%s\x00%s\x00%d\x00%d", c, g.ID, g.Expires.UnixMicro(), step))
	e.ID = EventID("evt_" + hex.EncodeToString(sum[:13]))
	return e, err
}

// daysLeft counts begun days too.
func daysLeft(expires, at time.Time) int {
	return int((max(expires.Sub(at), 0) + day - 1) / day)
}

// expiryStep is the last step that has come, if it is to be told.
func expiryStep(g entitlement.Grant, at time.Time) (step int, is bool) {
	if g.Expires.IsZero() || at.After(g.Expires.Add(tellEnded)) {
		return 0, false
	}
	for _, days := range ExpirySteps() {
		if when := g.Expires.Add(-time.Duration(days) * day); !at.Before(when) {
			step, is = days, g.Created.Before(when)
		}
	}
	return step, is
}
