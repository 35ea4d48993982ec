package distr_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A foretold schedule is one along with what should come of it: at each look at the
// clock, the last slot that has come since the one before, with how many others did.
type foretold struct {
	distr.ScanSchedule
	when   license.Schedule
	in     schedules
	whose  []tenant.CustomerID
	seen   time.Time
	paused bool
	runs   map[string]int // by customer and slot: how many were missed
}

func (f *foretold) tick(at time.Time) {
	if f.paused || !at.After(f.seen) {
		return
	}
	var slot time.Time
	come := 0
	for next := f.when.Next(f.seen); !next.After(at); next = f.when.Next(next) {
		slot = next
		come++
	}
	f.seen = at
	for _, c := range f.whose {
		if _, there := f.runs[runName(c, slot)]; come > 0 && !there {
			f.runs[runName(c, slot)] = come - 1
		}
	}
}

func runName(c tenant.CustomerID, slot time.Time) string {
	return fmt.Sprintf("%s %s", c, slot.UTC().Format(time.RFC3339))
}

// schedules is a handle with schedules.
type schedules interface {
	AddSchedule(context.Context, distr.ScanSchedule) (distr.ScanSchedule, error)
	PauseSchedule(context.Context, distr.ScheduleID) error
	ResumeSchedule(context.Context, distr.ScheduleID) error
	RemoveSchedule(context.Context, distr.ScheduleID) error
}

func someSlots() *rapid.Generator[distr.ScanSchedule] {
	return rapid.Custom(func(t *rapid.T) distr.ScanSchedule {
		s := distr.ScanSchedule{
			Name: "some", Every: rapid.SampledFrom([]license.Frequency{license.EveryDay, license.EveryWeek, license.EveryMonth}).Draw(t, "every"),
			Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.SampledFrom([]int{0, 30}).Draw(t, "minute"),
			Zone:   rapid.SampledFrom([]string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"}).Draw(t, "zone"),
			Jitter: time.Duration(rapid.IntRange(0, 24).Draw(t, "jitter")) * time.Hour,
		}
		switch s.Every {
		case license.EveryWeek:
			s.Weekday = time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday"))
		case license.EveryMonth:
			s.Day = rapid.SampledFrom([]int{1, 15, 29, 31}).Draw(t, "day")
		case license.EveryDay:
		}
		return s
	})
}

// TestEachSlotOnce lets two processes look at the clock at any time, one of them by a
// clock that is behind, while schedules are added, paused and resumed, and nobody looks
// for weeks: what is run is what was foretold.
func TestEachSlotOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		o := newOffice(t)
		ctx := t.Context()
		o.clock.move(time.Duration(rapid.IntRange(0, 365*24).Draw(rt, "begin")) * time.Hour)
		initech := o.open(t, "initech")
		addAssets(t, o.globex, "example.com")
		addAssets(t, initech, "example.com")
		behind := &clock{at: o.clock.now()}
		other := distr.New(o.store, distr.Config{Now: behind.now}).Vendor("acme").As(distr.Program("other"))
		var all []*foretold
		add := func() {
			f := &foretold{in: o.globex, whose: []tenant.CustomerID{"globex"}, seen: o.clock.now(), runs: map[string]int{}}
			if rapid.Bool().Draw(rt, "wide") {
				f.in, f.whose = o.acme, []tenant.CustomerID{"globex", "initech"}
			}
			f.ScanSchedule = schedule(rt, f.in, someSlots().Draw(rt, "schedule"))
			var err error
			f.when, _, err = f.When()
			require.NoError(rt, err)
			all = append(all, f)
		}
		add()
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			hours := rapid.SampledFrom([]int{0, 1, 5, 23, 24, 25, 24 * 16}).Draw(rt, "hours")
			o.clock.move(time.Duration(hours)*time.Hour + time.Duration(rapid.IntRange(0, 59).Draw(rt, "minutes"))*time.Minute)
			behind.move(o.clock.now().Sub(behind.now()) - time.Duration(rapid.IntRange(0, 3).Draw(rt, "behind"))*time.Hour)
			one := rapid.SampledFrom(all).Draw(rt, "one")
			switch rapid.IntRange(0, 9).Draw(rt, "what") {
			case 0:
				if len(all) < 5 {
					add()
				}
			case 1:
				require.NoError(rt, one.in.PauseSchedule(ctx, one.ID))
				one.paused = true
			case 2:
				require.NoError(rt, one.in.ResumeSchedule(ctx, one.ID))
				if one.paused {
					one.paused, one.seen = false, o.clock.now()
				}
			case 3, 4, 5:
				_, err := other.HandOutScans(ctx)
				require.NoError(rt, err)
				for _, f := range all {
					f.tick(behind.now())
				}
			default:
				var both sync.WaitGroup
				behind.move(o.clock.now().Sub(behind.now()))
				errs := make([]error, 2)
				for i, v := range []*distr.Vendor{o.acme, other} {
					both.Go(func() { _, errs[i] = v.HandOutScans(ctx) })
				}
				both.Wait()
				require.Equal(rt, []error{nil, nil}, errs)
				for _, f := range all {
					f.tick(o.clock.now())
				}
			}
		}
		runs, err := o.acme.Runs(ctx, distr.RunQuery{})
		require.NoError(rt, err)
		got := map[distr.ScheduleID]map[string]int{}
		for _, f := range all {
			got[f.ID] = map[string]int{}
		}
		for _, r := range runs {
			name := runName(r.Customer, r.Slot)
			_, twice := got[r.Schedule][name]
			require.False(rt, twice)
			got[r.Schedule][name] = r.Missed
			require.WithinRange(rt, r.Ready, r.Slot, r.Slot.Add(24*time.Hour))
		}
		for _, f := range all {
			require.Equal(rt, f.runs, got[f.ID], "%s", f.when)
		}
	})
}
