package memory

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func (v *view) Runs(q distr.RunQuery) ([]distr.CustomerRun, error) {
	return read(v.open, func() ([]distr.CustomerRun, error) {
		list := []distr.CustomerRun{}
		for _, c := range v.state.customers {
			for _, r := range c.scans.runs {
				if q.Selects(r.ScanRun) {
					list = append(list, distr.CustomerRun{Customer: c.ID, ScanRun: copyRun(r.ScanRun)})
				}
			}
		}
		return pageOfRuns(list, q, func(a, b distr.CustomerRun) int {
			return cmp.Or(compareRuns(a.ScanRun, b.ScanRun), strings.Compare(string(a.Customer), string(b.Customer)))
		}), nil
	})
}

func (v *view) DueRuns(at time.Time, limit int) ([]distr.CustomerRun, error) {
	return read(v.open, func() ([]distr.CustomerRun, error) {
		list := []distr.CustomerRun{}
		turns := map[tenant.CustomerID]time.Time{}
		for _, c := range v.state.customers {
			if r := c.scans.due(at); r != nil {
				list = append(list, distr.CustomerRun{Customer: c.ID, ScanRun: copyRun(r.ScanRun)})
				turns[c.ID] = later(c.scans.turn, r.Due())
			}
		}
		slices.SortFunc(list, func(a, b distr.CustomerRun) int {
			return cmp.Or(turns[a.Customer].Compare(turns[b.Customer]), strings.Compare(string(a.Customer), string(b.Customer)))
		})
		return upTo(list, limit), nil
	})
}

// due is the first of the runs that are due; nil if there is none, or if another one
// is running.
func (s *scanning) due(at time.Time) (first *run) {
	for _, r := range s.runs {
		when := r.Due()
		is := !when.IsZero() && !when.After(at)
		switch {
		case is && (first == nil || when.Before(first.Due())):
			first = r
		case !is && r.State == distr.RunRunning:
			return nil
		}
	}
	return first
}
