package scan

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A report of all findings goes by so many of a customer's newest runs, and by the
// targets of so many of them.
const (
	lookedAt = 100
	readOf   = 20
)

// ReportOf collects what a run has found, or with an empty ID all that is known of a
// customer, with what was resolved. It goes by who holds the handle: a customer's own
// people may have it, too.
//
// A report of a run has each finding as it was then: one that was resolved later is
// open in it, and what the run itself resolved is there as resolved.
func ReportOf(ctx context.Context, a *distr.Account, id distr.RunID) (r Report, err error) {
	customer, err := a.Customer(ctx)
	if err != nil {
		return r, err
	}
	if r.Vendor, err = a.VendorName(ctx); err != nil {
		return r, err
	}
	r.Customer = customer.Name
	if id == "" {
		return r, r.collectAll(ctx, a)
	}
	return r, r.collectRun(ctx, a, id)
}

// collectRun is what one run has found.
func (r *Report) collectRun(ctx context.Context, a *distr.Account, id distr.RunID) error {
	run, err := a.Run(ctx, id)
	if err != nil {
		return err
	}
	detail, err := a.RunDetail(ctx, id)
	if err != nil {
		return err
	}
	found, err := a.FindingsOf(ctx, id)
	if err != nil {
		return err
	}
	r.Run, r.Profile, r.At, r.Targets, r.Trouble = string(run.ID), run.Profile, run.Ended, checked(detail), troubleOf(run)
	if !run.State.Final() {
		r.At = run.Started
	}
	for _, f := range found {
		then := ReportedFinding{Finding: f.Finding, First: f.First, Last: f.Last}
		switch {
		case f.FirstRun == id:
			then.Last = f.First
		case f.LastRun != id && run.State.Final():
			then.Last = run.Ended
		}
		r.Findings = append(r.Findings, then)
	}
	for f, err := range a.EachFinding(ctx, distr.FindingQuery{Profile: run.Profile}) {
		if err != nil {
			return err
		}
		if f.ResolvedBy == id && !f.Resolved.IsZero() {
			r.Findings = append(r.Findings, reported(f))
		}
	}
	return nil
}

func reported(f distr.FindingRecord) ReportedFinding {
	return ReportedFinding{Finding: f.Finding, First: f.First, Last: f.Last, Resolved: f.Resolved}
}

// collectAll is all that is known. What was scanned is what the newest runs say, and
// there is trouble where the newest one of a profile did not succeed, or has not yet.
func (r *Report) collectAll(ctx context.Context, a *distr.Account) error {
	for f, err := range a.EachFinding(ctx, distr.FindingQuery{}) {
		if err != nil {
			return err
		}
		r.Findings = append(r.Findings, reported(f))
	}
	runs, err := a.Runs(ctx, distr.RunQuery{Limit: lookedAt})
	if err != nil {
		return err
	}
	newest, scanned, read := map[string]bool{}, map[string]bool{}, 0
	ended, begun := false, distr.ScanRun{}
	for _, run := range slices.Backward(runs) {
		over := run.State.Final() && run.State != distr.RunCancelled
		if begun.ID == "" && !run.Started.IsZero() {
			begun = run
		}
		if !over && !triedAgain(run) {
			continue
		}
		if ended = ended || over; r.At.Before(run.Ended) {
			r.At = run.Ended
		}
		if trouble := troubleOf(run); trouble != "" && !newest[run.Profile] {
			r.Trouble += fmt.Sprintf("%s: %s\n", run.Profile, trouble)
		}
		newest[run.Profile] = true
		if run.State != distr.RunSucceeded || read == readOf {
			continue
		}
		read++
		detail, err := a.RunDetail(ctx, run.ID)
		if err != nil {
			return err
		}
		for _, t := range checked(detail) {
			if !scanned[t.Text] && len(r.Targets) < distr.MaxTargets {
				scanned[t.Text] = true
				r.Targets = append(r.Targets, t)
			}
		}
	}
	if !ended {
		r.At = begun.Started
	}
	switch {
	case len(newest) > 0:
	case begun.State == distr.RunCancelled:
		r.Trouble = "No scan has come to its end yet: the last one was cancelled."
	case begun.ID != "":
		r.Trouble = troubleOf(begun)
	default:
		r.Trouble = "Nothing was scanned yet."
	}
	return nil
}

// checked are the targets of a run, but for those that could not be checked.
func checked(d distr.RunDetail) []distr.ScanTarget {
	not := make(map[string]bool, len(d.NotChecked))
	for _, text := range d.NotChecked {
		not[text] = true
	}
	return slices.DeleteFunc(slices.Clone(d.Targets), func(t distr.ScanTarget) bool { return not[t.Text] })
}

// triedAgain says whether an attempt has come to nothing, and another is to come or
// goes on.
func triedAgain(run distr.ScanRun) bool {
	return run.State == distr.RunQueued && run.Attempts > 0 || run.State == distr.RunRunning && run.Attempts > 1
}

// troubleOf is why not everything was checked; "" if it was.
func troubleOf(run distr.ScanRun) string {
	switch {
	case run.State == distr.RunSucceeded:
		return run.Error
	case triedAgain(run):
		return "An attempt has failed, and the scan is tried again: " + run.Error
	case !run.State.Final():
		return fmt.Sprintf("The scan has not ended: it is %s.", run.State)
	case run.Error == "":
		return fmt.Sprintf("The scan %s.", map[distr.RunState]string{distr.RunFailed: "has failed", distr.RunTimedOut: "took too long", distr.RunCancelled: "was cancelled"}[run.State])
	}
	return run.Error
}
