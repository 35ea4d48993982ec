package distr

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// end writes down what became of an attempt: what it found, and then how the run has
// ended, or when it is tried again. What is not written down, since the process or the
// store dies, is found again by who takes the run over.
func (r *runner) end(ctx context.Context, err error) {
	found, incomplete := r.harvest.gather()
	if incomplete != nil && (err == nil || notChecked(err) != nil) {
		err = incomplete
	}
	log := r.keeper.vendor.hub.config.Log
	switch {
	case errors.Is(err, errLost):
		log.Warn("a run is in others' hands by now, and is not ended by this process", "vendor", r.keeper.vendor.id, "run", r.run.ID)
		return
	case errors.Is(err, errStopped):
		err = r.giveBack(ctx)
	default:
		err = r.settle(ctx, found, err)
	}
	if err != nil && !errors.Is(err, errLost) {
		log.Error("what became of a run cannot be written down; it is carried out again", "vendor", r.keeper.vendor.id, "run", r.run.ID, "error", err)
	}
}

// giveBack lets others begin the run anew, as if this attempt had not been.
func (r *runner) giveBack(ctx context.Context) error {
	return r.write(ctx, func(_ VendorTx, room CustomerTx, run *ScanRun, _ time.Time) ([]Event, error) {
		run.State, run.Holder, run.Until = RunQueued, "", time.Time{}
		run.Attempts, run.Done = max(run.Attempts-1, 0), 0
		return nil, room.PutRun(*run)
	})
}

// settleTries is how often the store is asked to take what became of an attempt, each
// time for a while.
const settleTries = 3

// settle writes down what was found, and what becomes of the run.
func (r *runner) settle(ctx context.Context, found []Finding, failed error) error {
	not, why := spared(failed, r.targets)
	if not != nil {
		failed = nil
	}
	checked := slices.DeleteFunc(slices.Clone(r.targets), func(t ScanTarget) bool { return failed != nil || not[t.Text] })
	f, err := r.fold(ctx, found, checked)
	if errors.Is(err, errLost) {
		return err
	}
	if err != nil && failed == nil {
		failed = r.trouble(context.WithoutCancel(ctx), err)
	}
	detail := RunDetail{Targets: r.targets, Log: r.log.text()}
	if failed == nil {
		for _, t := range r.targets {
			if not[t.Text] {
				detail.NotChecked = append(detail.NotChecked, t.Text)
			}
		}
	}
	for _, one := range found {
		detail.Found = append(detail.Found, one.Fingerprint)
	}
	for range settleTries {
		err = r.write(ctx, func(tx VendorTx, room CustomerTx, run *ScanRun, at time.Time) ([]Event, error) {
			run.Done, run.Total = r.came()
			run.Found, run.New, run.Resolved = len(found), f.new, f.resolved
			run.Error = short(why)
			if failed != nil {
				run.Error = short(plainText(failed.Error()))
			}
			state := r.verdict(run, failed)
			if state == RunSucceeded {
				run.Done = run.Total - len(not)
			}
			if r.begun || run.Attempts == 1 { // else what there is of the attempts before stays
				if err := room.PutRunDetail(run.ID, detail); err != nil {
					return nil, err
				}
			}
			if state == RunQueued {
				run.State, run.Holder, run.Until, run.Ready = RunQueued, "", time.Time{}, at.Add(r.keeper.config.wait(run.Attempts))
				return nil, room.PutRun(*run)
			}
			return one(endRun(tx, room, r.customer, run, state, at))
		})
		if err == nil || errors.Is(err, errLost) {
			break
		}
	}
	return err
}

// verdict is what becomes of a run after an attempt. What would fail again in the same
// way is not tried again.
func (r *runner) verdict(run *ScanRun, failed error) RunState {
	switch {
	case failed == nil:
		return RunSucceeded
	case !run.Cancelled.IsZero(), errors.Is(failed, errGone):
		return RunCancelled
	case errors.Is(failed, errTimedOut), errors.Is(failed, context.DeadlineExceeded):
		return RunTimedOut
	case errors.Is(failed, tenant.ErrInvalid), errors.Is(failed, errUnlicensed), run.Attempts >= r.keeper.config.Attempts:
		return RunFailed
	default:
		return RunQueued
	}
}
