package distr

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A scheduleRoom is where schedules lie, and the way there.
type scheduleRoom struct {
	vendor   *Vendor
	customer tenant.CustomerID // empty: the vendor's
}

// openSchedules is a room with schedules that is open for changes.
type openSchedules interface {
	ScheduleView
	ScheduleTx
}

// wide says whether it is the vendor's, where schedules are for several customers.
func (r scheduleRoom) wide() bool { return r.customer == "" }

// look reads the room, if the actor may do that with the vendor's schedules, or else
// with a customer's.
func (r scheduleRoom) look(ctx context.Context, wide, own tenant.Action, fn func(VendorView, ScheduleView) error) error {
	if r.wide() {
		return r.vendor.look(ctx, wide, func(view VendorView) error { return fn(view, view) })
	}
	return r.vendor.Account(r.customer).lookWide(ctx, own, func(view VendorView, room CustomerView) error { return fn(view, room) })
}

// change changes the room, if the actor may.
func (r scheduleRoom) change(ctx context.Context, fn func(view VendorView, room openSchedules, at time.Time) ([]Event, error)) error {
	if r.wide() {
		return r.vendor.update(ctx, tenant.ManageSchedules, func(tx VendorTx, at time.Time) ([]Event, error) { return fn(tx, tx, at) })
	}
	return r.vendor.Account(r.customer).updateWide(ctx, tenant.ManageScans, func(tx VendorTx, room CustomerTx, at time.Time) ([]Event, error) { return fn(tx, room, at) })
}

// openFor enters the room of a schedule in an update.
func openFor(tx VendorTx, customer tenant.CustomerID) (openSchedules, error) {
	if customer == "" {
		return tx, nil
	}
	return tx.Edit(customer)
}

func (r scheduleRoom) list(ctx context.Context) (shown []ScanSchedule, err error) {
	err = r.look(ctx, tenant.SeeSchedules, tenant.SeeScans, func(view VendorView, room ScheduleView) error {
		shown = nil
		all, err := room.Schedules(ScheduleQuery{})
		if err != nil || !r.wide() {
			shown = all
			return err
		}
		everybody, only, err := r.vendor.seen(view)
		for _, s := range all {
			if s, told := s.told(everybody, only); told {
				shown = append(shown, s)
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return shown, nil
}

// shown is a schedule of the room as the actor is told of it.
func (r scheduleRoom) shown(view VendorView, room ScheduleView, id ScheduleID) (ScanSchedule, error) {
	s, err := room.Schedule(id)
	if err != nil || !r.wide() {
		return s, err
	}
	everybody, only, err := r.vendor.seen(view)
	if err != nil {
		return s, err
	}
	s, told := s.told(everybody, only)
	if !told {
		return ScanSchedule{}, noSchedule(id)
	}
	return s, nil
}

func noSchedule(id ScheduleID) error { return fmt.Errorf("schedule %.64s: %w", id, tenant.ErrNotFound) }

// told is one of the vendor's schedules as somebody is told of it who sees these
// customers: one that names others alone is not there for them.
func (s ScanSchedule) told(everybody bool, only []tenant.CustomerID) (_ ScanSchedule, told bool) {
	if everybody {
		return s, true
	}
	s.Turn.After = ""
	if len(s.Customers.IDs) == 0 {
		return s, true
	}
	s.Customers.IDs = slices.DeleteFunc(slices.Clone(s.Customers.IDs), func(id tenant.CustomerID) bool { return !slices.Contains(only, id) })
	return s, len(s.Customers.IDs) > 0
}
