package distr

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
)

// Why a run does not begin.
var (
	errUnlicensed = errors.New("no license has room for it")
	errTrouble    = errors.New("the program that carries it out could not read or write what it needs")
)

// begin looks up what is scanned, and has the scan counted by the license.
func (r *runner) begin(ctx context.Context) error {
	var counted, free bool
	var before string
	err := r.keeper.vendor.view(ctx, func(view VendorView) error {
		room, err := view.Open(r.customer)
		if err != nil {
			return err
		}
		if r.targets, err = r.run.Targets.resolved(room); err != nil {
			return err
		}
		if counted, free, err = r.licensed(room); err != nil {
			return err
		}
		d, err := room.RunDetail(r.run.ID)
		before = d.Log
		return err
	})
	if err == nil && !counted && !free {
		_, err = r.keeper.vendor.Account(r.customer).RecordUse(ctx, Use{Key: string(r.run.ID), Model: license.PerScan})
		if counted = err == nil; ours(err) {
			err = fmt.Errorf("%w: %w", errUnlicensed, err)
		}
	}
	if err != nil {
		return r.trouble(ctx, err)
	}
	r.begun = true
	r.harvest = newHarvest(r.targets)
	if before != "" {
		_, _ = fmt.Fprintf(&r.log, "%s\n\nattempt %d, after: %s\n", before, r.run.Attempts, r.run.Error)
	}
	detail := RunDetail{Targets: r.targets, Log: r.log.text()}
	return r.trouble(ctx, r.write(ctx, func(_ VendorTx, room CustomerTx, run *ScanRun, _ time.Time) ([]Event, error) {
		run.Counted, run.Total = counted, len(r.targets)
		if err := room.PutRun(*run); err != nil {
			return nil, err
		}
		return nil, room.PutRunDetail(run.ID, detail)
	}))
}

// licensed says whether the run is counted already, or need not be: a license of assets
// lets them be scanned as often as one likes. Without any license in force the error is
// an errUnlicensed.
func (r *runner) licensed(room CustomerView) (counted, free bool, err error) {
	if r.run.Counted {
		return true, false, nil
	}
	if _, err := room.Use(string(r.run.ID)); !absent(err) { // by a runner that died before it could say so
		return err == nil, false, err
	}
	contracts, err := room.Contracts()
	if err != nil {
		return false, false, err
	}
	at := r.keeper.vendor.hub.now()
	if _, found := license.InForce(contracts, license.PerScan, at); found {
		return false, false, nil
	}
	if _, found := license.InForce(contracts, license.PerAsset, at); found {
		return false, true, nil
	}
	return false, false, fmt.Errorf("%w: none is in force at %s", errUnlicensed, at.Format(time.RFC3339))
}

// trouble is an error as the run's record tells of it: what is none of ours stays in
// the program's log.
func (r *runner) trouble(ctx context.Context, err error) error {
	switch {
	case err == nil, errors.Is(err, errLost), errors.Is(err, errUnlicensed), ours(err):
		return err
	case ctx.Err() != nil:
		return errStopped
	}
	r.keeper.vendor.hub.config.Log.Error("a run of a scan meets trouble", "vendor", r.keeper.vendor.id, "customer", r.customer, "run", r.run.ID, "error", err)
	return errTrouble
}
