package distr_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// died leaves a run as a runner leaves it that dies.
func died(t *testing.T, o *office, id distr.RunID, attempts int) {
	t.Helper()
	inRoom(t, o, o.globex, func(room distr.CustomerTx) error {
		run, err := room.Run(id)
		if err != nil {
			return err
		}
		run.State, run.Holder, run.Until, run.Attempts, run.Started = distr.RunRunning, "rnr_dead", o.clock.now().Add(time.Minute), attempts, o.clock.now()
		return room.PutRun(run)
	})
}

func TestTakeover(t *testing.T) {
	onEachStore(t, "takeover", func(t *testing.T, o *office) {
		ofRuns(t, o)
		id := ask(t, o.globex)
		died(t, o, id, 1)
		o.clock.move(time.Second)
		next := ask(t, o.globex)
		initech := o.open(t, "initech")
		addAssets(t, initech, "example.com")
		licensed(t, o, initech, nil)

		stop := scanning(t, o.acme, quick(finds(weak("rule", "example.com"))))
		until(t, initech, ask(t, initech), final)
		run, err := o.globex.Run(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, []any{distr.RunRunning, "rnr_dead"}, []any{run.State, run.Holder}, "as long as its lease")
		run, err = o.globex.Run(t.Context(), next)
		require.NoError(t, err)
		require.Equal(t, distr.RunQueued, run.State, "one of a customer's at a time")
		o.clock.move(time.Minute)
		run = until(t, o.globex, id, final)
		require.Empty(t, run.Error)
		require.Equal(t, []any{distr.RunSucceeded, 2, "", time.Time{}}, []any{run.State, run.Attempts, run.Holder, run.Until})
		until(t, o.globex, next, in(distr.RunSucceeded))
		stop()
		require.EqualValues(t, 2, used(t, o.globex))

		// In the last attempt nobody takes it over.
		id = ask(t, o.globex)
		died(t, o, id, 3)
		cancelled := ask(t, initech)
		inRoom(t, o, initech, func(room distr.CustomerTx) error {
			run, err := room.Run(cancelled)
			if err != nil {
				return err
			}
			run.State, run.Holder, run.Until, run.Attempts, run.Cancelled = distr.RunRunning, "rnr_dead", o.clock.now(), 1, o.clock.now()
			return room.PutRun(run)
		})
		o.clock.move(time.Minute)
		defer scanning(t, o.acme, quick(finds()))()
		run = until(t, o.globex, id, final)
		require.Equal(t, []any{distr.RunFailed, 3}, []any{run.State, run.Attempts})
		require.Contains(t, run.Error, "who carried it out has died, or could not reach the store, in attempt 3 of 3")
		until(t, initech, cancelled, in(distr.RunCancelled))
	})
}

// A runner whose run was taken over ends its scanner, and settles nothing.
func TestTakenAway(t *testing.T) {
	o := ofRuns(t, newOffice(t))
	began, ended := make(chan struct{}), make(chan error, 1)
	vendor, journal := o.logging(o.store)
	stop := scanning(t, vendor, quick(scanFunc(func(ctx context.Context, _ distr.ScanJob, found func(distr.Finding) error) error {
		close(began)
		<-ctx.Done()
		ended <- found(weak("rule", "example.com"))
		return nil
	})))
	id := ask(t, o.globex)
	<-began
	inRoom(t, o, o.globex, func(room distr.CustomerTx) error {
		run, err := room.Run(id)
		if err != nil {
			return err
		}
		run.Holder, run.Until = "rnr_other", o.clock.now().Add(time.Minute)
		return room.PutRun(run)
	})
	require.NoError(t, <-ended, "its end comes with the next beat")
	require.Eventually(t, func() bool { return len(journal.String()) > 0 }, time.Minute, time.Millisecond)
	stop()
	require.Contains(t, journal.String(), "in others' hands")
	run, err := o.globex.Run(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, []any{distr.RunRunning, "rnr_other", 1}, []any{run.State, run.Holder, run.Attempts})
	require.Empty(t, known(t, o.globex))
	require.Empty(t, endings(t, o, "globex"))
}

// When a keeper ends, what goes on is given back: the next one begins it at once, and
// nothing counts twice.
func TestGivenBack(t *testing.T) {
	onEachStore(t, "stop", func(t *testing.T, o *office) {
		ofRuns(t, o)
		for _, test := range []struct {
			name string
			ends bool
		}{{"a scanner that ends when it is told to", true}, {"one that does not", false}} {
			began, never := make(chan struct{}), make(chan struct{})
			conf := quick(scanFunc(func(ctx context.Context, _ distr.ScanJob, _ func(distr.Finding) error) error {
				close(began)
				if test.ends {
					<-ctx.Done()
				} else {
					<-never
				}
				return nil
			}))
			if !test.ends {
				conf.Grace = 50 * time.Millisecond
			}
			stop := scanning(t, o.acme, conf)
			id := ask(t, o.globex)
			<-began
			stop()
			run, err := o.globex.Run(t.Context(), id)
			require.NoError(t, err)
			require.Equal(t, []any{distr.RunQueued, 0, "", time.Time{}, "", true}, []any{run.State, run.Attempts, run.Holder, run.Until, run.Error, run.Counted}, test.name)
			stop = scanning(t, o.acme, quick(finds()))
			require.Equal(t, 1, until(t, o.globex, id, in(distr.RunSucceeded)).Attempts, "no time passes")
			stop()
			close(never)
			o.clock.move(time.Second)
		}
		require.EqualValues(t, 2, used(t, o.globex))
	})
}

