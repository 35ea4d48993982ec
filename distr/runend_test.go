package distr_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestCancelRun(t *testing.T) {
	onEachStore(t, "cancel", func(t *testing.T, o *office) {
		ofRuns(t, o)
		waiting := ask(t, o.globex)
		run, err := o.globex.CancelRun(t.Context(), waiting)
		require.NoError(t, err)
		require.Equal(t, distr.RunCancelled, run.State)
		require.Equal(t, []distr.Kind{distr.ScanAsked, distr.ScanCancelled, distr.ScanEnded}, o.kinds(t, "globex", 2))
		_, err = o.globex.CancelRun(t.Context(), waiting)
		require.ErrorIs(t, err, tenant.ErrConflict)
		require.ErrorContains(t, err, "it has been cancelled already, at 2026-03-01T12:00:00Z")

		began := make(chan struct{})
		stop := scanning(t, o.acme, quick(scanFunc(func(ctx context.Context, _ distr.ScanJob, found func(distr.Finding) error) error {
			if err := found(weak("rule", "example.com")); err != nil {
				return err
			}
			close(began)
			<-ctx.Done()
			return nil // as if it had scanned all
		})))
		going := ask(t, o.globex)
		<-began
		for range 2 { // to ask twice is harmless
			_, err = o.globex.CancelRun(t.Context(), going)
			if !errors.Is(err, tenant.ErrConflict) { // it may have ended in between
				require.NoError(t, err)
			}
		}
		run = until(t, o.globex, going, final)
		stop()
		require.Equal(t, distr.RunCancelled, run.State)
		require.Equal(t, "somebody has asked for its end", run.Error)
		require.Equal(t, []string{"rule example.com"}, known(t, o.globex), "what it had found is kept")
		require.Equal(t, []distr.RunState{distr.RunCancelled}, endings(t, o, "globex")[going])
		require.Equal(t, 1, strings.Count(fmt.Sprint(o.kinds(t, "globex", 5)), string(distr.ScanCancelled)))
	})
}

