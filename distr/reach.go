package distr

import (
	"slices"

	"github.com/seed361c4c3e/distr-go/license"
)

// A reach is how far a run has looked that has succeeded. It says which findings are no
// more, of those that it did not find.
type reach struct {
	scanned map[string]bool // keys of the targets that it has checked
	gone    map[string]bool // whether the asset of a key is not monitored any more, as far as it was asked
	before  map[RunID]bool  // whether an earlier run scanned nothing else, as far as it was asked
	all     *bool           // whether this one has scanned all that is monitored; nil: not asked yet
}

func newReach(targets []ScanTarget) *reach {
	r := &reach{scanned: make(map[string]bool, len(targets)), gone: map[string]bool{}, before: map[RunID]bool{}}
	for _, t := range targets {
		if key := targetKey(t.Text); key != "" {
			r.scanned[key] = true
		}
	}
	return r
}

// targetKey is the key of the asset that a target is. Two spellings of one are one.
func targetKey(target string) string {
	a, err := license.ParseAsset(target, license.Auto)
	if err != nil {
		return ""
	}
	return a.Key()
}

// has says whether a finding is no more: what it was found at was scanned, or is not
// monitored any more. One that does not say where it was found is no more if at least
// all was scanned that was when it was last found.
func (r *reach) has(room CustomerView, f FindingRecord) (bool, error) {
	if key := targetKey(f.Target); key != "" {
		return r.covers(room, key)
	}
	known, asked := r.before[f.LastRun]
	if asked {
		return known, nil
	}
	d, err := room.RunDetail(f.LastRun)
	if err != nil {
		return false, err
	}
	cover := r.everything // it is so long ago that nobody knows
	if len(d.Targets) > 0 {
		cover = func(room CustomerView) (bool, error) { return r.coversAll(room, d.Targets) }
	}
	covered, err := cover(room)
	if err == nil {
		r.before[f.LastRun] = covered
	}
	return covered, err
}

// covers says whether an asset was scanned, or is not monitored any more.
func (r *reach) covers(room CustomerView, key string) (bool, error) {
	if r.scanned[key] {
		return true, nil
	}
	gone, asked := r.gone[key]
	if asked {
		return gone, nil
	}
	a, err := room.Asset(key)
	if err != nil && !absent(err) {
		return false, err
	}
	r.gone[key] = absent(err) || !a.Archived.IsZero()
	return r.gone[key], nil
}

func (r *reach) coversAll(room CustomerView, targets []ScanTarget) (bool, error) {
	for _, t := range targets {
		if covered, err := r.covers(room, targetKey(t.Text)); err != nil || !covered {
			return false, err
		}
	}
	return true, nil
}

// everything says whether all that is monitored was scanned.
func (r *reach) everything(room CustomerView) (bool, error) {
	if r.all == nil {
		list, err := ScanSelection{}.among(room, len(r.scanned)+1)
		if err != nil {
			return false, err
		}
		all := !slices.ContainsFunc(list, func(a AssetRecord) bool { return !r.scanned[a.Key] })
		r.all = &all
	}
	return *r.all, nil
}
