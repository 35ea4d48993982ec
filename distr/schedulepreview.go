package distr

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A SchedulePreview is what comes of a schedule, as things are now.
type SchedulePreview struct {
	Slots     []license.Slot // the next ones, in its zone; none, if it goes by triggers alone
	Customers int            // for how many customers it is, of those whom the actor sees
	Targets   int64          // of a customer's own: how many assets it scans; of a vendor's 0
}

const (
	previewedSlots = 10
	mostPreviewed  = 1000
)

func (r scheduleRoom) preview(ctx context.Context, id ScheduleID, n int) (p SchedulePreview, err error) {
	err = r.look(ctx, tenant.SeeSchedules, tenant.SeeScans, func(view VendorView, room ScheduleView) error {
		s, err := r.shown(view, room, id)
		if err != nil {
			return err
		}
		p, err = r.previewOf(view, s, n)
		return err
	})
	return p, err
}

func (r scheduleRoom) previewNew(ctx context.Context, s ScanSchedule, n int) (p SchedulePreview, err error) {
	if s, err = s.checked(r.wide()); err != nil {
		return p, err
	}
	err = r.look(ctx, tenant.ManageSchedules, tenant.ManageScans, func(view VendorView, _ ScheduleView) error {
		if err := r.fits(view, s); err != nil {
			return err
		}
		p, err = r.previewOf(view, s, n)
		return err
	})
	return p, err
}

func (r scheduleRoom) previewOf(view VendorView, s ScanSchedule, n int) (p SchedulePreview, err error) {
	if n < 0 || n > mostPreviewed {
		return p, fmt.Errorf("%w number of slots %d: it is 1 to %d", tenant.ErrInvalid, n, mostPreviewed)
	}
	when, _, err := s.When()
	if err != nil {
		return p, err
	}
	p.Slots = when.Preview(r.vendor.hub.now(), positive(n, previewedSlots))
	if r.wide() {
		p.Customers, err = r.vendor.countCustomers(view, s.Customers)
		return p, err
	}
	room, err := view.Open(r.customer)
	if err != nil {
		return p, err
	}
	c, err := room.Customer()
	if err != nil || !c.Archived.IsZero() {
		return p, err
	}
	p.Customers = 1
	assets, err := s.Targets.among(room, 0)
	p.Targets = int64(len(assets))
	return p, err
}

// countCustomers is for how many of those a schedule is whom the actor sees.
func (v *Vendor) countCustomers(view VendorView, w ScanCustomers) (n int, err error) {
	everybody, only, err := v.seen(view)
	if err != nil {
		return 0, err
	}
	for p := (customerTurn{more: true}); p.more && err == nil; {
		p, err = w.turn(view, p.last, customersOfTurn)
		for _, c := range p.chosen {
			if everybody || slices.Contains(only, c.ID) {
				n++
			}
		}
	}
	return n, err
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
