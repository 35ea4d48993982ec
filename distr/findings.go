package distr

import (
	"context"
	"iter"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// findingPage is how many findings are in memory where all are read.
const findingPage = 1000

// Findings lists what was ever found at the customer's assets, by profile and then by
// fingerprint, as the query says.
func (a *Account) Findings(ctx context.Context, q FindingQuery) (list []FindingRecord, err error) {
	err = a.look(ctx, tenant.SeeScans, func(room CustomerView) error {
		list, err = room.Findings(q)
		return err
	})
	return list, err
}

// EachFinding yields what Findings lists, reading page by page. An error is the last
// thing that it yields. Limit is not looked at.
func (a *Account) EachFinding(ctx context.Context, q FindingQuery) iter.Seq2[FindingRecord, error] {
	return func(yield func(FindingRecord, error) bool) {
		q := q
		q.Limit = findingPage
		for {
			page, err := a.Findings(ctx, q)
			if err != nil {
				yield(FindingRecord{}, err)
				return
			}
			for _, r := range page {
				if !yield(r, nil) {
					return
				}
			}
			if len(page) < findingPage {
				return
			}
			q.After = page[len(page)-1].Mark()
		}
	}
}

// FindingsOf lists what one run has found, by fingerprint, as it is known now: a later
// run may have found it again, or found it no more. It is a tenant.ErrNotFound if there
// is no such run.
func (a *Account) FindingsOf(ctx context.Context, id RunID) (list []FindingRecord, err error) {
	err = a.look(ctx, tenant.SeeScans, func(room CustomerView) error {
		list = nil
		run, err := room.Run(id)
		if err != nil {
			return err
		}
		d, err := room.RunDetail(id)
		if err != nil {
			return err
		}
		list, err = findingsAmong(room, run.Profile, d.Found)
		return err
	})
	return list, err
}

// findingsAmong lists those of a profile that have one of these fingerprints, which are
// in byte order.
func findingsAmong(room ScanView, profile string, wanted []string) (list []FindingRecord, err error) {
	q := FindingQuery{Profile: profile, Limit: findingPage}
	for len(wanted) > 0 {
		page, err := room.Findings(q)
		if err != nil {
			return nil, err
		}
		for _, r := range page {
			for len(wanted) > 0 && wanted[0] < r.Fingerprint {
				wanted = wanted[1:]
			}
			if len(wanted) > 0 && wanted[0] == r.Fingerprint {
				list = append(list, r)
			}
		}
		if len(page) < findingPage {
			break
		}
		q.After = page[len(page)-1].Mark()
	}
	return list, nil
}
