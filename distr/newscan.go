package distr

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A NewScan is a scan that somebody asks for. The zero value scans everything that is
// monitored with the default profile.
type NewScan struct {
	Profile string        // default: DefaultProfile
	Targets ScanSelection // default: all that is monitored
}

// MaxQueued is how many runs of one customer may wait to be begun when somebody asks
// for one more.
const MaxQueued = 100

// StartScan asks for a scan: it waits then to be begun by whoever runs
// [Vendor.KeepScanning], one of a customer's at a time. What is scanned is looked up
// when it begins, and so is whether a license has room for it.
//
// Targets that mean nothing, or select nothing, or too much, are a tenant.ErrInvalid;
// an asset that is not among the customer's is a tenant.ErrNotFound; and too many that
// wait already are a tenant.ErrConflict.
func (a *Account) StartScan(ctx context.Context, n NewScan) (run ScanRun, err error) {
	run = ScanRun{Cause: ByHand, Asked: a.vendor.actor.Name, State: RunQueued}
	if run.Profile, err = checkedProfile(n.Profile); err != nil {
		return ScanRun{}, err
	}
	if run.Targets, err = n.Targets.checked(); err != nil {
		return ScanRun{}, err
	}
	if err := a.look(ctx, tenant.RunScans, run.Targets.something); err != nil { // nobody waits for that in the line of those who write
		return ScanRun{}, err
	}
	if run.ID, err = a.vendor.hub.newRunID(); err != nil {
		return ScanRun{}, err
	}
	err = a.update(ctx, tenant.RunScans, func(room CustomerTx, at time.Time) ([]Event, error) {
		waiting, err := room.Runs(RunQuery{State: RunQueued, Limit: MaxQueued})
		if err != nil {
			return nil, err
		}
		if len(waiting) == MaxQueued {
			return nil, fmt.Errorf("%w: %d runs of customer %s wait already; wait until they are through, or cancel some", tenant.ErrConflict, MaxQueued, a.id)
		}
		run.Created, run.Ready = at, at
		if err := room.PutRun(run); err != nil {
			return nil, err
		}
		return one(happened(ScanAsked, a.id, map[string]any{"run": run.ID, "profile": run.Profile}))
	})
	if err != nil {
		return ScanRun{}, err
	}
	return run, nil
}

// something looks whether the selection selects something at this moment, and not too
// much.
func (s ScanSelection) something(room CustomerView) error {
	if err := s.within(room); err != nil {
		return err
	}
	_, err := s.resolved(room)
	return err
}

// resolved lists what is scanned. Nothing, or too much, is a tenant.ErrInvalid.
func (s ScanSelection) resolved(room AssetView) ([]ScanTarget, error) {
	found, err := s.among(room, MaxTargets+1)
	switch {
	case err != nil:
		return nil, err
	case len(found) == 0:
		return nil, fmt.Errorf("%w targets: none of the customer's monitored assets is selected; add assets, or select others", tenant.ErrInvalid)
	case len(found) > MaxTargets:
		return nil, fmt.Errorf("%w targets: more than %d assets are selected, which is all that one run scans; select fewer, by kinds or below names, in several runs or schedules", tenant.ErrInvalid, MaxTargets)
	}
	targets := make([]ScanTarget, len(found))
	for i, r := range found {
		targets[i] = ScanTarget{Text: r.Asset.Canonical, Kind: scanKind(r.Asset.Kind)}
	}
	return targets, nil
}

// scanKind is how an asset is approached.
func scanKind(k license.AssetKind) ScanKind {
	switch k {
	case license.WebApp:
		return ScanWebApp
	case license.API:
		return ScanAPI
	case license.Address:
		return ScanAddress
	default:
		return ScanHost
	}
}
