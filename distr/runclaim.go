package distr

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// errDied is what an attempt failed with whose runner was not heard of any more.
var errDied = errors.New("who carried it out has died, or could not reach the store")

// A claimedRun is a run that is in this process' hands, and what is to carry it out.
type claimedRun struct {
	CustomerRun
	scanner Scanner
}

// claim takes runs that are due into the keeper's hands, at most so many; more says
// whether there may be others. Those that cannot be carried out any more are ended.
func (k *runKeeper) claim(ctx context.Context, most int) (claimed []claimedRun, more bool, err error) {
	v := k.vendor
	err = v.look(ctx, tenant.CarryOutScans, func(view VendorView) error { // nobody waits in the line of those who write for nothing
		due, err := view.DueRuns(v.hub.now(), 1)
		more = len(due) > 0
		return err
	})
	if err != nil || !more {
		return nil, false, err
	}
	holder, err := tenant.NewID("rnr", v.hub.config.Rand)
	if err != nil {
		return nil, false, err
	}
	err = v.carry(ctx, func(tx VendorTx, at time.Time) (events []Event, err error) {
		claimed, more = nil, false // it may run again
		due, err := tx.DueRuns(at, most)
		if err != nil {
			return nil, err
		}
		for _, run := range due {
			room, err := tx.Edit(run.Customer)
			if err != nil {
				return nil, err
			}
			scanner, state, why := k.obstacle(room, run.ScanRun)
			if state != "" {
				run.Error = short(why.Error())
				if err := k.note(room, run.ScanRun, why); err != nil {
					return nil, err
				}
				e, err := endRun(tx, room, run.Customer, &run.ScanRun, state, at)
				if err != nil {
					return nil, err
				}
				events = append(events, e)
				continue
			} else if why != nil {
				return nil, why
			}
			if run.Started.IsZero() {
				run.Started = at
			}
			if run.State == RunRunning {
				run.Error = errDied.Error()
			}
			run.State, run.Holder, run.Until = RunRunning, holder, at.Add(k.config.Lease)
			run.Begun = at
			run.Attempts++
			run.Done, run.Total = 0, 0
			if err := room.PutRun(run.ScanRun); err != nil {
				return nil, err
			}
			claimed = append(claimed, claimedRun{run, scanner})
		}
		more = len(due) == most
		return events, nil
	})
	if err != nil {
		return nil, false, err
	}
	return claimed, more, nil
}

// obstacle is why a run that is due is not carried out, and how it ends then. Without a
// state the error is that the store cannot say.
func (k *runKeeper) obstacle(room CustomerView, run ScanRun) (Scanner, RunState, error) {
	c, err := room.Customer()
	if err != nil {
		return nil, "", err
	}
	scanner, unknown := k.config.scanner(run.Profile)
	switch {
	case !run.Cancelled.IsZero():
		return nil, RunCancelled, errCancelled
	case !c.Archived.IsZero():
		return nil, RunCancelled, errors.New("the customer is archived")
	case run.State == RunRunning && run.Attempts >= k.config.Attempts:
		return nil, RunFailed, fmt.Errorf("%w, in attempt %d of %d", errDied, run.Attempts, k.config.Attempts)
	case unknown != nil:
		return nil, RunFailed, unknown
	}
	return scanner, "", nil
}
