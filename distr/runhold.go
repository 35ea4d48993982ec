package distr

import (
	"context"
	"errors"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Why a run ends before its scanner does.
var (
	errCancelled = errors.New("somebody has asked for its end")
	errGone      = errors.New("the customer is archived")
	errTimedOut  = errors.New("it took too long")
	errLost      = errors.New("somebody else has taken it over, or it is no more")
)

// write changes a run that is in this process' hands, along with what belongs to it,
// and keeps it in them for another lease. If it is in others' by now that is errLost.
func (r *runner) write(ctx context.Context, fn func(tx VendorTx, room CustomerTx, run *ScanRun, at time.Time) ([]Event, error)) error {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), closing)
	defer stop()
	var held ScanRun
	err := r.keeper.vendor.carry(ctx, func(tx VendorTx, at time.Time) ([]Event, error) {
		room, err := tx.Edit(r.customer)
		if err != nil {
			return nil, err
		}
		run, err := room.Run(r.run.ID)
		if absent(err) || err == nil && (run.State != RunRunning || run.Holder != r.run.Holder) {
			return nil, errLost
		}
		if err != nil {
			return nil, err
		}
		run.Until = at.Add(r.keeper.config.Lease)
		events, err := fn(tx, room, &run, at)
		held = run
		return events, err
	})
	if err == nil {
		r.run = held
	}
	return err
}

// beat says that the run goes on, and how far it is. The error is why it is to end.
func (r *runner) beat(ctx context.Context) error {
	detail, log := RunDetail{Targets: r.targets}, r.log.fresh()
	if log {
		detail.Log = r.log.text()
	}
	err := r.write(ctx, func(_ VendorTx, room CustomerTx, run *ScanRun, _ time.Time) ([]Event, error) {
		run.Done, run.Total = r.progress()
		if log {
			if err := room.PutRunDetail(run.ID, detail); err != nil {
				return nil, err
			}
		}
		return nil, room.PutRun(*run)
	})
	switch {
	case errors.Is(err, errLost):
		return errLost
	case err != nil && r.run.Until.After(r.keeper.vendor.hub.now()):
		r.keeper.vendor.hub.config.Log.Warn("a run cannot say that it goes on; it is tried again", "vendor", r.keeper.vendor.id, "run", r.run.ID, "error", err)
		return nil
	case err != nil:
		return errLost // somebody else may take it over from now on
	}
	return r.asked()
}

// look reads whether somebody has asked for the run's end, or the customer is none any
// more, without changing anything.
func (r *runner) look(ctx context.Context) error {
	var is ScanRun
	var c tenant.Customer
	err := r.keeper.vendor.view(ctx, func(view VendorView) error {
		room, err := view.Open(r.customer)
		if err == nil {
			is, err = room.Run(r.run.ID)
		}
		if err == nil {
			c, err = room.Customer()
		}
		return err
	})
	if err == nil && is.Holder == r.run.Holder {
		r.run.Cancelled = is.Cancelled
	}
	if err == nil && !c.Archived.IsZero() {
		return errGone
	}
	return r.asked()
}

func (r *runner) asked() error {
	if !r.run.Cancelled.IsZero() {
		return errCancelled
	}
	return nil
}
