package storetest

import (
	"errors"
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// runsInTurn begins runs of several customers, and asks each time whose turn it is.
func runsInTurn(t T, s distr.Store) {
	t.Helper()
	const v tenant.VendorID = "turn"
	update(t, s, v, func(tx distr.VendorTx) error {
		return errors.Join(tx.AddCustomer(tenant.Customer{ID: "a"}), tx.AddCustomer(tenant.Customer{ID: "b"}), tx.AddCustomer(tenant.Customer{ID: "C"}))
	})
	queued := func(id distr.RunID, ready int) distr.ScanRun {
		return distr.ScanRun{ID: id, State: distr.RunQueued, Ready: at(ready)}
	}
	begun := func(r distr.ScanRun, when int) distr.ScanRun {
		r.Begun = at(when)
		return r
	}
	ended := func(id distr.RunID, begin int) distr.ScanRun {
		return distr.ScanRun{ID: id, State: distr.RunSucceeded, Begun: at(begin), Ended: at(begin + 1)}
	}
	for i, step := range []struct {
		name string
		of   tenant.CustomerID
		put  []distr.ScanRun
		when int
		want []string
	}{
		{"nobody's was begun", "a", []distr.ScanRun{queued("r1", 10), queued("r2", 11), queued("r3", 12)}, 59, []string{"a/r1"}},
		{"the one that waits longest", "b", []distr.ScanRun{queued("z", 20)}, 59, []string{"a/r1", "b/z"}},
		{"who was just begun is behind", "a", []distr.ScanRun{ended("r1", 30)}, 59, []string{"b/z", "a/r2"}},
		{"who waits since that instant is alike", "C", []distr.ScanRun{queued("z", 30)}, 59, []string{"b/z", "C/z", "a/r2"}},
		{"who waits since later is behind", "C", []distr.ScanRun{queued("z", 31)}, 59, []string{"b/z", "a/r2", "C/z"}},
		{"one that began earlier takes no turn back", "a", []distr.ScanRun{ended("r1", 5)}, 59, []string{"b/z", "a/r2", "C/z"}},
		{"one that began and waits again", "b", []distr.ScanRun{begun(queued("z", 20), 40)}, 59, []string{"a/r2", "C/z", "b/z"}},
		{"one that began later than now", "", nil, 35, []string{"a/r2", "C/z", "b/z"}},
		{"two that did", "a", []distr.ScanRun{begun(queued("r9", 50), 45)}, 35, []string{"C/z", "b/z", "a/r2"}},
		{"one of them has nothing that is due", "a", []distr.ScanRun{queued("r2", 36), queued("r3", 37)}, 35, []string{"C/z", "b/z"}},
		{"one is running", "b", []distr.ScanRun{{ID: "z", State: distr.RunRunning, Begun: at(41), Until: at(38)}, queued("q", 21)}, 37, []string{"C/z", "a/r2"}},
		{"its time is over", "", nil, 38, []string{"C/z", "b/q", "a/r2"}},
		{"another customer's is running", "C", []distr.ScanRun{{ID: "z", State: distr.RunRunning, Until: at(58)}}, 38, []string{"b/q", "a/r2"}},
		{"one has ended, and the other goes on", "b", []distr.ScanRun{ended("z", 41)}, 39, []string{"b/q", "a/r2"}},
		{"it waits again", "C", []distr.ScanRun{queued("z", 31)}, 59, []string{"C/z", "b/q", "a/r2"}},
		{"runs were removed", "b", []distr.ScanRun{ended("q", 41), queued("y", 1)}, 59, []string{"C/z", "b/y", "a/r2"}},
		{"none was left for a time", "b", []distr.ScanRun{ended("y", 2)}, 59, []string{"C/z", "a/r2"}},
		{"and then there is one", "b", []distr.ScanRun{queued("x", 1)}, 59, []string{"C/z", "b/x", "a/r2"}},
		{"another one may be begun before the first", "b", []distr.ScanRun{queued("w", 0), queued("v", 0)}, 59, []string{"C/z", "b/v", "a/r2"}},
		{"the first waits longer, or for ever", "b", []distr.ScanRun{queued("v", 44), {ID: "w", State: distr.RunQueued}, queued("x", 43)}, 59, []string{"C/z", "b/x", "a/r2"}},
		{"all may never be begun", "b", []distr.ScanRun{{ID: "v", State: distr.RunQueued}, {ID: "x", State: distr.RunRunning}}, 59, []string{"C/z", "a/r2"}},
	} {
		update(t, s, v, func(tx distr.VendorTx) error {
			if step.of == "" {
				return nil
			}
			return edit(tx, step.of, func(c distr.CustomerTx) error {
				var errs []error
				for _, r := range step.put {
					errs = append(errs, c.PutRun(r))
				}
				return errors.Join(append(errs, c.RemoveRuns(at(59)))...)
			})
		})
		requireDueRuns(t, s, v, step.when, step.want, fmt.Sprintf("turn %d: %s", i, step.name))
	}
}
