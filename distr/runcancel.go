package distr

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// CancelRun asks for the end of a run. One that waits is cancelled at once; one that is
// running is ended by who carries it out, within a second, and what it has found
// until then is kept. To ask twice is harmless. A run that has ended is a
// tenant.ErrConflict, which says how.
func (a *Account) CancelRun(ctx context.Context, id RunID) (run ScanRun, err error) {
	err = a.updateWide(ctx, tenant.RunScans, func(tx VendorTx, room CustomerTx, at time.Time) (events []Event, err error) {
		if run, err = room.Run(id); err != nil {
			return nil, err
		}
		if run.State.Final() {
			return nil, fmt.Errorf("run %s: %w: it has %s already, at %s", id, tenant.ErrConflict, thatIs(run.State), run.Ended.Format(time.RFC3339))
		}
		if events, err = a.cancel(tx, room, &run, at); err != nil {
			return nil, err
		}
		told, err := a.toldRuns(tx, []ScanRun{run})
		if err == nil {
			run = told[0]
		}
		return events, err
	})
	if err != nil {
		return ScanRun{}, err
	}
	return run, nil
}

// cancel writes down that somebody wants a run to end; one that waits has ended by that.
func (a *Account) cancel(tx VendorTx, room CustomerTx, run *ScanRun, at time.Time) (events []Event, err error) {
	if run.Cancelled.IsZero() {
		run.Cancelled = at
		if events, err = one(happened(ScanCancelled, a.id, map[string]any{"run": run.ID})); err != nil {
			return nil, err
		}
		if run.State == RunRunning {
			return events, room.PutRun(*run)
		}
	}
	if run.State == RunRunning {
		return nil, nil
	}
	e, err := endRun(tx, room, a.id, run, RunCancelled, at)
	return append(events, e), err
}

// thatIs is a final state as it stands behind "it has".
func thatIs(s RunState) string {
	if s == RunTimedOut || s == RunCancelled {
		return "been " + string(s)
	}
	return string(s)
}
