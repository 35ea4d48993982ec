package storetest

import (
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// putScanTimes puts the time into every field of schedules, runs and findings.
func putScanTimes(room distr.CustomerTx, when time.Time) error {
	return errors.Join(
		room.PutSchedule(distr.ScanSchedule{ID: "times", Paused: when, Created: when, Next: when, Fired: when, Turn: distr.ScanTurn{Slot: when}}),
		room.PutRun(distr.ScanRun{ID: "times", Slot: when, Created: when, Ready: when, Started: when, Begun: when, Ended: when, Cancelled: when, Until: when}),
		room.PutFindings([]distr.FindingRecord{{First: when, Last: when, Resolved: when}}),
	)
}

// scanTimes reads them back.
func scanTimes(room distr.CustomerView) (map[string]time.Time, error) {
	s, errSchedule := room.Schedule("times")
	r, errRun := room.Run("times")
	f, err := room.Findings(distr.FindingQuery{})
	if err := errors.Join(errSchedule, errRun, err); err != nil {
		return nil, err
	}
	if len(f) != 1 {
		return nil, fmt.Errorf("%d findings: there is one", len(f))
	}
	return map[string]time.Time{
		"Schedule.Paused": s.Paused, "Schedule.Created": s.Created, "Schedule.Next": s.Next, "Schedule.Fired": s.Fired, "Schedule.Turn": s.Turn.Slot,
		"Run.Slot": r.Slot, "Run.Created": r.Created, "Run.Ready": r.Ready, "Run.Started": r.Started, "Run.Begun": r.Begun, "Run.Ended": r.Ended, "Run.Cancelled": r.Cancelled, "Run.Until": r.Until,
		"Finding.First": f[0].First, "Finding.Last": f[0].Last, "Finding.Resolved": f[0].Resolved,
	}, nil
}

// scansOf is what a customer's room has of scans.
type scansOf struct {
	Schedules []distr.ScanSchedule
	Runs      []distr.ScanRun
	Detail    distr.RunDetail
	Findings  []distr.FindingRecord
}

func everyScan(room distr.CustomerView) (all scansOf, err error) {
	var errs [4]error
	all.Schedules, errs[0] = room.Schedules(distr.ScheduleQuery{})
	all.Runs, errs[1] = room.Runs(distr.RunQuery{})
	all.Detail, errs[2] = room.RunDetail("")
	all.Findings, errs[3] = room.Findings(distr.FindingQuery{})
	return all, errors.Join(errs[:]...)
}

// emptyScans puts what is as empty as can be.
func emptyScans(room distr.CustomerTx) error {
	return errors.Join(
		room.PutSchedule(distr.ScanSchedule{}), room.PutRun(distr.ScanRun{}), room.PutRunDetail("", distr.RunDetail{}), room.RemoveRuns(time.Time{}),
		room.PutFindings(nil), room.PutFindings([]distr.FindingRecord{{}}),
	)
}
