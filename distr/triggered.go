package distr

import (
	"slices"
	"time"
)

// longestStorm is how many debounces a run by triggers waits at most, while one after
// the other fires.
const longestStorm = 6

// queueTriggered has a customer's assets scanned since a trigger has fired: by the run
// that waits since it fired before, if nobody has begun that, or else by one more. So it
// is with those for which such a run has no room. A run waits for as long as the debounce
// after the last of them that concerns it.
func (h *Hub) queueTriggered(room CustomerTx, s ScanSchedule, t Trigger, targets ScanSelection, at time.Time) (fresh bool, err error) {
	waiting, err := room.Runs(RunQuery{Schedule: s.ID, Trigger: t, State: RunQueued})
	if err != nil {
		return false, err
	}
	for _, run := range waiting {
		if run.Attempts > 0 || !run.Cancelled.IsZero() {
			continue
		}
		both, rest, full := run.Targets.with(targets)
		if full {
			continue
		}
		run.Targets, targets = both, rest
		run.Ready = at.Add(s.Debounce)
		if last := run.Created.Add(longestStorm * s.Debounce); run.Ready.After(last) {
			run.Ready = last
		}
		if err := room.PutRun(run); err != nil || len(rest.Assets) == 0 {
			return false, err
		}
	}
	id, err := h.newRunID()
	if err != nil {
		return false, err
	}
	run := s.run(id, at)
	run.Cause, run.Trigger, run.Targets, run.Ready = ByTrigger, t, targets, at.Add(s.Debounce)
	return true, room.PutRun(run)
}

// with is what two selections of a schedule's select together: each is the whole of it,
// or names assets that it has. Those beyond what one run scans are the rest. A selection
// that has none of the assets, and no room for any, is full.
func (s ScanSelection) with(more ScanSelection) (both, rest ScanSelection, full bool) {
	if len(s.Assets) == 0 || len(more.Assets) == 0 {
		return s, ScanSelection{}, false
	}
	var missing []string
	for _, key := range more.Assets {
		if _, there := slices.BinarySearch(s.Assets, key); !there {
			missing = append(missing, key)
		}
	}
	fit := min(len(missing), max(MaxTargets-len(s.Assets), 0))
	both, rest = s, ScanSelection{Assets: missing[fit:]}
	both.Assets = distinct(slices.Concat(s.Assets, missing[:fit]))
	return both, rest, len(rest.Assets) == len(more.Assets)
}

// scanNew has assets scanned that are monitored from now on, by the schedules that wait
// for such.
func (a *Account) scanNew(tx VendorTx, room CustomerTx, results []AssetResult, at time.Time) error {
	listening, err := room.Schedules(ScheduleQuery{On: OnNewAsset})
	if err != nil {
		return err
	}
	wide, err := tx.Schedules(ScheduleQuery{On: OnNewAsset})
	if err != nil || len(listening)+len(wide) == 0 {
		return err
	}
	c, err := room.Customer()
	if err != nil {
		return err
	}
	for _, s := range wide {
		if s.Customers.Selects(c) {
			listening = append(listening, s)
		}
	}
	for _, s := range listening {
		targets := s.Targets.amongNew(results)
		if len(targets.Assets) == 0 {
			continue
		}
		if _, err := a.vendor.hub.queueTriggered(room, s, OnNewAsset, targets, at); err != nil {
			return err
		}
	}
	return nil
}

// amongNew names the selected ones of the assets that are new.
func (s ScanSelection) amongNew(results []AssetResult) ScanSelection {
	var keys []string
	named := map[string]bool{}
	for _, key := range s.Assets {
		named[key] = true
	}
	rest := ScanSelection{Kinds: s.Kinds, Below: s.Below}
	for _, r := range results {
		if !r.Done {
			continue
		}
		key := r.Asset.Key()
		if (len(named) == 0 || named[key]) && rest.Selects(AssetRecord{Key: key, Asset: r.Asset}) {
			keys = append(keys, key)
		}
	}
	return ScanSelection{Assets: distinct(keys)}
}
