package sqlstore

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
)

func readCustomerRun(scan Scan) (r distr.CustomerRun, err error) {
	err = scan(append([]any{&r.Customer}, runFields(&r.ScanRun)...)...)
	return r, err
}

// Runs reads a limited list from the end that the limit leaves, as Pulls does.
func (v *view) Runs(q distr.RunQuery) ([]distr.CustomerRun, error) {
	where := v.where()
	runs, err := list(v.q, readCustomerRun, `SELECT customer, `+runColumns+selectRuns(where, q, "created", "run", "customer"), where.args...)
	if err != nil {
		return nil, fmt.Errorf("listing the runs of all customers: %w", err)
	}
	if !q.Oldest {
		slices.Reverse(runs)
	}
	return runs, nil
}

// selectRuns is the rest of the query behind its columns, without conditions that it
// has no need of. where has the room.
func selectRuns(where *condition, q distr.RunQuery, order ...string) string {
	if q.Schedule != "" {
		where.and("schedule =", q.Schedule)
	}
	if q.Profile != "" {
		where.and("profile =", q.Profile)
	}
	if q.State != "" {
		if !q.State.Final() {
			where.where = append(where.where, "live = 1") // not a parameter: there are indexes of just these
		}
		where.and("state =", q.State)
	}
	if q.Trigger != "" {
		where.and("fired_by =", q.Trigger)
	}
	// Of two lower bounds SQLite would look for one, and read past the other.
	switch {
	case !q.After.IsZero() && !q.After.Time.Before(q.Since):
		where.args = append(where.args, micros(q.After.Time), q.After.ID)
		where.where = append(where.where, fmt.Sprintf("(created, run) > ($%d, $%d)", len(where.args)-1, len(where.args)))
	case !q.Since.IsZero():
		where.and("created >=", micros(q.Since))
	}
	if !q.Until.IsZero() {
		where.and("created <", micros(q.Until))
	}
	down := ""
	if !q.Oldest {
		down = " DESC"
	}
	rest := " FROM runs WHERE " + where.String() + " ORDER BY " + strings.Join(order, down+", ") + down
	where.args = append(where.args, upTo(q.Limit))
	return fmt.Sprintf("%s LIMIT $%d", rest, len(where.args))
}
