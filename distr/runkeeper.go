package distr

import (
	"context"
	"errors"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// KeepScanning hands out what is due by schedules and triggers, and carries runs out,
// until ctx ends. Several may do so, in one process or many: each run is carried out by
// one, and when that one dies another takes the run over after ScanConfig.Lease.
//
// When ctx ends, the scanners are told to end, and runs that are going on are given back
// as if they had not been begun, so that whoever comes next begins them at once.
//
// A run that fails is tried again, and harms no other. Trouble with the store is logged
// when it begins and when it is over. An error is returned only if the config cannot
// work, or the actor may not do this.
func (v *Vendor) KeepScanning(ctx context.Context, conf ScanConfig) error {
	conf, err := conf.completed()
	if err != nil {
		return err
	}
	if err := v.mayCarryOut(ctx); err != nil {
		return err
	}
	k := &runKeeper{vendor: v, config: conf, handed: make(chan struct{}, 1)}
	over := make(chan struct{})
	go func() {
		defer close(over)
		k.handOut(ctx)
	}()
	k.keep(ctx)
	<-over
	return nil
}

// mayCarryOut is an error if the actor may not, or there can be no such vendor. A store
// in trouble is no reason not to begin.
func (v *Vendor) mayCarryOut(ctx context.Context) error {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), closing)
	defer stop()
	err := v.look(ctx, tenant.CarryOutScans, func(VendorView) error { return nil })
	if errors.Is(err, tenant.ErrForbidden) || errors.Is(err, tenant.ErrInvalid) {
		return err
	}
	return nil
}

// A runKeeper hands runs out and has them carried out.
type runKeeper struct {
	vendor *Vendor
	config ScanConfig
	handed chan struct{} // gets a value when there may be new runs
}

// keep carries runs out until ctx ends, and waits for those that go on.
func (k *runKeeper) keep(ctx context.Context) {
	trouble := troubleWith{keeper: k, begins: "runs of scans cannot be begun; they wait and are tried again", over: "runs of scans are begun again"}
	going := 0
	ended := make(chan struct{}, k.config.AtOnce)
	for ctx.Err() == nil {
		told := k.vendor.held.told.wait() // before looking, so that nothing falls in between
		for more := true; more && going < k.config.AtOnce && ctx.Err() == nil; {
			var claimed []claimedRun
			var err error
			claimed, more, err = k.claim(ctx, k.config.AtOnce-going)
			trouble.log(ctx, err)
			for _, c := range claimed {
				going++
				go func() {
					defer func() { ended <- struct{}{} }()
					k.carryOut(ctx, c)
				}()
			}
		}
		timer := time.NewTimer(k.config.Every)
		select {
		case <-ctx.Done():
		case <-told:
		case <-k.handed:
		case <-timer.C:
		case <-ended:
			going--
		}
		timer.Stop()
	}
	for ; going > 0; going-- {
		<-ended
	}
}

// tidyEvery is how often is looked for runs that have stayed long enough, and for what
// waits for a time that a wrong clock has said.
const tidyEvery = time.Hour

// handOut makes runs of what is due until ctx ends, and forgets old ones.
func (k *runKeeper) handOut(ctx context.Context) {
	trouble := troubleWith{keeper: k, begins: "scans are not handed out, or not all; those wait and are tried again", over: "all scans are handed out again"}
	tick, seldom := time.NewTicker(k.config.Every), time.NewTicker(tidyEvery)
	defer tick.Stop()
	defer seldom.Stop()
	untidy := troubleWith{keeper: k, begins: "old scans are not forgotten, or what a wrong clock has left is not put right; it is tried again", over: "old scans are forgotten again"}
	tidy := func() { untidy.log(ctx, errors.Join(k.vendor.mendTimes(ctx), k.vendor.ForgetRuns(ctx))) }
	tidy()
	for {
		n, handing := k.vendor.HandOutScans(ctx)
		if n > 0 {
			select {
			case k.handed <- struct{}{}:
			default:
			}
		}
		trouble.log(ctx, handing)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-seldom.C:
			tidy()
		}
	}
}

// troubleWith says what is not going, and what is going again.
type troubleWith struct {
	keeper       *runKeeper
	begins, over string
	said         string // what is wrong, as it was last logged
}

// log logs trouble when it begins, when it is another, and when it is over.
func (t *troubleWith) log(ctx context.Context, err error) {
	log, vendor := t.keeper.vendor.hub.config.Log, t.keeper.vendor.id
	switch {
	case ctx.Err() != nil:
		return
	case err == nil && t.said != "":
		log.Info(t.over, "vendor", vendor)
		t.said = ""
	case err != nil && err.Error() != t.said:
		log.Warn(t.begins, "vendor", vendor, "error", err)
		t.said = err.Error()
	}
}
