package memory

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A timetable is the schedules of one room, a vendor's or a customer's, first put
// first.
type timetable []distr.ScanSchedule

func copySelection(s distr.ScanSelection) distr.ScanSelection {
	return distr.ScanSelection{Assets: slices.Clone(s.Assets), Kinds: slices.Clone(s.Kinds), Below: slices.Clone(s.Below)}
}

func copySchedule(s distr.ScanSchedule) distr.ScanSchedule {
	s.Targets, s.Customers.IDs, s.On = copySelection(s.Targets), slices.Clone(s.Customers.IDs), slices.Clone(s.On)
	s.Paused, s.Created = instant(s.Paused), instant(s.Created)
	s.Next, s.Fired, s.Turn.Slot = instant(s.Next), instant(s.Fired), instant(s.Turn.Slot)
	return s
}

func (t timetable) find(id distr.ScheduleID) (distr.ScanSchedule, error) {
	return find(t, func(s distr.ScanSchedule) bool { return s.ID == id }, copySchedule, "schedule", id)
}

func (t timetable) with(s distr.ScanSchedule) timetable {
	return put(t, copySchedule(s), func(other distr.ScanSchedule) bool { return other.ID == s.ID })
}

func (t timetable) without(id distr.ScheduleID) (timetable, error) {
	i := slices.IndexFunc(t, func(s distr.ScanSchedule) bool { return s.ID == id })
	if i < 0 {
		return nil, fmt.Errorf("schedule %s: %w", id, tenant.ErrNotFound)
	}
	return slices.Concat(t[:i], t[i+1:]), nil
}

// due adds those of a room that have something to hand out.
func (t timetable) due(list []distr.DueSchedule, c tenant.CustomerID, at time.Time) []distr.DueSchedule {
	for _, s := range t {
		if when := s.Due(); !when.IsZero() && !when.After(at) {
			list = append(list, distr.DueSchedule{Customer: c, ScanSchedule: copySchedule(s)})
		}
	}
	return list
}

func (v *view) Schedule(id distr.ScheduleID) (distr.ScanSchedule, error) {
	return read(v.open, func() (distr.ScanSchedule, error) { return v.state.timetable.find(id) })
}

func (v *view) Schedules(q distr.ScheduleQuery) ([]distr.ScanSchedule, error) {
	return read(v.open, func() ([]distr.ScanSchedule, error) { return selected(v.state.timetable, q.Selects, copySchedule), nil })
}

func (v *view) DueSchedules(at time.Time, limit int) ([]distr.DueSchedule, error) {
	return read(v.open, func() ([]distr.DueSchedule, error) {
		list := v.state.timetable.due([]distr.DueSchedule{}, "", at)
		for _, c := range v.state.customers {
			list = c.scans.timetable.due(list, c.ID, at)
		}
		slices.SortFunc(list, func(a, b distr.DueSchedule) int {
			return cmp.Or(a.Due().Compare(b.Due()), strings.Compare(string(a.Customer), string(b.Customer)), strings.Compare(string(a.ID), string(b.ID)))
		})
		return upTo(list, limit), nil
	})
}

// upTo is the beginning of a list; 0 is no limit.
func upTo[R any](list []R, limit int) []R {
	if limit > 0 && len(list) > limit {
		return list[:limit]
	}
	return list
}

func (t *tx) PutSchedule(s distr.ScanSchedule) error {
	return t.open.during(func() error {
		t.state.timetable = t.state.timetable.with(s)
		return nil
	})
}

func (t *tx) RemoveSchedule(id distr.ScheduleID) error {
	return t.open.during(func() error {
		left, err := t.state.timetable.without(id)
		if err == nil {
			t.state.timetable = left
		}
		return err
	})
}

func (v *customerView) Schedule(id distr.ScheduleID) (distr.ScanSchedule, error) {
	return inside(v, func(c *customer) (distr.ScanSchedule, error) { return c.scans.timetable.find(id) })
}

func (v *customerView) Schedules(q distr.ScheduleQuery) ([]distr.ScanSchedule, error) {
	return inside(v, func(c *customer) ([]distr.ScanSchedule, error) {
		return selected(c.scans.timetable, q.Selects, copySchedule), nil
	})
}

func (t *customerTx) PutSchedule(s distr.ScanSchedule) error {
	return t.quietly(func(c *customer) error {
		c.scans.timetable = c.scans.timetable.with(s)
		return nil
	})
}

func (t *customerTx) RemoveSchedule(id distr.ScheduleID) error {
	return t.quietly(func(c *customer) (err error) {
		c.scans.timetable, err = c.scans.timetable.without(id)
		return err
	})
}
