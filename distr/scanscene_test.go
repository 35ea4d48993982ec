package distr_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A scanFunc is a scanner made of a function.
type scanFunc func(ctx context.Context, job distr.ScanJob, found func(distr.Finding) error) error

func (f scanFunc) Scan(ctx context.Context, job distr.ScanJob, found func(distr.Finding) error) error {
	return f(ctx, job, found)
}

// finds is a scanner that finds these at the targets of the job that they name, or
// without a target.
func finds(findings ...distr.Finding) scanFunc {
	return func(_ context.Context, job distr.ScanJob, found func(distr.Finding) error) error {
		for _, f := range findings {
			at := slices.ContainsFunc(job.Targets, func(t distr.ScanTarget) bool { return t.Text == f.Target })
			if f.Target != "" && !at {
				continue
			}
			if err := found(f); err != nil {
				return err
			}
		}
		return nil
	}
}

// weak is a finding of a rule at a target.
func weak(rule, target string) distr.Finding {
	return distr.Finding{Rule: rule, Target: target, Message: "It is weak."}
}

// withScans adds to the scene a run, and what to do with runs.
func (s *scene) withScans(t *testing.T) {
	t.Helper()
	run, err := s.globex.StartScan(t.Context(), distr.NewScan{})
	require.NoError(t, err)
	s.byType[reflect.TypeFor[distr.RunID]()] = run.ID
	ended, stop := context.WithCancel(t.Context())
	stop()
	s.byName["Vendor.KeepScanning 0"] = ended
	s.byType[reflect.TypeFor[distr.ScanConfig]()] = quick(finds())
}

// quick is a config with one scanner, that of the default profile, which waits for
// nothing long.
func quick(s distr.Scanner) distr.ScanConfig {
	return distr.ScanConfig{Scanners: map[string]distr.Scanner{distr.DefaultProfile: s}, Every: time.Millisecond, Beat: 5 * time.Millisecond}
}

// ofRuns is an office where globex has an asset and a license of scans.
func ofRuns(t *testing.T, o *office) *office {
	t.Helper()
	addAssets(t, o.globex, "example.com", "https://example.com/app", "192.0.2.0/29")
	licensed(t, o, o.globex, nil)
	return o
}

// scanning carries runs out until the function that it returns is called.
func scanning(t *testing.T, v *distr.Vendor, c distr.ScanConfig) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- v.KeepScanning(ctx, c) }()
	stop = sync.OnceFunc(func() {
		cancel()
		require.NoError(t, <-ended)
	})
	t.Cleanup(stop)
	return stop
}

// ask asks for a scan of these assets, by their keys; none are all.
func ask(t *testing.T, a *distr.Account, keys ...string) distr.RunID {
	t.Helper()
	run, err := a.StartScan(t.Context(), distr.NewScan{Targets: distr.ScanSelection{Assets: keys}})
	require.NoError(t, err)
	return run.ID
}

// until waits until a run is as it is to be.
func until(t *testing.T, a *distr.Account, id distr.RunID, what func(distr.ScanRun) bool) (run distr.ScanRun) {
	t.Helper()
	require.Eventually(t, func() bool {
		var err error
		run, err = a.Run(t.Context(), id)
		require.NoError(t, err)
		return what(run)
	}, time.Minute, time.Millisecond, "run %s", id)
	return run
}

func final(r distr.ScanRun) bool { return r.State.Final() }

func in(s distr.RunState) func(distr.ScanRun) bool {
	return func(r distr.ScanRun) bool { return r.State == s }
}

// carried has a run of these assets carried out by a scanner to its end.
func carried(t *testing.T, o *office, a *distr.Account, s distr.Scanner, keys ...string) distr.ScanRun {
	t.Helper()
	stop := scanning(t, o.acme, quick(s))
	defer stop()
	return until(t, a, ask(t, a, keys...), final)
}

// known are the findings of a customer: the rule and the target, and "resolved" if so.
func known(t *testing.T, a *distr.Account) (texts []string) {
	t.Helper()
	for f, err := range a.EachFinding(t.Context(), distr.FindingQuery{}) {
		require.NoError(t, err)
		text := strings.TrimSpace(f.Rule + " " + f.Target)
		if !f.Resolved.IsZero() {
			text += " resolved"
		}
		texts = append(texts, text)
	}
	slices.Sort(texts)
	return texts
}

// used is how many scans the license of a customer has counted.
func used(t *testing.T, a *distr.Account) (n int64) {
	t.Helper()
	standings, err := a.Standing(t.Context())
	require.NoError(t, err)
	for _, s := range standings {
		if s.Contract.Terms.Model == license.PerScan {
			n += s.Standing.Used
		}
	}
	return n
}

// endings are the events that say that runs have ended: the run, and the state.
func endings(t *testing.T, o *office, c tenant.CustomerID) map[distr.RunID][]distr.RunState {
	t.Helper()
	all := map[distr.RunID][]distr.RunState{}
	for _, e := range o.events(t, c) {
		if e.Kind == distr.ScanEnded {
			var data struct {
				Run   distr.RunID
				State distr.RunState
			}
			require.NoError(t, json.Unmarshal(e.Data, &data))
			all[data.Run] = append(all[data.Run], data.State)
		}
	}
	return all
}

// A journal is what a program logs.
type journal struct {
	mu    sync.Mutex
	lines strings.Builder
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lines.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lines.String()
}

// logging is the vendor in another process, and what that logs.
func (o *office) logging(store distr.Store) (*distr.Vendor, *journal) {
	j := &journal{}
	hub := distr.New(store, distr.Config{Now: o.clock.now, Log: slog.New(slog.NewTextHandler(j, nil))})
	return hub.Vendor("acme").As(distr.Operator()), j
}

// numbered are so many findings of one target, each another.
func numbered(n int, target string) (list []distr.Finding) {
	for i := range n {
		list = append(list, distr.Finding{Rule: "rule", Target: target, Location: fmt.Sprintf("/page/%d", i), Message: "It is weak."})
	}
	return list
}
