package distr_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// spares is a scanner that finds these, and ends with an error.
func spares(why error, found ...distr.Finding) scanFunc {
	return func(ctx context.Context, job distr.ScanJob, tell func(distr.Finding) error) error {
		if err := finds(found...)(ctx, job, tell); err != nil {
			return err
		}
		return why
	}
}

// TestTargetsThatWereNotChecked has a run succeed that could check some of its targets,
// and resolve what was at those.
func TestTargetsThatWereNotChecked(t *testing.T) {
	onEachStore(t, "spared", func(t *testing.T, o *office) {
		ofRuns(t, o)
		carried(t, o, o.globex, finds(weak("r", "example.com"), weak("r", "https://example.com/app"), weak("r", "192.0.2.0/29"), weak("whole", "")))
		o.clock.move(time.Hour)
		why := &distr.NotChecked{Targets: []string{"example.com"}, Err: errors.New("example.com: there is no\nsuch name")}
		run := carried(t, o, o.globex, spares(fmt.Errorf("web: %w", why), weak("new", "example.com"), weak("r", "192.0.2.0/29")))
		require.Equal(t, distr.RunSucceeded, run.State)
		require.Equal(t, "1 of 3 targets could not be checked: example.com: there is no; such name", run.Error)
		require.Equal(t, []int{1, 2, 3, 2, 1, 1}, []int{run.Attempts, run.Done, run.Total, run.Found, run.New, run.Resolved})
		detail, err := o.globex.RunDetail(t.Context(), run.ID)
		require.NoError(t, err)
		require.Len(t, detail.Targets, 3)
		require.Equal(t, []string{"example.com"}, detail.NotChecked)
		require.Equal(t, []string{"new example.com", "r 192.0.2.0/29", "r example.com", "r https://example.com/app resolved", "whole"}, known(t, o.globex))
		require.Equal(t, []distr.RunState{distr.RunSucceeded}, endings(t, o, "globex")[run.ID])
		for c, err := range o.acme.EachCustomer(t.Context(), distr.CustomerList{}) {
			require.NoError(t, err)
			if c.ID == "globex" {
				require.Equal(t, o.clock.now(), c.Scanned)
			}
		}
	})
}

// TestNotCheckedIsNotBelieved lets scanners say that they have not checked all. Such
// a run fails, and resolves nothing.
func TestNotCheckedIsNotBelieved(t *testing.T) {
	all := []string{"example.com", "https://example.com/app", "192.0.2.0/29"}
	reason := errors.New("no answer")
	for _, test := range []struct {
		name     string
		scan     scanFunc
		attempts int
		says     string
	}{
		{"none was checked", spares(&distr.NotChecked{Targets: all, Err: reason}), 2, "3 targets could not be checked: no answer"},
		{"none was checked, nor ever will be", spares(&distr.NotChecked{Targets: all, Err: fmt.Errorf("%w targets", tenant.ErrInvalid)}), 1, "3 targets could not be checked: invalid targets"},
		{"one is named twice", spares(&distr.NotChecked{Targets: append(all, all...)}), 2, "6 targets could not be checked"},
		{"none is named", spares(&distr.NotChecked{Err: reason}), 2, "0 targets could not be checked: no answer"},
		{"another one is named", spares(&distr.NotChecked{Targets: []string{"initech.example"}, Err: reason}), 2, "a target could not be checked: no answer"},
		{"something else is said, too", spares(errors.Join(&distr.NotChecked{Targets: all[:1]}, reason)), 2, "no answer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := ofRuns(t, newOffice(t))
			carried(t, o, o.globex, finds(weak("r", "192.0.2.0/29")))
			conf := quick(test.scan)
			conf.Attempts, conf.Backoff = 2, time.Nanosecond
			stop := scanning(t, o.acme, conf)
			id := ask(t, o.globex)
			until(t, o.globex, id, func(r distr.ScanRun) bool { return final(r) || r.State == distr.RunQueued && r.Attempts > 0 })
			o.clock.move(time.Minute)
			run := until(t, o.globex, id, final)
			stop()
			require.Equal(t, distr.RunFailed, run.State)
			require.Equal(t, test.attempts, run.Attempts)
			require.Contains(t, run.Error, test.says)
			require.Equal(t, []string{"r 192.0.2.0/29"}, known(t, o.globex))
		})
	}
}

// What a run says of many targets is bounded.
func TestManyTargetsThatWereNotChecked(t *testing.T) {
	o := ofRuns(t, newOffice(t))
	run := carried(t, o, o.globex, spares(&distr.NotChecked{Targets: []string{"example.com"}, Err: errors.New(strings.Repeat("long\x1b", 1<<20))}))
	require.Equal(t, distr.RunSucceeded, run.State)
	require.True(t, strings.HasPrefix(run.Error, "1 of 3 targets could not be checked: long\ufffdlong"))
	require.LessOrEqual(t, len([]rune(run.Error)), 500)
}

// A scanner may count smaller parts than targets while it scans.
func TestProgressInParts(t *testing.T) {
	o := ofRuns(t, newOffice(t))
	told, enough := make(chan struct{}), make(chan struct{})
	stop := scanning(t, o.acme, quick(scanFunc(func(_ context.Context, j distr.ScanJob, _ func(distr.Finding) error) error {
		j.Progress(4, 10)
		close(told)
		<-enough
		return nil
	})))
	id := ask(t, o.globex)
	<-told
	until(t, o.globex, id, func(r distr.ScanRun) bool { return r.Done == 4 && r.Total == 10 })
	close(enough)
	run := until(t, o.globex, id, final)
	require.Equal(t, []int{3, 3}, []int{run.Done, run.Total}, "in the end, its targets count")
	stop()
}
