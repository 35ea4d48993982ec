package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/sqlstore"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestScanQueriesUseKeys asks how schedules, runs and findings are found: what is due
// among all that is not, and what one list needs among all there is.
func TestScanQueriesUseKeys(t *testing.T) {
	s := open(t)
	require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error { return tx.AddCustomer(tenant.Customer{ID: "globex"}) }))
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	mark := distr.RunMark{Time: now, ID: "run_1"}
	runs := func(q distr.RunQuery) func(distr.VendorView, distr.CustomerView) error {
		return func(v distr.VendorView, _ distr.CustomerView) error { _, err := v.Runs(q); return err }
	}
	own := func(q distr.RunQuery) func(distr.VendorView, distr.CustomerView) error {
		return func(_ distr.VendorView, c distr.CustomerView) error { _, err := c.Runs(q); return err }
	}
	schedules := func(q distr.ScheduleQuery) func(distr.VendorView, distr.CustomerView) error {
		return func(v distr.VendorView, c distr.CustomerView) error {
			_, wide := v.Schedules(q)
			_, err := c.Schedules(q)
			return errors.Join(wide, err)
		}
	}
	findings := func(q distr.FindingQuery) func(distr.VendorView, distr.CustomerView) error {
		return func(_ distr.VendorView, c distr.CustomerView) error { _, err := c.Findings(q); return err }
	}
	for _, tt := range []struct {
		name string
		ask  func(distr.VendorView, distr.CustomerView) error
		plan string
	}{
		{"due schedules", func(v distr.VendorView, _ distr.CustomerView) error { _, err := v.DueSchedules(now, 9); return err }, "schedules USING INDEX schedules_due (vendor=? AND due<?)"},
		{"schedules that new assets wake", schedules(distr.ScheduleQuery{On: distr.OnNewAsset}),
			"schedules USING INDEX schedules_new_asset (vendor=? AND customer=?); SEARCH schedules USING INDEX schedules_new_asset (vendor=? AND customer=?)"},
		{"due runs", func(v distr.VendorView, _ distr.CustomerView) error { _, err := v.DueRuns(now, 9); return err },
			"h USING COVERING INDEX run_heads_place (vendor=? AND place<?); SEARCH r USING PRIMARY KEY (vendor=? AND customer=? AND run=?); " +
				"SEARCH h USING COVERING INDEX run_heads_turn (vendor=? AND turn>?); SEARCH r USING PRIMARY KEY (vendor=? AND customer=? AND run=?)"},
		{"newest of all", runs(distr.RunQuery{Limit: 9}), "runs USING INDEX runs_created (vendor=?)"},
		{"a page of all", runs(distr.RunQuery{After: mark, Limit: 9, Oldest: true}), "runs USING INDEX runs_created (vendor=? AND (created,run)>(?,?))"},
		{"all of a day", runs(distr.RunQuery{Since: now, Until: now.Add(time.Hour)}), "runs USING INDEX runs_created (vendor=? AND created>? AND created<?)"},
		{"all that run", runs(distr.RunQuery{State: distr.RunRunning}), "runs USING INDEX runs_running (vendor=?); USE TEMP B-TREE FOR ORDER BY"},
		{"all that wait", runs(distr.RunQuery{State: distr.RunQueued, Limit: 9}), "runs USING INDEX runs_live (vendor=?)"},
		{"all of a schedule", runs(distr.RunQuery{Schedule: "sch_1", Limit: 9}), "runs USING INDEX runs_schedule (vendor=? AND schedule=?)"},
		{"newest of one", own(distr.RunQuery{Limit: 9}), "runs USING INDEX runs_customer (vendor=? AND customer=?)"},
		{"a page of one", own(distr.RunQuery{After: mark, Limit: 9, Oldest: true}), "runs USING INDEX runs_customer (vendor=? AND customer=? AND (created,run)>(?,?))"},
		{"what waits of one for a schedule", own(distr.RunQuery{Schedule: "sch_1", State: distr.RunQueued, Trigger: distr.OnNewAsset}),
			"runs USING INDEX runs_waiting (vendor=? AND customer=?); USE TEMP B-TREE FOR ORDER BY"},
		{"findings", findings(distr.FindingQuery{}), "findings USING PRIMARY KEY (vendor=? AND customer=?)"},
		{"a page of findings", findings(distr.FindingQuery{After: distr.FindingMark{Profile: "web", Fingerprint: "f"}, Limit: 9}),
			"findings USING PRIMARY KEY (vendor=? AND customer=? AND (profile,fingerprint)>(?,?))"},
		{"open findings of a profile", findings(distr.FindingQuery{Open: true, Profile: "web", After: distr.FindingMark{Profile: "web", Fingerprint: "f"}, Limit: 9}),
			"findings USING INDEX findings_unresolved (vendor=? AND customer=? AND profile=? AND fingerprint>?)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var plan []string
			require.NoError(t, s.read(t.Context(), func(q *session) error {
				v := sqlstore.NewView(q, acme)
				c, err := v.Open("globex")
				if err != nil {
					return err
				}
				q.conn = explained{q.conn, &plan}
				return tt.ask(v, c)
			}))
			require.Equal(t, "SEARCH "+tt.plan, strings.Join(plan, "; "))
		})
	}
}

// TestPuttingRunsUsesKeys asks how the first of a customer's runs is found when one is
// put, and how old ones are: without reading those that wait, or all there were.
func TestPuttingRunsUsesKeys(t *testing.T) {
	s := open(t)
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
		require.NoError(t, tx.AddCustomer(tenant.Customer{ID: "globex"}))
		room, err := tx.Edit("globex")
		require.NoError(t, err)
		return room.PutRun(distr.ScanRun{ID: "run_1", State: distr.RunRunning, Until: now})
	}))
	for _, tt := range []struct {
		name string
		do   func(distr.CustomerTx) error
		plan []string
	}{
		{"a run is put", func(c distr.CustomerTx) error {
			return c.PutRun(distr.ScanRun{ID: "run_1", State: distr.RunSucceeded})
		}, []string{"SEARCH run_heads USING PRIMARY KEY (vendor=? AND customer=?)", "SEARCH runs USING COVERING INDEX runs_waiting (vendor=? AND customer=? AND due>?)", "SEARCH runs USING COVERING INDEX runs_running (vendor=? AND customer=?)"}},
		{"old runs are removed", func(c distr.CustomerTx) error { return c.RemoveRuns(now) }, []string{
			"SEARCH run_details USING PRIMARY KEY (vendor=? AND customer=? AND run=?)", "SEARCH runs USING COVERING INDEX runs_ended (vendor=? AND customer=? AND ended>? AND ended<?)",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var plan []string
			require.NoError(t, s.read(t.Context(), func(q *session) error {
				c, err := sqlstore.NewTx(q, acme, nil).Edit("globex")
				if err != nil {
					return err
				}
				q.conn = rehearsed{planned{q.conn, &plan}}
				return tt.do(c)
			}))
			require.Subset(t, plan, tt.plan)
		})
	}
}

// rehearsed asks how all statements would be answered, answers those that read, and
// makes no change.
type rehearsed struct{ planned }

func (r rehearsed) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return explaining(r.planned).QueryContext(ctx, query, args...)
}
