package storetest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// brokenDues hand out what is not due, too much of it, or in another order.
func brokenDues() []broken {
	schedules := func(list func(distr.VendorView, time.Time, int) ([]distr.DueSchedule, error)) func() distr.Store {
		return bendView(func(v distr.VendorView) distr.VendorView { return dueSchedulesView{v, list} })
	}
	runs := func(list func(distr.VendorView, time.Time, int) ([]distr.CustomerRun, error)) func() distr.Store {
		return bendView(func(v distr.VendorView) distr.VendorView { return dueRunsView{v, list} })
	}
	return []broken{
		{"does not limit the schedules that are due", "Scans", "the first five schedules that are due", schedules(func(v distr.VendorView, at time.Time, _ int) ([]distr.DueSchedule, error) {
			return v.DueSchedules(at, 0)
		})},
		{"is late by a moment", "Scans", "the schedules that are due at their own instant", schedules(func(v distr.VendorView, at time.Time, n int) ([]distr.DueSchedule, error) {
			return v.DueSchedules(at.Add(-time.Microsecond), n)
		})},
		{"hands out the vendor's schedules first", "Scans", "the schedules that are due, the earliest first", schedules(func(v distr.VendorView, at time.Time, n int) ([]distr.DueSchedule, error) {
			all, err := v.DueSchedules(at, n)
			slices.SortStableFunc(all, func(a, b distr.DueSchedule) int { return min(len(a.Customer), 1) - min(len(b.Customer), 1) })
			return all, err
		})},
		{"forgets schedules that are being handed out", "Machine", "the schedules that are due at", schedules(func(v distr.VendorView, at time.Time, n int) ([]distr.DueSchedule, error) {
			all, err := v.DueSchedules(at, n)
			return slices.DeleteFunc(all, func(s distr.DueSchedule) bool { return !s.Turn.IsZero() }), err
		})},
		{"begins all runs of a customer", "Scans", "several of one customer", runs(func(v distr.VendorView, at time.Time, n int) ([]distr.CustomerRun, error) {
			return dueOfAll(v, at, n, func(distr.CustomerRun) bool { return true })
		})},
		{"begins a run while another one is running", "Scans", "one that has begun", runs(func(v distr.VendorView, at time.Time, n int) ([]distr.CustomerRun, error) {
			had := map[tenant.CustomerID]bool{}
			return dueOfAll(v, at, n, func(r distr.CustomerRun) bool {
				again := had[r.Customer]
				had[r.Customer] = true
				return !again
			})
		})},
		{"never takes a run over", "Scans", "one whose time is over", runs(func(v distr.VendorView, at time.Time, n int) ([]distr.CustomerRun, error) {
			all, err := v.DueRuns(at, n)
			running, errRunning := v.Runs(distr.RunQuery{State: distr.RunRunning})
			if err == nil {
				err = errRunning
			}
			return slices.DeleteFunc(all, func(r distr.CustomerRun) bool {
				return slices.ContainsFunc(running, func(other distr.CustomerRun) bool { return other.Customer == r.Customer })
			}), err
		})},
		{"does not limit the runs that are due", "Scans", "the runs that are due, at most", runs(func(v distr.VendorView, at time.Time, _ int) ([]distr.CustomerRun, error) {
			return v.DueRuns(at, 0)
		})},
		{"begins whatever waits longest", "Scans", "turn 2: who was just begun is behind", runs(func(v distr.VendorView, at time.Time, n int) ([]distr.CustomerRun, error) {
			return dueBy(v, at, n, distr.CustomerRun.Due)
		})},
		{"takes turns by the runs that wait", "Machine", "the runs that are due at", runs(func(v distr.VendorView, at time.Time, n int) ([]distr.CustomerRun, error) {
			return dueBy(v, at, n, func(r distr.CustomerRun) time.Time { return later(r.Due(), r.Begun) })
		})},
		{"begins none that somebody has let go", "Machine", "the runs that are due at", runs(func(v distr.VendorView, at time.Time, n int) ([]distr.CustomerRun, error) {
			all, err := v.DueRuns(at, n)
			return slices.DeleteFunc(all, func(r distr.CustomerRun) bool { return r.State == distr.RunRunning }), err
		})},
	}
}

// dueOfAll are the runs that are due, whatever else is running, of which some are
// taken.
func dueOfAll(v distr.VendorView, at time.Time, limit int, taken func(distr.CustomerRun) bool) ([]distr.CustomerRun, error) {
	all, err := v.Runs(distr.RunQuery{})
	all = slices.DeleteFunc(all, func(r distr.CustomerRun) bool { return r.Due().IsZero() || r.Due().After(at) })
	slices.SortFunc(all, func(a, b distr.CustomerRun) int {
		return cmp.Or(a.Due().Compare(b.Due()), strings.Compare(string(a.Customer), string(b.Customer)), strings.Compare(string(a.ID), string(b.ID)))
	})
	all = slices.DeleteFunc(all, func(r distr.CustomerRun) bool { return !taken(r) })
	if limit > 0 && len(all) > limit {
		all = all[:limit]
	}
	return all, err
}

// dueBy are the runs that are due in another order.
func dueBy(v distr.VendorView, at time.Time, limit int, place func(distr.CustomerRun) time.Time) ([]distr.CustomerRun, error) {
	all, err := v.DueRuns(at, 0)
	slices.SortStableFunc(all, func(a, b distr.CustomerRun) int { return place(a).Compare(place(b)) })
	if limit > 0 && len(all) > limit {
		all = all[:limit]
	}
	return all, err
}

type dueSchedulesView struct {
	distr.VendorView
	list func(distr.VendorView, time.Time, int) ([]distr.DueSchedule, error)
}

func (v dueSchedulesView) DueSchedules(at time.Time, limit int) ([]distr.DueSchedule, error) {
	return v.list(v.VendorView, at, limit)
}

type dueRunsView struct {
	distr.VendorView
	list func(distr.VendorView, time.Time, int) ([]distr.CustomerRun, error)
}

func (v dueRunsView) DueRuns(at time.Time, limit int) ([]distr.CustomerRun, error) {
	return v.list(v.VendorView, at, limit)
}