// A keeper whose context has a deadline has ended when that comes, and no run has taken
// too long by that.
func TestGivenBackAtADeadline(t *testing.T) {
	o := ofRuns(t, newOffice(t))
	id := ask(t, o.globex)
	ctx, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer stop()
	require.NoError(t, o.acme.KeepScanning(ctx, quick(scanFunc(func(ctx context.Context, _ distr.ScanJob, _ func(distr.Finding) error) error {
		<-ctx.Done()
		return ctx.Err()
	}))))
	run, err := o.globex.Run(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, []any{distr.RunQueued, 0}, []any{run.State, run.Attempts})
}

// A run that was claimed by a clock of the far future is taken over all the same.
func TestLeaseOfAWrongClock(t *testing.T) {
	o := ofRuns(t, newOffice(t))
	id := ask(t, o.globex)
	o.clock.move(20 * 365 * 24 * time.Hour)
	died(t, o, id, 1)
	o.clock.move(-20 * 365 * 24 * time.Hour)
	defer scanning(t, o.acme, quick(finds()))()
	require.Equal(t, 2, until(t, o.globex, id, in(distr.RunSucceeded)).Attempts)
}

func TestArchivedCustomersAreNotScanned(t *testing.T) {
	o := ofRuns(t, newOffice(t))
	id := ask(t, o.globex)
	_, err := o.globex.Archive(t.Context())
	require.NoError(t, err)
	defer scanning(t, o.acme, quick(finds()))()
	run := until(t, o.globex, id, final)
	require.Equal(t, []any{distr.RunCancelled, "the customer is archived", 0}, []any{run.State, run.Error, run.Attempts})
	require.Equal(t, []distr.RunState{distr.RunCancelled}, endings(t, o, "globex")[id])
}

// What is scanned is what there is when the run begins.
func TestNothingIsLeftToScan(t *testing.T) {
	o := ofRuns(t, newOffice(t))
	id := ask(t, o.globex, "host:example.com")
	_, err := o.globex.ArchiveAssets(t.Context(), []string{"example.com"})
	require.NoError(t, err)
	defer scanning(t, o.acme, quick(finds()))()
	run := until(t, o.globex, id, final)
	require.Equal(t, []any{distr.RunFailed, false, 1}, []any{run.State, run.Counted, run.Attempts})
	require.Contains(t, run.Error, "none of the customer's monitored assets is selected")
	require.Zero(t, used(t, o.globex))
}

// TestNobodyIsHeldUp lets the runs of one customer hang, fail and want a scanner that
// is not there: those of the others go on, and one of a customer's runs is going on at
// a time.
func TestNobodyIsHeldUp(t *testing.T) {
	onEachStore(t, "fair", func(t *testing.T, o *office) {
		ofRuns(t, o)
		hang := make(chan struct{})
		var going, most atomic.Int64
		conf := quick(finds())
		conf.Scanners["hangs"] = scanFunc(func(ctx context.Context, _ distr.ScanJob, _ func(distr.Finding) error) error {
			most.Store(max(most.Load(), going.Add(1)))
			defer going.Add(-1)
			<-hang
			return nil
		})
		conf.Scanners["fails"] = scanFunc(func(context.Context, distr.ScanJob, func(distr.Finding) error) error { return errors.New("no") })
		unknown, err := o.globex.StartScan(t.Context(), distr.NewScan{Profile: "unknown"})
		require.NoError(t, err)
		for range 10 {
			o.clock.move(time.Millisecond)
			_, err := o.globex.StartScan(t.Context(), distr.NewScan{Profile: "hangs"})
			require.NoError(t, err)
		}
		stop := scanning(t, o.acme, conf)
		for i := range 5 {
			a := o.open(t, tenant.CustomerID(fmt.Sprint("other-", i)))
			addAssets(t, a, "example.com")
			licensed(t, o, a, nil)
			failing, err := a.StartScan(t.Context(), distr.NewScan{Profile: "fails"})
			require.NoError(t, err)
			o.clock.move(time.Millisecond)
			until(t, a, ask(t, a), in(distr.RunSucceeded))
			until(t, a, failing.ID, func(r distr.ScanRun) bool { return r.Attempts == 1 && r.State == distr.RunQueued })
		}
		run := until(t, o.globex, unknown.ID, final)
		require.Equal(t, distr.RunFailed, run.State)
		require.Equal(t, `there is no scanner of the profile "unknown" where scans are carried out`, run.Error, "a customer is not told which there are")
		d, err := o.globex.RunDetail(t.Context(), unknown.ID)
		require.NoError(t, err)
		require.Contains(t, d.Log, `there is no scanner of the profile "unknown" where scans are carried out, but of fails, hangs, web;`)
		close(hang)
		runs, err := o.globex.Runs(t.Context(), distr.RunQuery{Profile: "hangs"})
		require.NoError(t, err)
		for _, r := range runs {
			until(t, o.globex, r.ID, in(distr.RunSucceeded))
		}
		stop()
		require.EqualValues(t, 1, most.Load())
	})
}

func TestKeepScanningRefuses(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	require.ErrorIs(t, o.acme.KeepScanning(ctx, distr.ScanConfig{}), tenant.ErrInvalid)
	require.ErrorIs(t, o.acme.KeepScanning(ctx, distr.ScanConfig{Scanners: map[string]distr.Scanner{"../x": finds()}}), tenant.ErrInvalid)
	require.ErrorIs(t, o.acme.KeepScanning(ctx, distr.ScanConfig{Scanners: map[string]distr.Scanner{"web": nil}}), tenant.ErrInvalid)
	require.ErrorIs(t, o.as(distr.Staff("boss@acme.example")).KeepScanning(ctx, quick(finds())), tenant.ErrForbidden)
}
