package memory

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// find is a copy of the one record that is meant. what names it in the error.
func find[R any](records []R, meant func(R) bool, copyOne func(R) R, what string, id any) (R, error) {
	i := slices.IndexFunc(records, meant)
	if i < 0 {
		var none R
		return none, fmt.Errorf("%s %v: %w", what, id, tenant.ErrNotFound)
	}
	return copyOne(records[i]), nil
}

// put is a new list in which the record stands in the place of the one that is
// meant, or at the end if none is.
func put[R any](records []R, record R, meant func(R) bool) []R {
	i := slices.IndexFunc(records, meant)
	if i < 0 {
		return append(slices.Clip(records), record)
	}
	list := slices.Clone(records)
	list[i] = record
	return list
}

func oldestFirst[R any](list []R, at func(R) time.Time) {
	slices.SortStableFunc(list, func(a, b R) int { return at(a).Compare(at(b)) })
}
