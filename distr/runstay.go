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