// TestBadScanners lets scanners do what they must not. Each run ends, says why, and
// resolves nothing, and the run after it goes well.
func TestBadScanners(t *testing.T) {
	endless := make(chan struct{})
	t.Cleanup(func() { close(endless) })
	for _, test := range []struct {
		name     string
		scan     scanFunc
		state    distr.RunState
		attempts int
		says     string
		found    int
	}{
		{"fails", func(context.Context, distr.ScanJob, func(distr.Finding) error) error {
			return errors.New("no \x1b[2J network")
		}, distr.RunFailed, 2, "no \ufffd[2J network", 0},
		{"says at length why", func(context.Context, distr.ScanJob, func(distr.Finding) error) error {
			return errors.New(strings.Repeat("long ", 1<<20))
		}, distr.RunFailed, 2, "long long", 0},
		{"panics", func(context.Context, distr.ScanJob, func(distr.Finding) error) error { panic("a secret") }, distr.RunFailed, 2, "the scanner panicked", 0},
		{"panics with nil", func(context.Context, distr.ScanJob, func(distr.Finding) error) error { panic(nil) }, distr.RunFailed, 2, "the scanner panicked", 0}, //nolint:govet // on purpose
		{"ends its goroutine", func(context.Context, distr.ScanJob, func(distr.Finding) error) error {
			runtime.Goexit()
			return nil
		}, distr.RunFailed, 2, "the scanner panicked", 0},
		{"was given what it cannot scan", func(context.Context, distr.ScanJob, func(distr.Finding) error) error {
			return fmt.Errorf("%w target", tenant.ErrInvalid)
		}, distr.RunFailed, 1, "invalid target", 0},
		{"says that it took too long", func(context.Context, distr.ScanJob, func(distr.Finding) error) error {
			return fmt.Errorf("stopped: %w", context.DeadlineExceeded)
		}, distr.RunTimedOut, 1, "stopped: ", 0},
		{"takes too long", func(ctx context.Context, _ distr.ScanJob, found func(distr.Finding) error) error {
			err := found(weak("rule", "example.com"))
			<-ctx.Done()
			return err
		}, distr.RunTimedOut, 1, "it took too long", 1},
		{"hangs for good", func(_ context.Context, _ distr.ScanJob, found func(distr.Finding) error) error {
			_ = found(weak("rule", "example.com"))
			<-endless
			return found(weak("too late", "example.com"))
		}, distr.RunTimedOut, 1, "it took too long; the scanner did not end when it was told to", 1},
		{"finds a million things", func(_ context.Context, _ distr.ScanJob, found func(distr.Finding) error) error {
			for i := range 1_000_000 {
				if err := found(distr.Finding{Rule: "rule", Location: fmt.Sprint(i)}); err != nil {
					return err
				}
			}
			return nil
		}, distr.RunFailed, 1, "it found more than 10000 things, and the first of them are kept", distr.MaxFindings},
		{"finds a million things, and does not listen", func(_ context.Context, _ distr.ScanJob, found func(distr.Finding) error) error {
			for i := range 1_000_000 {
				_ = found(distr.Finding{Rule: "rule", Location: fmt.Sprint(i)})
			}
			return nil
		}, distr.RunFailed, 1, "it found more than 10000 things", distr.MaxFindings},
		{"finds much of each", func(_ context.Context, _ distr.ScanJob, found func(distr.Finding) error) error {
			for i := range distr.MaxFindings {
				if err := found(distr.Finding{Rule: "rule", Location: fmt.Sprint(i), Help: fmt.Sprint(i) + strings.Repeat("help ", 2<<10)}); err != nil {
					return err
				}
			}
			return nil
		}, distr.RunFailed, 1, "what it found takes more than 64 MiB", -1},
		{"finds nothing at all", func(_ context.Context, _ distr.ScanJob, found func(distr.Finding) error) error {
			_ = found(weak("rule", "example.com"))
			_ = found(distr.Finding{Target: "example.com"})
			return nil
		}, distr.RunFailed, 1, "it says nothing", 1},
		{"finds something of no level", func(_ context.Context, _ distr.ScanJob, found func(distr.Finding) error) error {
			return found(distr.Finding{Rule: "rule", Level: "fatal\x00"})
		}, distr.RunFailed, 1, "level of a finding \"fatal\ufffd\"", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := ofRuns(t, newOffice(t))
			carried(t, o, o.globex, finds(weak("known", "example.com")))
			vendor, journal := o.logging(o.store)
			conf := quick(test.scan)
			conf.Attempts, conf.Backoff = 2, time.Nanosecond
			conf.Timeout = time.Minute
			if test.name == "takes too long" || test.name == "hangs for good" {
				conf.Timeout, conf.Grace = 20*time.Millisecond, 2*time.Second
			}
			stop := scanning(t, vendor, conf)
			id := ask(t, o.globex)
			until(t, o.globex, id, func(r distr.ScanRun) bool { return final(r) || r.State == distr.RunQueued && r.Attempts > 0 })
			o.clock.move(time.Minute)
			run := until(t, o.globex, id, final)
			stop()
			require.Equal(t, test.state, run.State, run.Error)
			require.Equal(t, test.attempts, run.Attempts)
			require.Contains(t, run.Error, test.says)
			require.NotContains(t, run.Error, "secret")
			require.LessOrEqual(t, len([]rune(run.Error)), 500)
			if test.found >= 0 {
				require.Equal(t, test.found, run.Found)
			}
			require.Zero(t, run.Resolved)
			require.Equal(t, []distr.RunState{test.state}, endings(t, o, "globex")[id])
			require.Contains(t, known(t, o.globex), "known example.com", "nothing is resolved by that")
			require.NotContains(t, known(t, o.globex), "too late example.com")
			require.EqualValues(t, 2, used(t, o.globex), "however often it was tried")
			if strings.HasPrefix(test.name, "panics") {
				require.Contains(t, journal.String(), "a scanner panicked")
			}
			require.Equal(t, distr.RunSucceeded, carried(t, o, o.globex, finds()).State)
		})
	}
}

// A scanner that prints without end is told nothing of it, and the beginning and the
// end of it are kept.
func TestRunLogIsBounded(t *testing.T) {
	o := ofRuns(t, newOffice(t))
	run := carried(t, o, o.globex, scanFunc(func(_ context.Context, j distr.ScanJob, _ func(distr.Finding) error) error {
		for i := range 100_000 {
			n, err := fmt.Fprintf(j.Log, "line %d\n", i)
			require.NoError(t, err)
			require.NotZero(t, n)
		}
		long := strings.Repeat("ü", 1<<20)
		n, err := j.Log.Write([]byte(long))
		require.NoError(t, err)
		require.Equal(t, len(long), n)
		_, err = fmt.Fprintln(j.Log, "the end")
		return err
	}))
	require.Equal(t, distr.RunSucceeded, run.State)
	d, err := o.globex.RunDetail(t.Context(), run.ID)
	require.NoError(t, err)
	require.Less(t, len(d.Log), 66<<10)
	require.True(t, strings.HasPrefix(d.Log, "line 0\nline 1\n"))
	require.True(t, strings.HasSuffix(d.Log, "üthe end"))
	require.Contains(t, d.Log, fmt.Sprintf("\n… %d bytes are left out here …\n", 1_088_890+(2<<20)+8-(64<<10)))
}
