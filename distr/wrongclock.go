package distr

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// mendedAtOnce is how many schedules or runs one update puts right.
const mendedAtOnce = 100

// mendTimes puts right what a clock has left that was far ahead for a while: a schedule
// that would wait for a slot of next year, and runs that would begin then. Nothing is
// run twice by it, since a slot has one run. Schedules whose times are good for nothing
// are left alone: whoever hands out tells of them.
func (v *Vendor) mendTimes(ctx context.Context) error {
	return errors.Join(v.takeBackRuns(ctx), v.mendSchedules(ctx), v.mendQueued(ctx))
}

func (v *Vendor) mendSchedules(ctx context.Context) error {
	t := &tick{vendor: v, at: v.hub.now(), zones: map[string]*time.Location{}}
	wrong, err := v.findSchedules(ctx, tenant.CarryOutScans, ScheduleQuery{}, true, func(s ScanSchedule) bool { return t.mend(&s) })
	for some := range slices.Chunk(wrong, mendedAtOnce) {
		if err == nil {
			err = v.carry(ctx, func(tx VendorTx, at time.Time) ([]Event, error) {
				t.at = at
				return nil, t.mendAll(tx, some)
			})
		}
	}
	return err
}

func (t *tick) mendAll(tx VendorTx, names []dueName) error {
	for _, name := range names {
		room, err := openFor(tx, name.customer)
		if err != nil {
			return err
		}
		s, err := room.Schedule(name.schedule)
		if absent(err) {
			continue
		}
		if err == nil && t.mend(&s) {
			err = room.PutSchedule(s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mend says whether a schedule waits for what cannot be, and changes that.
func (t *tick) mend(s *ScanSchedule) (wrong bool) {
	if s.Fired.After(t.at.Add(s.Debounce)) {
		s.Fired, wrong = t.at, true
	}
	if s.Next.After(t.at) {
		if when, err := t.when(*s); err == nil {
			// One slot more is left alone: a clock that is a little behind would have it
			// wait for what came before it was added.
			if first := when.Next(t.at); when.Next(first).Before(s.Next) {
				s.Next, wrong = first.UTC(), true
			}
		}
	}
	return wrong
}

// longestDelay is how long a run waits at most from when that is written down: for its
// place in the jitter, for a debounce, or to be tried again.
const longestDelay = max(MaxJitter, MaxDebounce, longestWait)

// mendQueued lets runs begin that wait for longer than any does.
func (v *Vendor) mendQueued(ctx context.Context) error {
	late := func(run ScanRun, at time.Time) bool {
		return run.State == RunQueued && run.Ready.After(at.Add(longestDelay))
	}
	var wrong []CustomerRun
	q := RunQuery{State: RunQueued, Limit: runPage, Oldest: true}
	for more := true; more; {
		var page []CustomerRun
		err := v.look(ctx, tenant.CarryOutScans, func(view VendorView) (err error) {
			page, err = view.Runs(q)
			return err
		})
		if err != nil {
			return err
		}
		for _, run := range page {
			if late(run.ScanRun, v.hub.now()) {
				wrong = append(wrong, run)
			}
		}
		if more = len(page) == q.Limit; more {
			q.After = page[len(page)-1].Mark()
		}
	}
	for some := range slices.Chunk(wrong, mendedAtOnce) {
		err := v.carry(ctx, func(tx VendorTx, at time.Time) ([]Event, error) {
			for _, w := range some {
				room, err := tx.Edit(w.Customer)
				if err != nil {
					return nil, err
				}
				run, err := room.Run(w.ID)
				if err == nil && late(run, at) {
					run.Ready = at
					err = room.PutRun(run)
				}
				if err != nil && !absent(err) {
					return nil, err
				}
			}
			return nil, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
