package scan_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/distr/scan"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A lookout finds what it is told to find, at each target.
type lookout struct {
	rules []string
	err   error
}

func (l *lookout) Scan(_ context.Context, job distr.ScanJob, found func(distr.Finding) error) error {
	for _, target := range job.Targets {
		for _, rule := range l.rules {
			f, err := distr.Finding{Rule: rule, Target: target.Text}.Complete()
			if err != nil {
				return err
			}
			if err := found(f); err != nil {
				return err
			}
		}
	}
	return l.err
}

// A scanned is a vendor whose clock goes on by an hour for each scan.
type scanned struct {
	vendor  *distr.Vendor
	globex  *distr.Account
	lookout *lookout

	mu sync.Mutex
	at time.Time
}

func newScanned(t *testing.T) *scanned {
	t.Helper()
	s := &scanned{lookout: &lookout{}, at: now()}
	s.vendor = distr.New(memory.New(), distr.Config{Now: s.now}).Vendor("acme").As(distr.Operator())
	_, err := s.vendor.SetMailSender(t.Context(), distr.MailSender{Name: "Acme Security"})
	require.NoError(t, err)
	require.NoError(t, s.vendor.AddPlan(t.Context(), distr.PricedPlan{Plan: license.Plan{Name: "all", Model: license.Unlimited, Every: license.Monthly}}))
	s.globex = s.customer(t, "Globex Corporation")
	return s
}

func (s *scanned) customer(t *testing.T, name string) *distr.Account {
	t.Helper()
	c, err := s.vendor.CreateCustomer(t.Context(), distr.NewCustomer{Name: name})
	require.NoError(t, err)
	a := s.vendor.Account(c.ID)
	_, err = a.Sell(t.Context(), distr.NewContract{Plan: "all"})
	require.NoError(t, err)
	_, err = a.AddAssets(t.Context(), []distr.NewAsset{{Text: "www.globex.example"}})
	require.NoError(t, err)
	return a
}

func (s *scanned) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at
}

// scan carries one out, an hour after the last.
func (s *scanned) scan(t *testing.T, err error, rules ...string) distr.ScanRun {
	t.Helper()
	s.pass()
	s.lookout.rules, s.lookout.err = rules, err
	run, err := s.globex.StartScan(t.Context(), distr.NewScan{Profile: "lookout"})
	require.NoError(t, err)
	return s.carry(t, run, func(r distr.ScanRun) bool { return r.State.Final() }, 1)
}

// pass lets an hour pass.
func (s *scanned) pass() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = s.at.Add(time.Hour)
}

// carry carries a run out until it is as wanted.
func (s *scanned) carry(t *testing.T, run distr.ScanRun, is func(distr.ScanRun) bool, attempts int) distr.ScanRun {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		ended <- s.vendor.KeepScanning(ctx, distr.ScanConfig{Scanners: map[string]distr.Scanner{"lookout": s.lookout}, Every: time.Millisecond, Attempts: attempts})
	}()
	for !is(run) {
		require.NoError(t, ctx.Err())
		time.Sleep(time.Millisecond)
		var err error
		run, err = s.globex.Run(t.Context(), run.ID)
		require.NoError(t, err)
	}
	cancel()
	require.NoError(t, <-ended)
	return run
}

// short is what a report says, in short: rules in its order, with + for what is new and
// - for what is resolved.
func short(r scan.Report) string {
	var parts []string
	for _, f := range r.Sorted() {
		mark := ""
		switch {
		case !f.Resolved.IsZero():
			mark = "-"
		case f.First.Equal(f.Last):
			mark = "+"
		}
		parts = append(parts, mark+f.Rule)
	}
	return strings.Join(parts, " ")
}

func TestReportOf(t *testing.T) {
	t.Parallel()
	s := newScanned(t)
	report := func(id distr.RunID) scan.Report {
		r, err := scan.ReportOf(t.Context(), s.globex, id)
		require.NoError(t, err)
		return r
	}
	r := report("")
	require.Equal(t, scan.Report{Vendor: "Acme Security", Customer: "Globex Corporation", Trouble: "Nothing was scanned yet."}, r)

	first := s.scan(t, nil, "a", "b")
	second := s.scan(t, nil, "b", "c")
	third := s.scan(t, nil, "a", "b")
	targets := []distr.ScanTarget{{Text: "www.globex.example", Kind: distr.ScanHost}}

	r = report(first.ID)
	require.Equal(t, "+a +b", short(r), "as it was then")
	require.Equal(t, string(first.ID), r.Run)
	require.Equal(t, "lookout", r.Profile)
	require.Equal(t, first.Ended, r.At)
	require.Equal(t, targets, r.Targets)
	require.Empty(t, r.Trouble)
	require.Equal(t, "b +c", short(report(second.ID)), "what was resolved by it is open again, and the record says so no more")
	require.Equal(t, "a b -c", short(report(third.ID)))

	r = report("")
	require.Equal(t, "a b -c", short(r))
	require.Equal(t, third.Ended, r.At)
	require.Equal(t, targets, r.Targets)
	require.Empty(t, r.Trouble)
	require.Empty(t, r.Run)

	// One that fails resolves nothing, and is told.
	failed := s.scan(t, errors.New("www.globex.example: no answer"), "d")
	require.Equal(t, distr.RunFailed, failed.State)
	r = report(failed.ID)
	require.Equal(t, "+d", short(r))
	require.Equal(t, "www.globex.example: no answer", r.Trouble)
	r = report("")
	require.Equal(t, "a b +d -c", short(r))
	require.Equal(t, "lookout: www.globex.example: no answer\n", r.Trouble)
	require.Equal(t, failed.Ended, r.At)
	require.Equal(t, targets, r.Targets)
}

