package sqlstore

import (
	"fmt"
	"math"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A head says which of a customer's runs is the first that may be begun, and when the
// customer is in turn.
type head struct {
	run  *distr.RunID // nil: none may ever be begun
	due  *int64       // when that one may
	free int64        // from when on none is running: always, notAgain, or a time
	turn int64        // when one was last begun
}

const notAgain = math.MaxInt64

// always is how the zero time is kept.
func always() int64 { return micros(time.Time{}) }

func readHead(scan Scan) (h head, err error) {
	err = scan(&h.run, &h.due, &h.free, &h.turn)
	return h, err
}

// same says whether nothing is to be kept anew.
func (h head) same(other head) bool {
	return h.free == other.free && h.turn == other.turn && (h.run == nil) == (other.run == nil) &&
		(h.run == nil || *h.run == *other.run && *h.due == *other.due)
}

// behind says whether the first run stays the first when one is put that may be begun
// at such a time; nil is never.
func (h head) behind(id distr.RunID, due *int64) bool {
	if h.run == nil || due == nil || *due != *h.due {
		return due == nil || h.run != nil && *due > *h.due
	}
	return id > *h.run
}

// putHead keeps the head that there is after a run was put. The runs are looked through
// only if it cannot be told from the head before: what is handed out goes behind those
// that wait, or is alone.
func (t *customerTx) putHead(r distr.ScanRun) error {
	was, found, err := one(t.q, readHead, `
		SELECT first_run, first_due, free, turn FROM run_heads
		WHERE vendor = $1 AND customer = $2`, t.vendor, t.customer)
	if err != nil {
		return err
	}
	if !found {
		was = head{free: always(), turn: always()}
	}
	is := was
	is.turn = max(was.turn, micros(r.Begun))
	due := (*int64)(nil)
	if when := r.Due(); !when.IsZero() {
		due = new(int64)
		*due = micros(when)
	}
	switch {
	case !was.behind(r.ID, due):
		is.run, is.due = &r.ID, due
	case was.run != nil && *was.run == r.ID:
		err = t.findFirst(&is)
	}
	switch {
	case err != nil:
		return err
	case was.free != always():
		err = t.findFree(&is)
	case r.State == distr.RunRunning && due == nil:
		is.free = notAgain
	case r.State == distr.RunRunning:
		is.free = *due
	}
	if err != nil || is.same(was) {
		return err
	}
	place := is.due
	if place != nil && is.turn > *place {
		place = &is.turn
	}
	_, err = t.q.Exec(`
		INSERT INTO run_heads (vendor, customer, first_run, first_due, free, turn, place) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (vendor, customer) DO UPDATE
		SET first_run = excluded.first_run, first_due = excluded.first_due, free = excluded.free, turn = excluded.turn, place = excluded.place`,
		t.vendor, t.customer, is.run, is.due, is.free, is.turn, place)
	return err
}

// findFirst looks for the first run that may be begun.
func (t *customerTx) findFirst(h *head) error {
	h.run, h.due = nil, nil
	_, _, err := one(t.q, func(scan Scan) (none struct{}, err error) { return none, scan(&h.run, &h.due) }, `
		SELECT run, due FROM runs
		WHERE vendor = $1 AND customer = $2 AND live = 1 AND due IS NOT NULL ORDER BY due, run LIMIT 1`, t.vendor, t.customer)
	return err
}

// findFree looks from when on no run is running. One that runs and is never due is
// first in this order.
func (t *customerTx) findFree(h *head) error {
	free, running, err := one(t.q, value[*int64], `
		SELECT due FROM runs
		WHERE vendor = $1 AND customer = $2 AND state = 'running' ORDER BY due IS NULL DESC, due DESC LIMIT 1`, t.vendor, t.customer)
	switch {
	case err != nil:
		return err
	case !running:
		h.free = always()
	case free == nil:
		h.free = notAgain
	default:
		h.free = *free
	}
	return nil
}

// DueRuns reads no run of those that wait behind another. Customers whose last run was
// begun after this instant, since the clocks of those who carry out are not quite the
// same, are behind all others, and few.
func (v *view) DueRuns(at time.Time, limit int) ([]distr.CustomerRun, error) {
	due, err := v.dueRuns("h.place <= $2 AND h.free <= $2", "place", at, upTo(limit))
	if err == nil && int64(len(due)) < upTo(limit) {
		var ahead []distr.CustomerRun
		ahead, err = v.dueRuns("h.turn > h.first_due AND h.turn > $2 AND h.first_due <= $2 AND h.free <= $2", "turn", at, upTo(limit)-int64(len(due)))
		due = append(due, ahead...)
	}
	if err != nil {
		return nil, fmt.Errorf("listing the runs that are due: %w", err)
	}
	return due, nil
}

func (v *view) dueRuns(which, order string, at time.Time, limit int64) ([]distr.CustomerRun, error) {
	return list(v.q, readCustomerRun, `
		SELECT r.customer, `+runColumns+` FROM run_heads AS h CROSS JOIN runs AS r
		WHERE h.vendor = $1 AND `+which+` AND r.vendor = $1 AND r.customer = h.customer AND r.run = h.first_run
		ORDER BY h.`+order+`, h.customer LIMIT $3`, v.vendor, micros(at), limit)
}
