package distr_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestRunIsLicensed has more scans asked for than a license that blocks has room for:
// the sixth fails, and those of other customers go on.
func TestRunIsLicensed(t *testing.T) {
	onEachStore(t, "license", func(t *testing.T, o *office) {
		var scanned atomic.Int64
		scanner := scanFunc(func(context.Context, distr.ScanJob, func(distr.Finding) error) error {
			scanned.Add(1)
			return nil
		})
		addAssets(t, o.globex, "example.com")
		licensed(t, o, o.globex, func(c *license.Contract) {
			c.Terms.Limit, c.Terms.Overage = 5, license.Block
		})
		open := func(id tenant.CustomerID, bend func(*license.Contract)) *distr.Account {
			a := o.open(t, id)
			addAssets(t, a, "example.com")
			if bend != nil {
				licensed(t, o, a, bend)
			}
			return a
		}
		byAsset := open("initech", func(c *license.Contract) {
			c.Terms = license.Terms{Model: license.PerAsset, Limit: 10, Overage: license.Block}
		})
		flat := open("umbrella", func(c *license.Contract) { c.Terms = license.Terms{Model: license.Unlimited} })
		none := open("hooli", nil)
		over := open("wonka", func(c *license.Contract) { c.Ends = c.Starts.Add(time.Hour) })
		o.clock.move(time.Hour)

		var ids []distr.RunID
		for range 6 {
			ids = append(ids, ask(t, o.globex))
			o.clock.move(time.Second)
		}
		free, unlimited, refused, late := ask(t, byAsset), ask(t, flat), ask(t, none), ask(t, over)
		stop := scanning(t, o.acme, quick(scanner))
		for _, id := range ids[:5] {
			run := until(t, o.globex, id, final)
			require.Equal(t, []any{distr.RunSucceeded, true}, []any{run.State, run.Counted})
		}
		run := until(t, o.globex, ids[5], final)
		require.Equal(t, []any{distr.RunFailed, false, 1}, []any{run.State, run.Counted, run.Attempts})
		require.Contains(t, run.Error, "no license has room for it: ")
		require.Contains(t, run.Error, "lic_1")
		run = until(t, byAsset, free, final)
		require.Equal(t, []any{distr.RunSucceeded, false}, []any{run.State, run.Counted})
		run = until(t, flat, unlimited, final)
		require.Equal(t, []any{distr.RunSucceeded, true}, []any{run.State, run.Counted})
		run = until(t, none, refused, final)
		require.Equal(t, []any{distr.RunFailed, false, 1}, []any{run.State, run.Counted, run.Attempts})
		require.Contains(t, run.Error, "none is in force at 2026-03-01T13:00:06Z")
		run = until(t, over, late, final)
		require.Equal(t, []any{distr.RunFailed, false}, []any{run.State, run.Counted})
		stop()
		require.EqualValues(t, 7, scanned.Load())
		require.EqualValues(t, 5, used(t, o.globex))
		require.EqualValues(t, 0, used(t, none))
	})
}

// TestRunIsTriedAgain lets a scanner fail twice: the run waits, longer each time, and
// is counted once.
func TestRunIsTriedAgain(t *testing.T) {
	onEachStore(t, "retry", func(t *testing.T, o *office) {
		ofRuns(t, o)
		var attempt atomic.Int64
		stop := scanning(t, o.acme, quick(scanFunc(func(_ context.Context, j distr.ScanJob, found func(distr.Finding) error) error {
			n := attempt.Add(1)
			_, err := j.Log.Write([]byte("looking\n"))
			require.NoError(t, err)
			if n == 1 {
				require.NoError(t, found(weak("once", "example.com")))
			}
			if n < 3 {
				return errors.New("no network")
			}
			return found(weak("rule", "example.com"))
		})))
		id := ask(t, o.globex)
		for i, wait := range []time.Duration{time.Minute, 2 * time.Minute} {
			run := until(t, o.globex, id, func(r distr.ScanRun) bool { return r.Attempts == i+1 && r.State == distr.RunQueued })
			require.Equal(t, o.clock.now().Add(wait), run.Ready)
			require.Equal(t, []any{"", time.Time{}, "no network", true}, []any{run.Holder, run.Until, run.Error, run.Counted})
			o.clock.move(wait)
		}
		run := until(t, o.globex, id, final)
		stop()
		require.Equal(t, []any{distr.RunSucceeded, "", 3, 1, 1, 1}, []any{run.State, run.Error, run.Attempts, run.Found, run.New, run.Resolved})
		require.Equal(t, o.clock.now().Add(-3*time.Minute), run.Started)
		require.EqualValues(t, 1, used(t, o.globex))
		require.Equal(t, []string{"once example.com resolved", "rule example.com"}, known(t, o.globex))
		d, err := o.globex.RunDetail(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, "looking\n\nattempt 2, after: no network\nlooking\n\nattempt 3, after: no network\nlooking", d.Log)
		require.Equal(t, []distr.RunState{distr.RunSucceeded}, endings(t, o, "globex")[id])
	})
}

// A license that ends, or is used up, after a scan was counted does not refuse its
// next attempt.
func TestCountedStaysCounted(t *testing.T) {
	o := newOffice(t)
	addAssets(t, o.globex, "example.com")
	licensed(t, o, o.globex, func(c *license.Contract) {
		c.Terms.Limit, c.Terms.Overage, c.Ends = 1, license.Block, c.Starts.Add(time.Hour)
	})
	id := ask(t, o.globex)
	// A runner has died between the use and its mark on the run.
	_, err := o.globex.RecordUse(t.Context(), distr.Use{Key: string(id)})
	require.NoError(t, err)
	o.clock.move(2 * time.Hour)
	stop := scanning(t, o.acme, quick(finds()))
	run := until(t, o.globex, id, final)
	stop()
	require.Equal(t, []any{distr.RunSucceeded, "", true}, []any{run.State, run.Error, run.Counted})
	again := carried(t, o, o.globex, finds())
	require.Equal(t, distr.RunFailed, again.State)
}

// Who has counted something else under the ID of a run has it fail, and no other.
func TestRunsKeyIsTaken(t *testing.T) {
	o := ofRuns(t, newOffice(t))
	id := ask(t, o.globex)
	_, err := o.globex.RecordUse(t.Context(), distr.Use{Key: string(id), Quantity: 2})
	require.NoError(t, err)
	stop := scanning(t, o.acme, quick(finds()))
	require.True(t, until(t, o.globex, id, final).Counted, "it is counted under its ID")
	stop()
	require.EqualValues(t, 2, used(t, o.globex))
}
