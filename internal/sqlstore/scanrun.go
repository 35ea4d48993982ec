package sqlstore

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

const runColumns = `run, schedule, name, cause, fired_by, slot, missed, asked, profile, targets, state, created, ready, started, begun, ended,
	attempts, done, total, counted, error, found, fresh, resolved, cancelled, holder, until`

func runFields(r *distr.ScanRun) []any {
	return []any{
		&r.ID, &r.Schedule, &r.Name, &r.Cause, &r.Trigger, timeColumn{&r.Slot}, &r.Missed, &r.Asked, &r.Profile, jsonColumn{&r.Targets}, &r.State,
		timeColumn{&r.Created}, timeColumn{&r.Ready}, timeColumn{&r.Started}, timeColumn{&r.Begun}, timeColumn{&r.Ended}, &r.Attempts, &r.Done, &r.Total, &r.Counted,
		&r.Error, &r.Found, &r.New, &r.Resolved, timeColumn{&r.Cancelled}, &r.Holder, timeColumn{&r.Until},
	}
}

func readRun(scan Scan) (r distr.ScanRun, err error) {
	err = scan(runFields(&r)...)
	return r, err
}

func (v *customerView) Run(id distr.RunID) (distr.ScanRun, error) {
	return the(v.q, readRun, "run", id, `SELECT `+runColumns+` FROM runs WHERE vendor = $1 AND customer = $2 AND run = $3`, v.vendor, v.customer, id)
}

func (v *customerView) Runs(q distr.RunQuery) ([]distr.ScanRun, error) {
	where := &condition{}
	where.and("vendor =", v.vendor)
	where.and("customer =", v.customer)
	runs, err := list(v.q, readRun, `SELECT `+runColumns+selectRuns(where, q, "created", "run"), where.args...)
	if err != nil {
		return nil, fmt.Errorf("listing the runs of customer %s: %w", v.customer, err)
	}
	if !q.Oldest {
		slices.Reverse(runs)
	}
	return runs, nil
}

// PutRun does not raise: nothing that a snapshot holds changes.
func (t *customerTx) PutRun(r distr.ScanRun) error {
	targets, err := jsonText(r.Targets)
	if err == nil {
		_, err = t.q.Exec(`
			INSERT INTO runs (vendor, customer, `+runColumns+`, live, due)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)
			ON CONFLICT (vendor, customer, run) DO UPDATE
			SET schedule = excluded.schedule, name = excluded.name, cause = excluded.cause, fired_by = excluded.fired_by, slot = excluded.slot,
				missed = excluded.missed, asked = excluded.asked, profile = excluded.profile, targets = excluded.targets, state = excluded.state,
				created = excluded.created, ready = excluded.ready, started = excluded.started, begun = excluded.begun, ended = excluded.ended, attempts = excluded.attempts,
				done = excluded.done, total = excluded.total, counted = excluded.counted, error = excluded.error, found = excluded.found,
				fresh = excluded.fresh, resolved = excluded.resolved, cancelled = excluded.cancelled, holder = excluded.holder,
				until = excluded.until, live = excluded.live, due = excluded.due`,
			t.vendor, t.customer, r.ID, r.Schedule, r.Name, r.Cause, r.Trigger, micros(r.Slot), r.Missed, r.Asked, r.Profile, targets, r.State,
			micros(r.Created), micros(r.Ready), micros(r.Started), micros(r.Begun), micros(r.Ended), r.Attempts, r.Done, r.Total, number(r.Counted), r.Error,
			r.Found, r.New, r.Resolved, micros(r.Cancelled), r.Holder, micros(r.Until), number(!r.State.Final()), microsOrNever(r.Due()))
	}
	if err == nil {
		err = t.putHead(r)
	}
	if err != nil {
		return fmt.Errorf("keeping run %s: %w", r.ID, err)
	}
	return nil
}

// RemoveRuns removes details first, which hang on them. A run that has ended is no
// head.
func (t *customerTx) RemoveRuns(before time.Time) error {
	const over = `vendor = $1 AND customer = $2 AND live = 0 AND ended > $3 AND ended < $4`
	for _, statement := range []string{
		`DELETE FROM run_details WHERE vendor = $1 AND customer = $2 AND run IN (SELECT run FROM runs WHERE ` + over + `)`,
		`DELETE FROM runs WHERE ` + over,
	} {
		if _, err := t.q.Exec(statement, t.vendor, t.customer, micros(time.Time{}), micros(before)); err != nil {
			return fmt.Errorf("removing old runs of customer %s: %w", t.customer, err)
		}
	}
	return nil
}
