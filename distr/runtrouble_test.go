package distr_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A lame store fails in one of its updates, before or after it has kept it.
type lame struct {
	distr.Store
	left atomic.Int64 // updates until it does
	kept bool
}

var errLame = errors.New("the disk /var/lib/acme is on fire")

func (s *lame) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	if s.left.Add(-1) != 0 {
		return s.Store.Update(ctx, v, fn)
	}
	if s.kept {
		if err := s.Store.Update(ctx, v, fn); err != nil {
			return err
		}
	}
	return errLame
}

// TestTroubleAnywhere lets each update of a run's way fail once, as if it had not been
// kept or as if nobody had been told that it was. In the end all is as without it.
func TestTroubleAnywhere(t *testing.T) {
	for _, kept := range []bool{false, true} {
		reached := false
		for n := int64(1); !reached; n++ {
			o := ofRuns(t, newOffice(t))
			old := carried(t, o, o.globex, finds(append(numbered(600, "example.com"), weak("old", "example.com"))...))
			require.Equal(t, 601, old.New)
			id := ask(t, o.globex)

			store := &lame{Store: o.store, kept: kept}
			store.left.Store(n)
			vendor, journal := o.logging(store)
			conf := quick(finds(append(numbered(1100, "example.com"), weak("new", "example.com"))...))
			conf.Attempts, conf.Backoff = 1000, time.Second // how many there are is up to how fast the clock below runs
			ctx, stop := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() { ended <- vendor.KeepScanning(ctx, conf) }()
			var run distr.ScanRun
			require.Eventually(t, func() bool { // leases run out, and waits
				o.clock.move(max(time.Second, run.Ready.Sub(o.clock.now())))
				var err error
				run, err = o.globex.Run(t.Context(), id)
				require.NoError(t, err)
				return run.State.Final()
			}, 5*time.Minute, time.Millisecond)
			stop()
			require.NoError(t, <-ended)
			reached = store.left.Load() > 0
			require.Equal(t, distr.RunSucceeded, run.State, "update %d: %s\n%s", n, run.Error, journal)
			require.Equal(t, []int{1101, 501, 1}, []int{run.Found, run.New, run.Resolved}, "update %d", n)
			require.EqualValues(t, 2, used(t, o.globex))
			require.Equal(t, []distr.RunState{distr.RunSucceeded}, endings(t, o, "globex")[id])
			open, err := o.globex.Findings(t.Context(), distr.FindingQuery{Open: true})
			require.NoError(t, err)
			require.Len(t, open, 1101)
			d, err := o.globex.RunDetail(t.Context(), id)
			require.NoError(t, err)
			require.NotContains(t, d.Log, "on fire", "that is for the log of the program")
		}
	}
}

// A clock that runs while a run goes on takes nothing away from who carries it out:
// each beat keeps it.
func TestBeatsKeepTheRun(t *testing.T) {
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "distr.db"), sqlite.Config{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	o := ofRuns(t, officeOn(t, store))
	var scans atomic.Int64
	enough := make(chan struct{})
	conf := quick(scanFunc(func(ctx context.Context, j distr.ScanJob, _ func(distr.Finding) error) error {
		scans.Add(1)
		j.Progress(2, 3)
		j.Progress(7, 3)
		j.Progress(-1, 3)
		j.Progress(2, 3)
		_, err := j.Log.Write([]byte("two are done\n"))
		<-enough
		return err
	}))
	stops := []func(){scanning(t, o.acme, conf), scanning(t, o.newHub(store).Vendor("acme").As(distr.Operator()), conf)}
	id := ask(t, o.globex)
	for range 8 { // beats
		run := until(t, o.globex, id, func(r distr.ScanRun) bool { return r.Done == 2 && r.Until.After(o.clock.now()) })
		require.Equal(t, []any{distr.RunRunning, 3, 1}, []any{run.State, run.Total, run.Attempts})
		at := run.Until
		o.clock.move(30 * time.Second)
		until(t, o.globex, id, func(r distr.ScanRun) bool { return r.Until.After(at) })
	}
	d, err := o.globex.RunDetail(t.Context(), id)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(d.Log, "two are done"))
	close(enough)
	until(t, o.globex, id, in(distr.RunSucceeded))
	for _, stop := range stops {
		stop()
	}
	require.EqualValues(t, 1, scans.Load())
}