// One whose first attempt has failed waits for the next, and what it has found is known.
func TestReportOfWhatIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := newScanned(t)
	s.lookout.rules, s.lookout.err = []string{"a"}, errors.New("no answer")
	waits := func() distr.ScanRun {
		s.pass()
		run, err := s.globex.StartScan(t.Context(), distr.NewScan{Profile: "lookout"})
		require.NoError(t, err)
		return s.carry(t, run, func(r distr.ScanRun) bool { return r.State == distr.RunQueued && r.Attempts == 1 }, 2)
	}
	run := waits()
	for _, id := range []distr.RunID{"", run.ID} {
		r, err := scan.ReportOf(t.Context(), s.globex, id)
		require.NoError(t, err)
		require.Equal(t, "+a", short(r))
		require.Contains(t, r.Trouble, "An attempt has failed, and the scan is tried again: no answer")
		require.Equal(t, s.now(), r.At)
	}
	_, err := s.globex.CancelRun(t.Context(), run.ID)
	require.NoError(t, err)
	r, err := scan.ReportOf(t.Context(), s.globex, "")
	require.NoError(t, err)
	require.Equal(t, "+a", short(r))
	require.Equal(t, "No scan has come to its end yet: the last one was cancelled.", r.Trouble)

	// That another was well before does not hide it; that it was well after does.
	s.scan(t, nil, "a")
	s.lookout.err = errors.New("no answer")
	again := waits()
	r, err = scan.ReportOf(t.Context(), s.globex, "")
	require.NoError(t, err)
	require.Equal(t, "lookout: An attempt has failed, and the scan is tried again: no answer\n", r.Trouble)
	require.Len(t, r.Targets, 1)
	_, err = s.globex.CancelRun(t.Context(), again.ID)
	require.NoError(t, err)
	s.scan(t, nil)
	r, err = scan.ReportOf(t.Context(), s.globex, "")
	require.NoError(t, err)
	require.Equal(t, "-a", short(r))
	require.Empty(t, r.Trouble)
}

// One that could not check some targets has succeeded, and a report says what it lacks.
func TestReportOfWhatWasNotChecked(t *testing.T) {
	t.Parallel()
	s := newScanned(t)
	_, err := s.globex.AddAssets(t.Context(), []distr.NewAsset{{Text: "dead.globex.example"}})
	require.NoError(t, err)
	s.scan(t, nil, "a")
	run := s.scan(t, &distr.NotChecked{Targets: []string{"dead.globex.example"}, Err: errors.New("dead.globex.example: there is no such name")})
	require.Equal(t, distr.RunSucceeded, run.State)
	const trouble = "1 of 2 targets could not be checked: dead.globex.example: there is no such name"
	for id, want := range map[distr.RunID]string{"": "lookout: " + trouble + "\n", run.ID: trouble} {
		r, err := scan.ReportOf(t.Context(), s.globex, id)
		require.NoError(t, err)
		require.Equal(t, want, r.Trouble)
		require.Equal(t, id == "", len(r.Targets) == 2, "it was checked before, and not by that run")
		var page strings.Builder
		require.NoError(t, r.WriteHTML(&page))
		require.Contains(t, page.String(), trouble)
	}
	r, err := scan.ReportOf(t.Context(), s.globex, "")
	require.NoError(t, err)
	require.Equal(t, "+a -a", short(r), "what is where nobody has looked is not resolved")
}

// A report is of one customer, for whom this one has.
func TestReportOfIsTheCustomers(t *testing.T) {
	t.Parallel()
	s := newScanned(t)
	run := s.scan(t, nil, "a")
	other := s.customer(t, "Initech")
	_, err := scan.ReportOf(t.Context(), other, run.ID)
	require.ErrorIs(t, err, tenant.ErrNotFound)
	r, err := scan.ReportOf(t.Context(), other, "")
	require.NoError(t, err)
	require.Empty(t, r.Findings)

	stranger := s.vendor.As(distr.Staff("eve@acme.example")).Account(s.globex.ID())
	for _, id := range []distr.RunID{"", run.ID} {
		_, err = scan.ReportOf(t.Context(), stranger, id)
		require.Error(t, err)
	}
	_, err = scan.ReportOf(t.Context(), s.globex, "run_none")
	require.ErrorIs(t, err, tenant.ErrNotFound)

	// One that waits says so.
	waits, err := s.globex.StartScan(t.Context(), distr.NewScan{Profile: "lookout"})
	require.NoError(t, err)
	r, err = scan.ReportOf(t.Context(), s.globex, waits.ID)
	require.NoError(t, err)
	require.Equal(t, "The scan has not ended: it is queued.", r.Trouble)
	require.True(t, r.At.IsZero())
	require.Empty(t, r.Findings)
}
