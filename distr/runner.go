package distr

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A runner carries out one attempt of a run.
type runner struct {
	keeper   *runKeeper
	customer tenant.CustomerID
	scanner  Scanner
	run      ScanRun // as it was last written by this one
	targets  []ScanTarget
	log      runLog
	harvest  *harvest
	begun    bool // this attempt has something to tell that those before it have not

	mu          sync.Mutex
	done, parts int // of the targets, or of what the scanner counts instead; no parts: it has not said yet
}

// errStopped is why a run ends when its keeper does.
var errStopped = errors.New("who carries it out is told to end")

// carryOut carries out one attempt of a run that was claimed, and writes down what
// became of it.
func (k *runKeeper) carryOut(ctx context.Context, c claimedRun) {
	r := &runner{keeper: k, customer: c.Customer, scanner: c.scanner, run: c.ScanRun, harvest: newHarvest(nil)}
	err := r.begin(ctx)
	if err == nil {
		err = r.scan(ctx)
	}
	r.log.close()
	r.end(ctx, err)
}

// glanceEvery is how often a runner looks whether somebody has asked for the run's end.
const glanceEvery = 250 * time.Millisecond

// scan lets the scanner scan, and says meanwhile that the run goes on. It is over when
// the scanner has ended, or does not end though it was told to.
func (r *runner) scan(ctx context.Context) error {
	conf := r.keeper.config
	timed, release := context.WithTimeoutCause(ctx, conf.Timeout, errTimedOut)
	defer release()
	scanning, stop := context.WithCancelCause(timed)
	defer stop(nil)
	job := ScanJob{Run: string(r.run.ID), Profile: r.run.Profile, Targets: slices.Clone(r.targets), Log: &r.log, Progress: r.advance}
	ended := make(chan error, 1)
	go r.guarded(scanning, stop, job, ended)

	beat, glance := time.NewTicker(conf.Beat), time.NewTicker(min(conf.Beat, glanceEvery))
	defer beat.Stop()
	defer glance.Stop()
	told, over := scanning.Done(), ctx.Done()
	var late <-chan time.Time
	for {
		select {
		case err := <-ended:
			return outcome(ctx, scanning, err)
		case <-told:
			told, late = nil, time.After(conf.Grace)
		case <-over:
			told, over, late = nil, nil, time.After(min(conf.Grace, closing))
		case <-late:
			select {
			case err := <-ended: // just in time
				return outcome(ctx, scanning, err)
			default:
			}
			r.keeper.vendor.hub.config.Log.Error("a scanner does not end though it was told to, and is left behind", "vendor", r.keeper.vendor.id, "run", job.Run, "profile", job.Profile)
			return fmt.Errorf("%w; the scanner did not end when it was told to", reason(ctx, scanning))
		case <-beat.C:
			if err := r.beat(ctx); err != nil {
				stop(err)
			}
		case <-glance.C:
			if err := r.look(scanning); err != nil {
				stop(err)
			}
		}
	}
}

// outcome is what comes of a scanner that has ended: one that was told to need not have
// scanned all, whatever it says.
func outcome(keeping, scanning context.Context, err error) error {
	if scanning.Err() != nil {
		return reason(keeping, scanning)
	}
	return err
}

// reason is why a scanner was told to end: by itself, or with its keeper.
func reason(keeping, scanning context.Context) error {
	why := context.Cause(scanning)
	if keeping.Err() != nil && errors.Is(why, context.Cause(keeping)) {
		return errStopped
	}
	return why
}

// guarded calls the scanner. Whatever it does in this goroutine, its end is told: it may
// panic, and end the goroutine.
func (r *runner) guarded(ctx context.Context, stop context.CancelCauseFunc, job ScanJob, ended chan<- error) {
	err, returned := error(nil), false
	defer func() { ended <- err }()
	defer func() {
		if returned {
			return
		}
		why := recover()
		r.keeper.vendor.hub.config.Log.Error("a scanner panicked", "vendor", r.keeper.vendor.id, "run", job.Run, "profile", job.Profile, "panic", why, "stack", string(debug.Stack()))
		_, _ = fmt.Fprintf(&r.log, "the scanner panicked: %v\n", why)
		err = errors.New("the scanner panicked")
	}()
	err = r.scanner.Scan(ctx, job, func(f Finding) error {
		err := r.harvest.add(f)
		if err != nil {
			stop(err)
		}
		return err
	})
	returned = true
}

// advance notes how much is done.
func (r *runner) advance(done, parts int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.parts = max(parts, len(r.targets))
	r.done = max(0, min(done, r.parts))
}

// progress is how much is done while the run goes on.
func (r *runner) progress() (done, total int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.done, max(r.parts, len(r.targets))
}

// came is how many of the targets are done, about.
func (r *runner) came() (done, total int) {
	done, parts := r.progress()
	total = len(r.targets)
	return int(int64(done) * int64(total) / int64(max(parts, 1))), total
}
