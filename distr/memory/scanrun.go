package memory

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A scanning is what a customer's room has of scans.
type scanning struct {
	timetable timetable
	runs      []*run                // by ID
	turn      time.Time             // when one of them was last begun
	findings  []distr.FindingRecord // by their marks
}

// A run is one with its detail, which is the zero value if none was put.
type run struct {
	distr.ScanRun
	detail distr.RunDetail
}

func copyRun(r distr.ScanRun) distr.ScanRun {
	r.Targets = copySelection(r.Targets)
	r.Slot, r.Created, r.Ready, r.Started, r.Begun = instant(r.Slot), instant(r.Created), instant(r.Ready), instant(r.Started), instant(r.Begun)
	r.Ended, r.Cancelled, r.Until = instant(r.Ended), instant(r.Cancelled), instant(r.Until)
	return r
}

func copyDetail(d distr.RunDetail) distr.RunDetail {
	d.Targets, d.NotChecked, d.Found = slices.Clone(d.Targets), slices.Clone(d.NotChecked), slices.Clone(d.Found)
	return d
}

// place is where the run is among the runs, or would be.
func (s *scanning) place(id distr.RunID) (int, bool) {
	return slices.BinarySearchFunc(s.runs, id, func(r *run, id distr.RunID) int { return strings.Compare(string(r.ID), string(id)) })
}

// find is nil if there is no such run.
func (s *scanning) find(id distr.RunID) *run {
	if i, there := s.place(id); there {
		return s.runs[i]
	}
	return nil
}

func (s *scanning) put(r *run) {
	i, there := s.place(r.ID)
	behind := i
	if there {
		behind++
	}
	s.runs = slices.Concat(s.runs[:i], []*run{r}, s.runs[behind:])
}

func noRun(id distr.RunID) error { return fmt.Errorf("run %s: %w", id, tenant.ErrNotFound) }

func (v *customerView) Run(id distr.RunID) (distr.ScanRun, error) {
	return inside(v, func(c *customer) (distr.ScanRun, error) {
		r := c.scans.find(id)
		if r == nil {
			return distr.ScanRun{}, noRun(id)
		}
		return copyRun(r.ScanRun), nil
	})
}

func (v *customerView) RunDetail(id distr.RunID) (distr.RunDetail, error) {
	return inside(v, func(c *customer) (distr.RunDetail, error) {
		r := c.scans.find(id)
		if r == nil {
			return distr.RunDetail{}, nil
		}
		return copyDetail(r.detail), nil
	})
}

func (v *customerView) Runs(q distr.RunQuery) ([]distr.ScanRun, error) {
	return inside(v, func(c *customer) ([]distr.ScanRun, error) {
		list := []distr.ScanRun{}
		for _, r := range c.scans.runs {
			if q.Selects(r.ScanRun) {
				list = append(list, copyRun(r.ScanRun))
			}
		}
		return pageOfRuns(list, q, compareRuns), nil
	})
}

// pageOfRuns is what the query's limit leaves of a list, in order.
func pageOfRuns[R any](list []R, q distr.RunQuery, compare func(a, b R) int) []R {
	slices.SortFunc(list, compare)
	if q.Limit > 0 && len(list) > q.Limit && !q.Oldest {
		return list[len(list)-q.Limit:]
	}
	return upTo(list, q.Limit)
}

func compareRuns(a, b distr.ScanRun) int { return a.Mark().Compare(b.Mark()) }

func (t *customerTx) PutRun(r distr.ScanRun) error {
	return t.quietly(func(c *customer) error {
		kept := &run{ScanRun: copyRun(r)}
		if was := c.scans.find(r.ID); was != nil {
			kept.detail = was.detail
		}
		c.scans.put(kept)
		c.scans.turn = later(c.scans.turn, kept.Begun)
		return nil
	})
}

func (t *customerTx) PutRunDetail(id distr.RunID, d distr.RunDetail) error {
	return t.quietly(func(c *customer) error {
		was := c.scans.find(id)
		if was == nil {
			return noRun(id)
		}
		c.scans.put(&run{was.ScanRun, copyDetail(d)})
		return nil
	})
}

func (t *customerTx) RemoveRuns(before time.Time) error {
	return t.quietly(func(c *customer) error {
		over := func(r *run) bool { return r.State.Final() && !r.Ended.IsZero() && r.Ended.Before(before) }
		if slices.ContainsFunc(c.scans.runs, over) {
			c.scans.runs = slices.DeleteFunc(slices.Clone(c.scans.runs), over)
		}
		return nil
	})
}
