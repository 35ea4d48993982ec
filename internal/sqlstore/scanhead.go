package sqlstore

import (
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A head is the first run of a customer's that may be begun.
type head struct {
	run distr.RunID
	due int64
}

func readHead(scan Scan) (h head, err error) {
	err = scan(&h.run, &h.due)
	return h, err
}

// putHead keeps which of the customer's runs is the first, and from when on no other
// one is running. Both change only when a run is put.
func (t *customerTx) putHead() error {
	h, found, err := one(t.q, readHead, `
		SELECT run, due FROM runs
		WHERE vendor = $1 AND customer = $2 AND live = 1 AND due IS NOT NULL ORDER BY due, run LIMIT 1`, t.vendor, t.customer)
	if err != nil {
		return err
	}
	// One that runs and is never due is first in this order.
	free, running, err := one(t.q, value[*int64], `
		SELECT due FROM runs
		WHERE vendor = $1 AND customer = $2 AND state = 'running' ORDER BY due IS NULL DESC, due DESC LIMIT 1`, t.vendor, t.customer)
	if err != nil {
		return err
	}
	if !found || running && free == nil {
		_, err = t.q.Exec(`DELETE FROM run_heads WHERE vendor = $1 AND customer = $2`, t.vendor, t.customer)
		return err
	}
	if !running {
		free = &h.due
	}
	_, err = t.q.Exec(`
		INSERT INTO run_heads (vendor, customer, first_run, first_due, free) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (vendor, customer) DO UPDATE SET first_run = excluded.first_run, first_due = excluded.first_due, free = excluded.free`,
		t.vendor, t.customer, h.run, h.due, *free)
	return err
}

// DueRuns reads no run of those that wait behind another.
func (v *view) DueRuns(at time.Time, limit int) ([]distr.CustomerRun, error) {
	due, err := list(v.q, readCustomerRun, `
		SELECT r.customer, `+runColumns+` FROM run_heads AS h CROSS JOIN runs AS r
		WHERE h.vendor = $1 AND h.first_due <= $2 AND h.free <= $2
		AND r.vendor = $1 AND r.customer = h.customer AND r.run = h.first_run
		ORDER BY h.first_due, h.customer, h.first_run LIMIT $3`, v.vendor, micros(at), upTo(limit))
	if err != nil {
		return nil, fmt.Errorf("listing the runs that are due: %w", err)
	}
	return due, nil
}
