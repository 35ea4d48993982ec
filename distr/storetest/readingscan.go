package storetest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// scheduleReadings are the same in both sorts of rooms.
func scheduleReadings[R distr.ScheduleView]() []reading[R] {
	return []reading[R]{
		{"Schedule", "", func(v R) (any, error) { return told(v.Schedule(scheduleID)) }},
		{"Schedules", "", func(v R) (any, error) { return told(allSchedules(v)) }},
	}
}

// allSchedules are all, and those that listen.
func allSchedules(v distr.ScheduleView) ([][]distr.ScanSchedule, error) {
	all, err := v.Schedules(distr.ScheduleQuery{})
	if err != nil {
		return nil, err
	}
	listening, err := v.Schedules(distr.ScheduleQuery{On: distr.OnNewAsset})
	return [][]distr.ScanSchedule{all, listening}, err
}

// scansReadings asks for what is to be done in all rooms of a vendor, and what was.
func scansReadings() []reading[distr.VendorView] {
	return []reading[distr.VendorView]{
		{"DueSchedules", "", func(v distr.VendorView) (any, error) { return told(v.DueSchedules(at(59), 10)) }},
		{"DueRuns", "", func(v distr.VendorView) (any, error) { return told(v.DueRuns(at(59), 10)) }},
		{"Runs", "all", func(v distr.VendorView) (any, error) { return told(v.Runs(distr.RunQuery{})) }},
		{"Runs", "one that runs", func(v distr.VendorView) (any, error) {
			return told(v.Runs(distr.RunQuery{Schedule: scheduleID, Profile: profileID, State: distr.RunRunning, Since: time.Unix(0, 0), Limit: 1}))
		}},
	}
}

// scanReadings asks each method of the part of a customer's room that has runs and
// findings.
func scanReadings() []reading[distr.CustomerView] {
	return append(scheduleReadings[distr.CustomerView](), []reading[distr.CustomerView]{
		{"Run", "", func(c distr.CustomerView) (any, error) { return told(c.Run(runID)) }},
		{"Runs", "", func(c distr.CustomerView) (any, error) { return told(c.Runs(distr.RunQuery{})) }},
		{"RunDetail", "", func(c distr.CustomerView) (any, error) { return told(runDetail(c)) }},
		{"Findings", "", func(c distr.CustomerView) (any, error) { return told(allFindings(c)) }},
	}...)
}

// runDetail is told as a list, which is empty if none was put.
func runDetail(c distr.CustomerView) ([]distr.RunDetail, error) {
	d, err := c.RunDetail(runID)
	return given(d), err
}

// allFindings are all, and those that are open.
func allFindings(c distr.CustomerView) ([][]distr.FindingRecord, error) {
	all, err := c.Findings(distr.FindingQuery{})
	if err != nil {
		return nil, err
	}
	open, err := c.Findings(distr.FindingQuery{Open: true})
	return [][]distr.FindingRecord{all, open}, err
}

// wantScans is what all rooms of a vendor tell of scans when everything has been
// written.
func (p pair) wantScans(v tenant.VendorID, want lines) {
	own := p.sample(v, customerID, vendorOnly)
	want["VendorView.Schedule"] = text(own.schedules[1])
	want["VendorView.Schedules"] = text([][]distr.ScanSchedule{own.schedules, own.schedules[:1]})
	due := []distr.DueSchedule{{ScanSchedule: own.schedules[0]}}
	var runs []distr.CustomerRun
	for _, id := range slices.Sorted(slices.Values(p.customers[:])) {
		s := p.sample(v, id, intoCustomer)
		due = append(due, distr.DueSchedule{Customer: id, ScanSchedule: s.schedules[0]})
		runs = append(runs, distr.CustomerRun{Customer: id, ScanRun: s.run})
		for method, record := range map[string]any{
			"Schedule": s.schedules[1], "Schedules": [][]distr.ScanSchedule{s.schedules, s.schedules[:1]}, "Run": s.run, "Runs": []distr.ScanRun{s.run},
			"RunDetail": []distr.RunDetail{s.detail}, "Findings": [][]distr.FindingRecord{s.findings, s.findings[1:]},
		} {
			want["CustomerView."+method+"("+string(id)+")"] = text(record)
		}
	}
	want["VendorView.Runs(all)"], want["VendorView.Runs(one that runs)"] = text(runs), text(runs[1:])
	slices.SortStableFunc(due, func(a, b distr.DueSchedule) int { return a.Next.Compare(b.Next) })
	slices.SortFunc(runs, func(a, b distr.CustomerRun) int {
		return cmp.Or(a.Until.Compare(b.Until), strings.Compare(string(a.Customer), string(b.Customer)))
	})
	want["VendorView.DueSchedules"], want["VendorView.DueRuns"] = text(due), text(runs)
}
