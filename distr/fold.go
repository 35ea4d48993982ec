package distr

import (
	"context"
	"slices"
	"time"
)

// foldPage is how many findings are read at once, and how many one update writes, so
// that nobody waits long in the line of those who write.
const foldPage = 500

// A fold lays what a run has found over what is known: by pages of that, since there
// may be much more of it than memory has room for. Nobody else changes the findings of
// a customer while one run is in a runner's hands, so what is read is still so when the
// update comes that goes by it, or else that refuses.
//
// One that breaks off is harmless: whoever takes the run over lays what that finds over
// what is known by then.
type fold struct {
	*runner

	at            time.Time
	found         []Finding // by fingerprint; what is not laid over yet
	reach         *reach    // nil: nothing is resolved
	new, resolved int
	changed       []FindingRecord // not written yet
}

// fold lays what was found over what is known. What is known of the targets that were
// checked, and was not found, is resolved.
func (r *runner) fold(ctx context.Context, found []Finding, checked []ScanTarget) (*fold, error) {
	f := &fold{runner: r, at: r.keeper.vendor.hub.now(), found: found}
	if len(checked) > 0 {
		f.reach = newReach(checked)
	} else if len(found) == 0 {
		return f, nil
	}
	q := FindingQuery{Profile: r.run.Profile, Limit: foldPage}
	for more := true; more; {
		known, resolves, err := f.read(ctx, q)
		if err != nil {
			return f, err
		}
		if more = len(known) == q.Limit; more {
			q.After = known[len(known)-1].Mark()
		}
		f.lay(known, resolves, !more)
		for len(f.changed) >= foldPage || len(f.changed) > 0 && !more {
			if err := f.flush(ctx); err != nil {
				return f, err
			}
		}
	}
	return f, nil
}

// read is a page of what is known, and which of it is resolved if it is not found.
func (f *fold) read(ctx context.Context, q FindingQuery) (known []FindingRecord, resolves []bool, err error) {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), closing)
	defer stop()
	err = f.keeper.vendor.view(ctx, func(view VendorView) error {
		room, err := view.Open(f.customer)
		if err != nil {
			return err
		}
		if known, err = room.Findings(q); err != nil {
			return err
		}
		resolves = make([]bool, len(known))
		for i := range known {
			_, again := slices.BinarySearchFunc(f.found, known[i].Fingerprint, byFingerprint)
			if again || f.reach == nil || !known[i].Resolved.IsZero() {
				continue
			}
			if resolves[i], err = f.reach.has(room, known[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return known, resolves, err
}

func byFingerprint(f Finding, fingerprint string) int {
	switch {
	case f.Fingerprint < fingerprint:
		return -1
	case f.Fingerprint > fingerprint:
		return 1
	}
	return 0
}

// lay lays what was found over a page; last says that nothing is known behind it.
func (f *fold) lay(known []FindingRecord, resolves []bool, last bool) {
	for i, k := range known {
		for len(f.found) > 0 && f.found[0].Fingerprint < k.Fingerprint {
			f.add()
		}
		switch {
		case len(f.found) > 0 && f.found[0].Fingerprint == k.Fingerprint:
			if !k.Resolved.IsZero() || k.FirstRun == f.run.ID {
				f.new++
			}
			k.Finding, k.Last, k.LastRun, k.Resolved, k.ResolvedBy = f.found[0], f.at, f.run.ID, time.Time{}, ""
			f.changed, f.found = append(f.changed, k), f.found[1:]
		case resolves[i]:
			f.resolved++
			k.Resolved, k.ResolvedBy = f.at, f.run.ID
			f.changed = append(f.changed, k)
		case f.reach != nil && k.ResolvedBy == f.run.ID: // before its runner died
			f.resolved++
		}
	}
	for last && len(f.found) > 0 {
		f.add()
	}
}

// add adds the first of what was found: it was not known.
func (f *fold) add() {
	f.new++
	f.changed = append(f.changed, FindingRecord{Finding: f.found[0], Profile: f.run.Profile, First: f.at, FirstRun: f.run.ID, Last: f.at, LastRun: f.run.ID})
	f.found = f.found[1:]
}

// flush writes some of what has changed.
func (f *fold) flush(ctx context.Context) error {
	n := min(len(f.changed), foldPage)
	err := f.write(ctx, func(_ VendorTx, room CustomerTx, run *ScanRun, _ time.Time) ([]Event, error) {
		if err := room.PutFindings(f.changed[:n]); err != nil {
			return nil, err
		}
		return nil, room.PutRun(*run)
	})
	if err == nil {
		f.changed = f.changed[n:]
	}
	return err
}
