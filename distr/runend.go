package distr

import (
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// endRun writes down that a run has ended, and how. The run's Error and counts are the
// caller's.
func endRun(tx VendorTx, room CustomerTx, c tenant.CustomerID, run *ScanRun, state RunState, at time.Time) (Event, error) {
	run.State, run.Ended, run.Holder, run.Until = state, at, "", time.Time{}
	if err := room.PutRun(*run); err != nil {
		return Event{}, err
	}
	if state == RunSucceeded {
		if err := tx.PutActivity([]Activity{{Customer: c, Scanned: at}}); err != nil {
			return Event{}, err
		}
	}
	return happened(ScanEnded, c, map[string]any{
		"run": run.ID, "schedule": run.Schedule, "name": run.Name, "cause": run.Cause, "profile": run.Profile, "state": run.State,
		"targets": run.Total, "found": run.Found, "new": run.New, "resolved": run.Resolved, "error": run.Error,
	})
}
