package storetest

import (
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// brokenScans mix up schedules, runs and findings, or hand out what is not to be.
func brokenScans() []broken {
	run := func(bend func(*distr.ScanRun)) func() distr.Store {
		return bendCustomerTx(func(c distr.CustomerTx) distr.CustomerTx { return bentRuns{c, bend} })
	}
	runs := func(bend func(*distr.RunQuery)) func() distr.Store {
		return bendCustomer(func(c distr.CustomerView) distr.CustomerView { return otherRuns{c, bend} })
	}
	everyRun := func(bend func(*distr.RunQuery)) func() distr.Store {
		return bendView(func(v distr.VendorView) distr.VendorView { return otherRunsOfAll{v, bend} })
	}
	findings := func(bend func(*distr.FindingQuery)) func() distr.Store {
		return bendCustomer(func(c distr.CustomerView) distr.CustomerView { return otherFindings{c, bend} })
	}
	return slices.Concat([]broken{
		{"lists schedules by ID", "Scans", "the vendor's schedules, first put first", bendTx(func(tx distr.VendorTx) distr.VendorTx { return sortedSchedules{tx} })},
		{"keeps a customer's schedule as it was first put", "Scans", "the customer's schedule that was put again", bendCustomerTx(func(c distr.CustomerTx) distr.CustomerTx { return firstSchedule{c} })},
		{"forgets how far a slot has been handed out", "Scans", "the vendor's schedule that was put over another", bendTx(func(tx distr.VendorTx) distr.VendorTx { return turnless{tx} })},
		{"lets those listen that are paused", "Scans", "the vendor's schedules that listen to \"new-asset\"", bendTx(func(tx distr.VendorTx) distr.VendorTx { return sleepless{tx} })},
		{"lists runs of any time", "Scans", "oldest first, then by ID and by customer", runs(func(q *distr.RunQuery) { q.Since, q.Until = time.Time{}, time.Time{} })},
		{"lists runs of any schedule", "Scans", "the runs of customer", runs(func(q *distr.RunQuery) { q.Schedule = "" })},
		{"lists runs of any state", "Scans", "the runs of customer", runs(func(q *distr.RunQuery) { q.State = "" })},
		{"lists all customers' runs by any trigger", "Scans", "the runs of customer \"\"", everyRun(func(q *distr.RunQuery) { q.Trigger = "" })},
		{"lists all customers' runs of any profile", "Scans", "the runs of customer \"\"", everyRun(func(q *distr.RunQuery) { q.Profile = "" })},
		{"limits all customers' runs to the oldest", "Scans", "the runs of customer \"\"", everyRun(func(q *distr.RunQuery) { q.Oldest = true })},
		{"begins each page of runs with the first", "Scans", "the runs of customer", runs(func(q *distr.RunQuery) { q.After = distr.RunMark{} })},
		{"forgets that a license has counted a run", "Scans", "a run that was put over another", run(func(r *distr.ScanRun) { r.Counted = false })},
		{"forgets who holds a run", "RoundTrip", "CustomerView.Run(globex)", run(func(r *distr.ScanRun) { r.Holder = "" })},
		{"drops the detail of a run that is put again", "Scans", "stays when its run is put again", bendCustomerTx(func(c distr.CustomerTx) distr.CustomerTx { return droppedDetails{c} })},
		{"takes the detail of a run that is not there", "Conflicts", "the detail of a run that is not there", bendCustomerTx(func(c distr.CustomerTx) distr.CustomerTx { return anyDetail{c} })},
		{"removes runs that ended just then", "Scans", "the runs, after those were removed", bendCustomerTx(func(c distr.CustomerTx) distr.CustomerTx { return lateRemoval{c} })},
		{"removes no runs", "Twins", "CustomerTx.RemoveRuns in the room of acme/globex changed nothing there", bendCustomerTx(func(c distr.CustomerTx) distr.CustomerTx { return keptRuns{c} })},
		{"lists findings that are resolved", "Scans", "the findings of the query", findings(func(q *distr.FindingQuery) { q.Open = false })},
		{"lists findings of any profile", "Scans", "the findings of the query", findings(func(q *distr.FindingQuery) { q.Profile = "" })},
		{"takes a place among findings for its fingerprint", "Scans", "the findings of the query", findings(func(q *distr.FindingQuery) { q.After.Profile = q.Profile })},
		{"folds fingerprints", "Scans", "the findings of the query", bendCustomerTx(func(c distr.CustomerTx) distr.CustomerTx { return foldedFindings{c} })},
		{"keeps a finding as it was first put", "Scans", "a finding that was put over another", bendCustomerTx(func(c distr.CustomerTx) distr.CustomerTx { return firstFindings{c} })},
		{"raises the version for a run", "Changed", "PutRun of a customer raised the version", bendVersion(func(c raisingTx) distr.CustomerTx { return eventfulRun{c} })},
		{"hands everybody the same targets", "Aliasing", "what a View handed out was changed", func() distr.Store {
			kept := map[distr.RunID]distr.ScanSelection{}
			return bendCustomer(func(c distr.CustomerView) distr.CustomerView { return sameTargets{c, kept} })()
		}},
	}, brokenDues())
}

type sortedSchedules struct{ distr.VendorTx }

func (tx sortedSchedules) Schedules(q distr.ScheduleQuery) ([]distr.ScanSchedule, error) {
	all, err := tx.VendorTx.Schedules(q)
	slices.SortFunc(all, func(a, b distr.ScanSchedule) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return all, err
}

type firstSchedule struct{ distr.CustomerTx }

func (tx firstSchedule) PutSchedule(s distr.ScanSchedule) error {
	if _, err := tx.Schedule(s.ID); err == nil {
		return nil
	}
	return tx.CustomerTx.PutSchedule(s)
}

type turnless struct{ distr.VendorTx }

func (tx turnless) PutSchedule(s distr.ScanSchedule) error {
	s.Turn.After = ""
	return tx.VendorTx.PutSchedule(s)
}

type sleepless struct{ distr.VendorTx }

func (tx sleepless) Schedules(q distr.ScheduleQuery) ([]distr.ScanSchedule, error) {
	all, err := tx.VendorTx.Schedules(distr.ScheduleQuery{})
	return slices.DeleteFunc(all, func(s distr.ScanSchedule) bool { return q.On != "" && !slices.Contains(s.On, q.On) }), err
}
