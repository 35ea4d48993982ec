package storetest

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// runsListed puts runs into two customers' rooms and asks in every way that there is,
// one room and all, and compares with what the query says of itself.
func runsListed(t T, s distr.Store) {
	t.Helper()
	states := []distr.RunState{distr.RunQueued, distr.RunSucceeded, distr.RunRunning, distr.RunFailed, distr.RunTimedOut}
	var all []distr.CustomerRun
	for i, id := range []distr.RunID{"r5", "R1", "r10", "r1", "r2", "é", "r_1", "r9", "r3", "r7", "r8", "r6"} {
		r := distr.ScanRun{
			ID: id, Schedule: []distr.ScheduleID{"", "sch_1", "SCH_1"}[i%3], Profile: []string{"web", "Web"}[i%2],
			State: states[i%5], Trigger: []distr.Trigger{"", distr.OnNewAsset}[i%4/2], Created: at(20 + i%4), Ready: at(1), Until: at(i),
		}
		all = append(all, distr.CustomerRun{Customer: []tenant.CustomerID{customerID, "Globex"}[i%7%2], ScanRun: r})
	}
	all = append(all, distr.CustomerRun{Customer: "a", ScanRun: all[0].ScanRun}) // of the same name
	for _, r := range all {
		updateCustomer(t, s, r.Customer, func(c distr.CustomerTx) error { return c.PutRun(r.ScanRun) })
	}
	slices.SortFunc(all, compareRuns)
	mark := func(minute int, id distr.RunID) distr.RunMark { return distr.RunMark{Time: at(minute), ID: id} }
	for _, q := range []distr.RunQuery{
		{}, {Schedule: "sch_1"}, {Schedule: "SCH_1", Profile: "web"}, {Schedule: "none"}, {Profile: "Web"}, {Profile: "WEB"},
		{State: distr.RunQueued}, {State: distr.RunRunning}, {State: distr.RunSucceeded, Profile: "Web"}, {State: "none"}, {State: distr.RunQueued, Schedule: "sch_1", Trigger: distr.OnNewAsset},
		{Trigger: distr.OnNewAsset}, {Trigger: "new_asset"}, {Since: at(22)}, {Since: at(21).In(time.FixedZone("west", -9*3600)), Until: at(23)}, {Until: at(21)}, {Since: at(23), Until: at(22)},
		{After: mark(21, "R1")}, {After: mark(21, "r1")}, {After: mark(21, "r2"), State: distr.RunRunning}, {After: mark(22, "")}, {After: mark(21, "zz")}, {After: mark(23, "é")},
		{After: mark(20, "r1"), Since: at(22)}, {After: mark(22, "r1"), Since: at(20), Until: at(23)}, {After: mark(22, "r10"), Since: at(22), Schedule: "sch_1"},
	} {
		for _, q.Oldest = range []bool{false, true} {
			for _, q.Limit = range []int{0, 1, 2, 5, 100} {
				for _, c := range []tenant.CustomerID{"", customerID, "Globex", "a"} {
					requireRuns(t, s, q, c, all)
				}
			}
		}
	}
}

// requireRuns asks for runs of one customer, or of all.
func requireRuns(t T, s distr.Store, q distr.RunQuery, c tenant.CustomerID, all []distr.CustomerRun) {
	t.Helper()
	want := slices.DeleteFunc(slices.Clone(all), func(r distr.CustomerRun) bool { return c != "" && r.Customer != c || !q.Selects(r.ScanRun) })
	if drop := len(want) - q.Limit; q.Limit > 0 && drop > 0 {
		if q.Oldest {
			want = want[:q.Limit]
		} else {
			want = want[drop:]
		}
	}
	var got []distr.CustomerRun
	if c == "" {
		got = look(t, s, acme, func(v distr.VendorView) ([]distr.CustomerRun, error) { return v.Runs(q) })
	} else {
		for _, r := range lookCustomer(t, s, c, func(room distr.CustomerView) ([]distr.ScanRun, error) { return room.Runs(q) }) {
			got = append(got, distr.CustomerRun{Customer: c, ScanRun: r})
		}
	}
	require.Equal(t, text(append([]distr.CustomerRun{}, want...)), text(append([]distr.CustomerRun{}, got...)), "the runs of customer %q and the query %+v, oldest first, then by ID and by customer", c, q)
}

