package distr_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	sarif "github.com/seed361c4c3e/distr-go/distr/scan"
)

// TestFindingsAreFolded finds something, finds it no more, and finds it again.
func TestFindingsAreFolded(t *testing.T) {
	onEachStore(t, "fold", func(t *testing.T, o *office) {
		ofRuns(t, o)
		a, b := weak("a", "example.com"), weak("b", "example.com")
		start := o.clock.now()
		var runs []distr.ScanRun
		for i, found := range [][]distr.Finding{{a, b}, {b}, {b, a}, {a, b}} {
			run := carried(t, o, o.globex, finds(found...))
			require.Equal(t, distr.RunSucceeded, run.State)
			want := [][]int{{2, 2, 0}, {1, 0, 1}, {2, 1, 0}, {2, 0, 0}}[i]
			require.Equal(t, want, []int{run.Found, run.New, run.Resolved}, "run %d", i)
			runs = append(runs, run)
			if i == 1 {
				require.Equal(t, []string{"a example.com resolved", "b example.com"}, known(t, o.globex))
				open, err := o.globex.Findings(t.Context(), distr.FindingQuery{Open: true})
				require.NoError(t, err)
				require.Len(t, open, 1)
				was, err := o.globex.FindingsOf(t.Context(), runs[0].ID)
				require.NoError(t, err)
				require.Len(t, was, 2)
				i := slices.IndexFunc(was, func(f distr.FindingRecord) bool { return f.Rule == "a" })
				require.Equal(t, []any{o.clock.now(), run.ID, start}, []any{was[i].Resolved, was[i].ResolvedBy, was[i].Last})
			}
			o.clock.move(time.Hour)
		}
		last, err := o.globex.FindingsOf(t.Context(), runs[3].ID)
		require.NoError(t, err)
		require.Len(t, last, 2)
		for _, f := range last {
			require.Equal(t, []any{start, runs[0].ID, start.Add(3 * time.Hour), runs[3].ID, time.Time{}, distr.RunID("")}, []any{f.First, f.FirstRun, f.Last, f.LastRun, f.Resolved, f.ResolvedBy}, f.Rule)
		}
	})
}

// TestResolvedIsWhatWasScanned resolves what was found at the targets of a run, or at
// what is not monitored any more, and nothing else.
func TestResolvedIsWhatWasScanned(t *testing.T) {
	o := ofRuns(t, newOffice(t))
	all := []distr.Finding{weak("r", "example.com"), weak("r", "https://example.com/app"), weak("r", "192.0.2.0/29"), weak("whole", "")}
	open := []string{"r 192.0.2.0/29", "r example.com", "r https://example.com/app", "whole"}
	carried(t, o, o.globex, finds(all...))
	require.Equal(t, open, known(t, o.globex))

	partly := func(ctx context.Context, j distr.ScanJob, found func(distr.Finding) error) error {
		if err := found(weak("more", "example.com")); err != nil {
			return err
		}
		return fmt.Errorf("%w: one of the hosts does not answer", context.DeadlineExceeded)
	}
	run := carried(t, o, o.globex, scanFunc(partly))
	require.Equal(t, []any{distr.RunTimedOut, 1, 1, 0}, []any{run.State, run.Found, run.New, run.Resolved})
	require.Equal(t, append([]string{"more example.com"}, open...), known(t, o.globex), "a run that did not succeed resolves nothing")

	run = carried(t, o, o.globex, finds(), "host:example.com")
	require.Equal(t, 2, run.Resolved)
	require.Equal(t, []string{"more example.com resolved", "r 192.0.2.0/29", "r example.com resolved", "r https://example.com/app", "whole"}, known(t, o.globex))

	other := quick(finds())
	other.Scanners["other"] = finds()
	stop := scanning(t, o.acme, other)
	asked, err := o.globex.StartScan(t.Context(), distr.NewScan{Profile: "other"})
	require.NoError(t, err)
	require.Zero(t, until(t, o.globex, asked.ID, final).Resolved, "another profile looks for other things")
	stop()

	_, err = o.globex.ArchiveAssets(t.Context(), []string{"192.0.2.0/29"})
	require.NoError(t, err)
	run = carried(t, o, o.globex, finds(), "host:example.com")
	require.Equal(t, 1, run.Resolved, "it is not monitored any more")
	// What does not say where it is was last found when all three were scanned.
	run = carried(t, o, o.globex, finds(), "host:example.com", "url:example.com/app")
	require.Equal(t, 2, run.Resolved)
	require.Equal(t, []string{"more example.com resolved", "r 192.0.2.0/29 resolved", "r example.com resolved", "r https://example.com/app resolved", "whole resolved"}, known(t, o.globex))
}

// What does not say where it is, and was found by a run that is forgotten, is resolved
// by a run of everything.
func TestResolvedAfterTheRunIsForgotten(t *testing.T) {
	o := ofRuns(t, newOffice(t))
	carried(t, o, o.globex, finds(weak("whole", "")))
	o.clock.move(distr.RunsStay + time.Hour)
	require.NoError(t, o.acme.ForgetRuns(t.Context()))
	require.Zero(t, carried(t, o, o.globex, finds(), "host:example.com").Resolved)
	require.Equal(t, 1, carried(t, o, o.globex, finds()).Resolved)
}

