package distr

import (
	"context"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// RunsStay is how long runs stay after they have ended, with what there is to read
// about them. What they found stays longer.
const RunsStay = 365 * 24 * time.Hour

// runPage is how many runs are in memory where all are read, and forgottenAtOnce of how
// many customers one update removes some.
const (
	runPage         = 1000
	forgottenAtOnce = 50
)

// ForgetRuns removes runs that ended longer ago than RunsStay.
func (v *Vendor) ForgetRuns(ctx context.Context) error {
	before := v.hub.now().Add(-RunsStay)
	q := RunQuery{Until: before, Limit: runPage, Oldest: true}
	for more := true; more; {
		var old []tenant.CustomerID
		err := v.look(ctx, tenant.CarryOutScans, func(view VendorView) error {
			old = nil
			page, err := view.Runs(q)
			for _, run := range page {
				if run.State.Final() && run.Ended.Before(before) {
					old = append(old, run.Customer)
				}
			}
			if more = len(page) == q.Limit; more {
				q.After = page[len(page)-1].Mark()
			}
			return err
		})
		if err != nil {
			return err
		}
		for some := range slices.Chunk(distinct(old), forgottenAtOnce) {
			if err := v.forgetRunsOf(ctx, some, before); err != nil {
				return err
			}
		}
	}
	return nil
}

// takeBackRuns lets runs be taken over that are in somebody's hands for longer than any
// lease is: a clock was wrong.
func (v *Vendor) takeBackRuns(ctx context.Context) error {
	var lost []CustomerRun
	err := v.look(ctx, tenant.CarryOutScans, func(view VendorView) error {
		lost = nil
		running, err := view.Runs(RunQuery{State: RunRunning})
		for _, run := range running {
			if run.Until.After(v.hub.now().Add(longestLease)) {
				lost = append(lost, run)
			}
		}
		return err
	})
	if err != nil || len(lost) == 0 {
		return err
	}
	return v.carry(ctx, func(tx VendorTx, at time.Time) ([]Event, error) {
		for _, l := range lost {
			room, err := tx.Edit(l.Customer)
			if err != nil {
				return nil, err
			}
			run, err := room.Run(l.ID)
			if err == nil && run.State == RunRunning && run.Holder == l.Holder && run.Until.Equal(l.Until) {
				run.Until = at
				err = room.PutRun(run)
			}
			if err != nil && !absent(err) {
				return nil, err
			}
		}
		return nil, nil
	})
}

func (v *Vendor) forgetRunsOf(ctx context.Context, customers []tenant.CustomerID, before time.Time) error {
	return v.carry(ctx, func(tx VendorTx, _ time.Time) ([]Event, error) {
		for _, id := range customers {
			room, err := tx.Edit(id)
			if err == nil {
				err = room.RemoveRuns(before)
			}
			if err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
}
