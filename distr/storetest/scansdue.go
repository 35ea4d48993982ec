package storetest

import (
	"errors"
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// schedulesDue asks at several times for what is to be handed out, in all rooms.
func schedulesDue(t T, s distr.Store) {
	t.Helper()
	all := map[tenant.CustomerID][]distr.ScanSchedule{
		"": {
			{ID: "b", Next: at(20)}, {ID: "B", Next: at(20)}, {ID: "never"}, {ID: "paused", Next: at(10), Fired: at(10), Paused: at(1)},
			{ID: "turning", Created: at(5), Next: at(40), Turn: distr.ScanTurn{Missed: 1}},
		},
		customerID: {{ID: "a", Next: at(20)}, {ID: "fired", Next: at(40), Fired: at(15)}, {ID: "slot first", Next: at(14), Fired: at(16)}},
		"Globex":   {{ID: "z", Next: at(20)}, {ID: "in 1970", Next: time.Unix(0, 0)}, {ID: "only fired", Fired: at(30).In(time.FixedZone("east", 9*3600))}},
	}
	put := func(c tenant.CustomerID, list ...distr.ScanSchedule) {
		t.Helper()
		update(t, s, acme, func(tx distr.VendorTx) error {
			if c == "" {
				return putSchedules(tx, &sample{schedules: list})
			}
			return edit(tx, c, func(tx distr.CustomerTx) error { return putSchedules(tx, &sample{schedules: list}) })
		})
	}
	for c, list := range all {
		put(c, list...)
	}
	due := func(when time.Time, limit int) []string {
		list := look(t, s, acme, func(v distr.VendorView) ([]distr.DueSchedule, error) { return v.DueSchedules(when, limit) })
		return ids(list, func(s distr.DueSchedule) string { return string(s.Customer) + "/" + string(s.ID) })
	}
	everything := []string{"Globex/in 1970", "/turning", "globex/slot first", "globex/fired", "/B", "/b", "Globex/z", "globex/a", "Globex/only fired"}
	require.Equal(t, everything, due(at(59), 0), "the schedules that are due, the earliest first, then by customer and by ID")
	require.Equal(t, everything[:8], due(at(29), 100), "the schedules that are due, but for one that is later")
	require.Equal(t, everything[:8], due(at(20), 8), "the schedules that are due at their own instant")
	require.Equal(t, everything[:4], due(at(20).Add(-time.Microsecond), 8), "the schedules that are due a microsecond before the others")
	require.Equal(t, everything[:5], due(at(59), 5), "the first five schedules that are due")
	require.Empty(t, due(time.Unix(-1, 0), 0), "the schedules that are due before any is")
	require.Empty(t, look(t, s, "nobody", func(v distr.VendorView) ([]distr.DueSchedule, error) { return v.DueSchedules(at(59), 9) }), "the schedules of another vendor that are due")

	put("Globex", distr.ScanSchedule{ID: "in 1970"})
	put("", distr.ScanSchedule{ID: "never", Next: at(2)}, distr.ScanSchedule{ID: "turning", Next: at(40)})
	updateCustomer(t, s, customerID, func(c distr.CustomerTx) error {
		return errors.Join(c.RemoveSchedule("fired"), c.RemoveSchedule("slot first"))
	})
	require.Equal(t, []string{"/never", "/B", "/b", "Globex/z"}, due(at(59), 4), "the schedules that are due, after some were put again and removed")
}

// runsDue asks again and again who may begin which run.
func runsDue(t T, s distr.Store) {
	t.Helper()
	const v tenant.VendorID = "due"
	update(t, s, v, func(tx distr.VendorTx) error {
		return errors.Join(tx.AddCustomer(tenant.Customer{ID: "b"}), tx.AddCustomer(tenant.Customer{ID: "B"}), tx.AddCustomer(tenant.Customer{ID: "c"}))
	})
	queued := func(id distr.RunID, ready int) distr.ScanRun {
		return distr.ScanRun{ID: id, State: distr.RunQueued, Created: at(59 - ready), Ready: at(ready), Until: at(1)}
	}
	running := func(id distr.RunID, until int) distr.ScanRun {
		return distr.ScanRun{ID: id, State: distr.RunRunning, Created: at(1), Ready: at(1), Until: at(until)}
	}
	ended := func(id distr.RunID, state distr.RunState) distr.ScanRun {
		return distr.ScanRun{ID: id, State: state, Created: at(1), Ready: at(1), Until: at(1), Ended: at(2)}
	}
	for i, step := range []struct {
		name string
		of   tenant.CustomerID
		put  []distr.ScanRun
		when int
		want []string
	}{
		{"nothing", "b", nil, 59, nil},
		{"several of one customer", "b", []distr.ScanRun{queued("r3", 12), queued("r2", 11), queued("r1", 11), queued("R9", 13)}, 59, []string{"b/r1"}},
		{"none is due", "b", nil, 10, nil},
		{"at its own instant", "b", nil, 11, []string{"b/r1"}},
		{"two customers, of one instant", "B", []distr.ScanRun{queued("z", 11)}, 59, []string{"B/z", "b/r1"}},
		{"three customers, the earliest first", "c", []distr.ScanRun{queued("z", 10), ended("a", distr.RunFailed)}, 59, []string{"c/z", "B/z", "b/r1"}},
		{"one that has begun", "b", []distr.ScanRun{running("r1", 40)}, 39, []string{"c/z", "B/z"}},
		{"another customer's, meanwhile", "c", []distr.ScanRun{queued("x", 50)}, 39, []string{"c/z", "B/z"}},
		{"one whose time is over, and another one before it", "b", nil, 40, []string{"c/z", "B/z", "b/r2"}},
		{"one that began later", "b", []distr.ScanRun{running("r2", 30)}, 39, []string{"c/z", "B/z"}},
		{"one that has ended", "b", []distr.ScanRun{ended("r1", distr.RunSucceeded)}, 29, []string{"c/z", "B/z"}},
		{"one whose time is over, behind another one", "b", nil, 30, []string{"c/z", "B/z", "b/r3"}},
		{"one that is to be tried again", "b", []distr.ScanRun{queued("r2", 35), ended("r3", distr.RunTimedOut)}, 39, []string{"c/z", "B/z", "b/R9"}},
		{"the last but one has ended", "b", []distr.ScanRun{ended("R9", distr.RunCancelled)}, 34, []string{"c/z", "B/z"}},
		{"the last one is left", "b", nil, 35, []string{"c/z", "B/z", "b/r2"}},
		{"all of one have ended", "b", []distr.ScanRun{ended("r2", distr.RunCancelled)}, 59, []string{"c/z", "B/z"}},
		{"one that was put off", "c", []distr.ScanRun{queued("z", 20)}, 59, []string{"B/z", "c/z"}},
		{"one that may never be begun", "B", []distr.ScanRun{{ID: "z", State: distr.RunQueued}}, 59, []string{"c/z"}},
		{"one that runs for ever", "c", []distr.ScanRun{{ID: "y", State: distr.RunRunning}}, 59, nil},
		{"one that ran for ever", "c", []distr.ScanRun{ended("y", distr.RunFailed)}, 59, []string{"c/z"}},
	} {
		update(t, s, v, func(tx distr.VendorTx) error {
			return edit(tx, step.of, func(c distr.CustomerTx) error {
				for _, r := range step.put {
					if err := c.PutRun(r); err != nil {
						return err
					}
				}
				return c.RemoveRuns(at(0))
			})
		})
		requireDueRuns(t, s, v, step.when, step.want, fmt.Sprintf("step %d: %s", i, step.name))
	}
	first := look(t, s, v, func(v distr.VendorView) ([]distr.CustomerRun, error) { return v.DueRuns(at(59), 1) })
	require.Equal(t, text([]distr.CustomerRun{{Customer: "c", ScanRun: queued("z", 20)}}), text(first), "a run that is due, in full")
}

// requireDueRuns asks for all runs that are due at a time, and for some of them.
func requireDueRuns(t T, s distr.Store, v tenant.VendorID, when int, want []string, step string) {
	t.Helper()
	for limit := range 4 {
		some := want
		if limit > 0 {
			some = want[:min(limit, len(want))]
		}
		list := look(t, s, v, func(v distr.VendorView) ([]distr.CustomerRun, error) { return v.DueRuns(at(when), limit) })
		got := ids(list, func(r distr.CustomerRun) string { return fmt.Sprint(r.Customer, "/", r.ID) })
		require.Equal(t, append([]string{}, some...), append([]string{}, got...), "the runs that are due, at most %d, %s", limit, step)
	}
}
