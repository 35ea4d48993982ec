package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// tellSchedules reads the schedules of one room.
func tellSchedules(t *teller, v distr.ScheduleView, r room) {
	schedules, err := v.Schedules(distr.ScheduleQuery{})
	tells(t, schedules, err, r, func(_ int, s distr.ScanSchedule) []any { return []any{"schedule", s.ID} })
}

// tellScans reads what a customer's room has of scans.
func tellScans(t *teller, c distr.CustomerView, r room) {
	tellSchedules(t, c, r)
	runs, err := c.Runs(distr.RunQuery{})
	tells(t, runs, err, r, func(_ int, run distr.ScanRun) []any { return []any{"run", run.ID} })
	for _, id := range machineRuns() {
		d, err := c.RunDetail(id)
		tells(t, given(d), err, r, func(int, distr.RunDetail) []any { return []any{"detail", id} })
	}
	findings, err := c.Findings(distr.FindingQuery{})
	tells(t, findings, err, r, func(_ int, f distr.FindingRecord) []any { return []any{"finding", f.Profile, f.Fingerprint} })
}

// tellDue looks whether what a vendor's room tells of all its customers' is what they
// tell themselves. When a run was last begun no room tells: that is seen by the order.
func (m *machine) tellDue(t *teller, v distr.VendorView, own room) {
	var runs []distr.CustomerRun
	schedules := dueOf(t.rows[own], "")
	for r, rows := range t.rows {
		if r.vendor != own.vendor || r.customer == "" {
			continue
		}
		schedules = append(schedules, dueOf(rows, r.customer)...)
		if turn, there := m.rooms[r]["turn"]; there {
			rows["turn"] = turn
		}
		for _, row := range rows {
			if run, is := row.(distr.ScanRun); is {
				runs = append(runs, distr.CustomerRun{Customer: r.customer, ScanRun: run})
			}
		}
	}
	slices.SortFunc(runs, compareRuns)
	list, err := v.Runs(distr.RunQuery{})
	t.same("the runs of all customers", runs, list, err)
	for _, when := range []time.Time{at(29), at(30), at(31), at(32)} {
		due, err := v.DueSchedules(when, 0)
		t.same(fmt.Sprint("the schedules that are due at ", when), firstSchedules(schedules, when), due, err)
		first, err := v.DueRuns(when, 0)
		t.same(fmt.Sprint("the runs that are due at ", when), m.firstRuns(own.vendor, runs, when), first, err)
	}
}

// same notes that a list is not what it should be.
func (t *teller) same(what string, want, got any, err error) {
	if err == nil && text(want) != text(got) {
		err = fmt.Errorf("%s are %s, and not %s", what, text(got), text(want))
	}
	if t.err == nil {
		t.err = err
	}
}

// dueOf are the schedules of a room that are due some time.
func dueOf(rows map[string]any, c tenant.CustomerID) (list []distr.DueSchedule) {
	for _, row := range rows {
		if s, is := row.(distr.ScanSchedule); is && !s.Due().IsZero() {
			list = append(list, distr.DueSchedule{Customer: c, ScanSchedule: s})
		}
	}
	return list
}

func firstSchedules(list []distr.DueSchedule, when time.Time) []distr.DueSchedule {
	due := slices.DeleteFunc(slices.Clone(list), func(s distr.DueSchedule) bool { return s.Due().After(when) })
	slices.SortFunc(due, func(a, b distr.DueSchedule) int {
		return cmp.Or(a.Due().Compare(b.Due()), strings.Compare(string(a.Customer), string(b.Customer)), strings.Compare(string(a.ID), string(b.ID)))
	})
	return due
}

// firstRuns are those that are due, of each customer the first, and none of those of
// whom another one is running, in turn.
func (m *machine) firstRuns(v tenant.VendorID, list []distr.CustomerRun, when time.Time) []distr.CustomerRun {
	isDue := func(r distr.CustomerRun) bool { return !r.Due().IsZero() && !r.Due().After(when) }
	had := map[tenant.CustomerID]bool{}
	for _, r := range list {
		had[r.Customer] = had[r.Customer] || r.State == distr.RunRunning && !isDue(r)
	}
	due := slices.DeleteFunc(slices.Clone(list), func(r distr.CustomerRun) bool { return !isDue(r) })
	slices.SortFunc(due, func(a, b distr.CustomerRun) int {
		return cmp.Or(a.Due().Compare(b.Due()), strings.Compare(string(a.Customer), string(b.Customer)), strings.Compare(string(a.ID), string(b.ID)))
	})
	due = slices.DeleteFunc(due, func(r distr.CustomerRun) bool {
		again := had[r.Customer]
		had[r.Customer] = true
		return again
	})
	slices.SortStableFunc(due, func(a, b distr.CustomerRun) int {
		return cmp.Or(m.place(v, a).Compare(m.place(v, b)), strings.Compare(string(a.Customer), string(b.Customer)))
	})
	return due
}

// place is when a customer's first run is in turn.
func (m *machine) place(v tenant.VendorID, r distr.CustomerRun) time.Time {
	return later(m.turn(room{v, r.Customer}), r.Due())
}

// compareRuns is the order in which the runs of all customers are listed.
func compareRuns(a, b distr.CustomerRun) int {
	return cmp.Or(a.Created.Compare(b.Created), strings.Compare(string(a.ID), string(b.ID)), strings.Compare(string(a.Customer), string(b.Customer)))
}