// A finding at what is no target of the run says where it is, and is nobody's.
func TestTargetsThatAreNone(t *testing.T) {
	o := ofRuns(t, newOffice(t))
	run := carried(t, o, o.globex, scanFunc(func(_ context.Context, _ distr.ScanJob, found func(distr.Finding) error) error {
		return errors.Join(found(weak("a", "initech.example")), found(distr.Finding{Rule: "b", Target: "EXAMPLE.com", Location: "port 443"}))
	}))
	require.Equal(t, distr.RunSucceeded, run.State)
	list, err := o.globex.FindingsOf(t.Context(), run.ID)
	require.NoError(t, err)
	var texts []string
	for _, f := range list {
		texts = append(texts, f.Rule+" "+f.Target+" "+f.Location)
	}
	slices.Sort(texts)
	require.Equal(t, []string{"a  initech.example", "b  port 443"}, texts)
}

// TestManyFindings folds more than one page of findings over more than one of known
// ones, in whichever order they come, each several times.
func TestManyFindings(t *testing.T) {
	onEachStore(t, "many", func(t *testing.T, o *office) {
		ofRuns(t, o)
		const n = 1300
		list := numbered(n, "example.com")
		first := carried(t, o, o.globex, finds(list[:n-50]...))
		require.Equal(t, []int{n - 50, n - 50, 0}, []int{first.Found, first.New, first.Resolved})
		again := slices.Concat(list[100:], list[100:])
		rand.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
		second := carried(t, o, o.globex, finds(again...))
		require.Equal(t, []int{n - 100, 50, 100}, []int{second.Found, second.New, second.Resolved})
		open, err := o.globex.Findings(t.Context(), distr.FindingQuery{Open: true})
		require.NoError(t, err)
		require.Len(t, open, n-100)
		of, err := o.globex.FindingsOf(t.Context(), second.ID)
		require.NoError(t, err)
		require.Equal(t, open, of)
		of, err = o.globex.FindingsOf(t.Context(), first.ID)
		require.NoError(t, err)
		require.Len(t, of, n-50)
	})
}

// Of two findings with one fingerprint the same one is kept, whichever comes first.
func TestOneFindingOfAFingerprint(t *testing.T) {
	o := ofRuns(t, newOffice(t))
	alike := []distr.Finding{
		{Fingerprint: "x", Rule: "a", Level: distr.LevelNote, Message: "a note"}, {Fingerprint: "x", Rule: "a", Level: distr.LevelError, Message: "more", Line: 3},
		{Fingerprint: "x", Rule: "a", Level: distr.LevelError, Message: "less", Line: 3}, {Fingerprint: "x", Rule: "a", Level: distr.LevelError, Message: "a", Line: 30},
	}
	for range 8 {
		rand.Shuffle(len(alike), func(i, j int) { alike[i], alike[j] = alike[j], alike[i] })
		run := carried(t, o, o.globex, finds(alike...))
		list, err := o.globex.FindingsOf(t.Context(), run.ID)
		require.NoError(t, err)
		require.Len(t, list, 1)
		require.Equal(t, "less", list[0].Message)
		require.Equal(t, []int{1, 0}, []int{run.Found, run.Resolved})
	}
}

// The same SARIF in another order is the same findings.
func TestFindingsAreStable(t *testing.T) {
	o := ofRuns(t, newOffice(t))
	results := []string{
		`{"ruleId": "a", "level": "error", "message": {"text": "one"}, "partialFingerprints": {"hash/v1": "x"}}`,
		`{"ruleId": "a", "level": "note", "message": {"text": "another"}, "partialFingerprints": {"hash/v1": "x"}}`,
		`{"ruleId": "b", "message": {"text": "here"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "index.html"}, "region": {"startLine": 3}}}]}`,
		`{"ruleId": "b", "message": {"text": "here"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "index.html"}, "region": {"startLine": 30}}}]}`,
		`{"ruleId": "c", "message": {"text": "everywhere"}}`,
	}
	read := func() scanFunc {
		return func(_ context.Context, _ distr.ScanJob, found func(distr.Finding) error) error {
			text := `{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [` + strings.Join(results, ",") + `]}]}`
			_, err := sarif.ReadSARIF(strings.NewReader(text), sarif.Limits{}, found)
			return err
		}
	}
	first := carried(t, o, o.globex, read())
	require.Equal(t, distr.RunSucceeded, first.State, first.Error)
	want, err := o.globex.FindingsOf(t.Context(), first.ID)
	require.NoError(t, err)
	require.Len(t, want, first.New)
	for range 5 {
		rand.Shuffle(len(results), func(i, j int) { results[i], results[j] = results[j], results[i] })
		run := carried(t, o, o.globex, read())
		require.Equal(t, []int{first.Found, 0, 0}, []int{run.Found, run.New, run.Resolved})
		is, err := o.globex.FindingsOf(t.Context(), run.ID)
		require.NoError(t, err)
		for i := range is {
			is[i].LastRun = want[i].LastRun
			is[i].Line = want[i].Line // which of two alike is at which line is all that the order says
		}
		require.Equal(t, want, is)
	}
}