// runsAgain puts runs over one another that differ in everything, and details.
func runsAgain(t T, s distr.Store) {
	t.Helper()
	for _, want := range []distr.ScanRun{
		{}, runOf("again"), {State: distr.RunSucceeded, Counted: true, Error: "'; --\n", Attempts: 1 << 40}, {Targets: distr.ScanSelection{Below: []string{`"é"`}}, Ready: time.Unix(0, 0).UTC()},
		{State: "else", Missed: -1, Trigger: distr.OnNewAsset}, {},
	} {
		want.ID = "again"
		updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.PutRun(want) })
		kept := lookCustomer(t, s, customerID, func(c distr.CustomerView) (distr.ScanRun, error) { return c.Run("again") })
		require.Equal(t, text(want), text(kept), "a run that was put over another")
	}
	detail := func(id distr.RunID) distr.RunDetail {
		t.Helper()
		return lookCustomer(t, s, customerID, func(c distr.CustomerView) (distr.RunDetail, error) { return c.RunDetail(id) })
	}
	require.Equal(t, text(distr.RunDetail{}), text(detail("again")), "the detail of a run of which none was put")
	many := distr.RunDetail{Log: "line\r\n\tend"}
	for i := range 3000 {
		many.Targets, many.Found = append(many.Targets, distr.ScanTarget{Text: fmt.Sprint("host-", i), Kind: distr.ScanHost}), append(many.Found, fmt.Sprint("é <", i, ">"))
	}
	for _, want := range []distr.RunDetail{runDetailOf("again"), {}, many, {Found: []string{""}}, {Log: "x"}} {
		updateCustomer(t, s, customerID, func(c distr.CustomerTx) error {
			return errors.Join(c.PutRunDetail("again", want), c.PutRun(distr.ScanRun{ID: "again", Name: "put again"}))
		})
		require.Equal(t, text(want), text(detail("again")), "a detail that was put over another, and stays when its run is put again")
	}
}

// runsRemoved removes runs by when they ended, and what hangs on them.
func runsRemoved(t T, s distr.Store) {
	t.Helper()
	updateCustomer(t, s, "a", func(c distr.CustomerTx) error {
		var errs []error
		for _, r := range []distr.ScanRun{
			{ID: "old", State: distr.RunSucceeded, Ended: at(10)}, {ID: "older", State: distr.RunCancelled, Created: at(50), Ended: at(9)}, {ID: "then", State: distr.RunFailed, Ended: at(11)},
			{ID: "running", State: distr.RunRunning, Ended: at(1), Until: at(1)}, {ID: "queued", State: distr.RunQueued, Ended: at(1)}, {ID: "no end", State: distr.RunTimedOut},
		} {
			errs = append(errs, c.PutRun(r), c.PutRunDetail(r.ID, distr.RunDetail{Log: string(r.ID)}))
		}
		return errors.Join(append(errs, c.PutFindings([]distr.FindingRecord{{FirstRun: "old", LastRun: "old"}}))...)
	})
	update(t, s, acme, func(tx distr.VendorTx) error {
		return edit(tx, customerID, func(c distr.CustomerTx) error {
			return errors.Join(c.PutRun(distr.ScanRun{ID: "old", State: distr.RunSucceeded, Ended: at(10)}), c.PutRunDetail("old", distr.RunDetail{Log: "of globex"}))
		})
	})
	left := func() []distr.RunID {
		t.Helper()
		runs := lookCustomer(t, s, "a", func(c distr.CustomerView) ([]distr.ScanRun, error) { return c.Runs(distr.RunQuery{}) })
		return slices.Sorted(slices.Values(ids(runs, func(r distr.ScanRun) distr.RunID { return r.ID })))
	}
	updateCustomer(t, s, "a", func(c distr.CustomerTx) error { return c.RemoveRuns(at(9)) })
	require.Equal(t, []distr.RunID{"no end", "old", "older", "queued", "r5", "running", "then"}, left(), "the runs, after those were removed that ended before any did")
	updateCustomer(t, s, "a", func(c distr.CustomerTx) error { return c.RemoveRuns(at(11)) })
	require.Equal(t, []distr.RunID{"no end", "queued", "r5", "running", "then"}, left(), "the runs, after those were removed that ended before then")
	for id, want := range map[distr.RunID]string{"old": "", "older": "", "then": "then", "running": "running", "no end": "no end"} {
		d := lookCustomer(t, s, "a", func(c distr.CustomerView) (distr.RunDetail, error) { return c.RunDetail(id) })
		require.Equal(t, want, d.Log, "the detail of the run %q, after old ones were removed", id)
	}
	updateCustomer(t, s, "a", func(c distr.CustomerTx) error { return c.PutRun(distr.ScanRun{ID: "old"}) })
	again := lookCustomer(t, s, "a", func(c distr.CustomerView) (distr.RunDetail, error) { return c.RunDetail("old") })
	require.Empty(t, again.Log, "the detail of a run that was removed and put again")
	findings := lookCustomer(t, s, "a", func(c distr.CustomerView) ([]distr.FindingRecord, error) { return c.Findings(distr.FindingQuery{}) })
	require.Len(t, findings, 1, "what a run found, after it was removed")
	others := lookCustomer(t, s, customerID, func(c distr.CustomerView) (distr.RunDetail, error) { return c.RunDetail("old") })
	require.Equal(t, "of globex", others.Log, "the detail of another customer's run, after one of its name was removed")
}
