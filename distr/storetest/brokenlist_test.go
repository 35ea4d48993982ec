package storetest

import (
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
)

// brokenLists go wrong in lists of customers.
func brokenLists() []broken {
	lists := func(list func(distr.VendorView, distr.CustomerList, distr.ListPlace) ([]distr.CustomerRow, distr.ListPlace, error)) func() distr.Store {
		return bendView(func(v distr.VendorView) distr.VendorView { return listView{v, list} })
	}
	return []broken{
		{"lists who is archived", "Lists", "those who are active", lists(func(v distr.VendorView, q distr.CustomerList, from distr.ListPlace) ([]distr.CustomerRow, distr.ListPlace, error) {
			q.Status = distr.AnyState
			return v.List(q, from)
		})},
		{"sorts capitals first", "Lists", "all by name", lists(func(v distr.VendorView, q distr.CustomerList, from distr.ListPlace) ([]distr.CustomerRow, distr.ListPlace, error) {
			rows, next, err := v.List(q, from)
			slices.SortStableFunc(rows, func(a, b distr.CustomerRow) int {
				if q.Sort != distr.SortName || q.Descending {
					return 0
				}
				return strings.Compare(a.Name, b.Name)
			})
			return rows, next, err
		})},
		{"goes on at the row that was last", "Lists", "in pages of 1", lists(func(v distr.VendorView, q distr.CustomerList, from distr.ListPlace) ([]distr.CustomerRow, distr.ListPlace, error) {
			if from == (distr.ListPlace{}) {
				return v.List(q, from)
			}
			again := q
			again.Limit = 1000
			rows, _, err := v.List(again, distr.ListPlace{})
			at := slices.IndexFunc(rows, func(r distr.CustomerRow) bool { return r.ID == from.ID })
			rest, next, errRest := v.List(q, from)
			if err != nil || errRest != nil || at < 0 {
				return rest, next, errRest
			}
			return append([]distr.CustomerRow{rows[at]}, rest...), next, nil
		})},
		{"passes by who has the name of the last", "Lists", "all by name, in pages of 1", lists(func(v distr.VendorView, q distr.CustomerList, from distr.ListPlace) ([]distr.CustomerRow, distr.ListPlace, error) {
			rows, next, err := v.List(q, from)
			return slices.DeleteFunc(rows, func(r distr.CustomerRow) bool {
				return q.Sort == distr.SortName && from.Name != "" && distr.Fold(r.Name) == from.Name
			}), next, err
		})},
		{"forgets that nobody is there", "Lists", "a place of somebody who is not there", lists(func(v distr.VendorView, q distr.CustomerList, from distr.ListPlace) ([]distr.CustomerRow, distr.ListPlace, error) {
			rows, next, err := v.List(q, from)
			if err != nil {
				return nil, distr.ListPlace{}, nil //nolint:nilerr // that is what is broken
			}
			return rows, next, nil
		})},
		{"takes words of a search for a query", "Lists", "words of a query alone", lists(func(v distr.VendorView, q distr.CustomerList, from distr.ListPlace) ([]distr.CustomerRow, distr.ListPlace, error) {
			q.Search, _, _ = strings.Cut(q.Search, " or ")
			return v.List(q, from)
		})},
		{"is behind with the search", "Lists", "what was there before", lists(func(v distr.VendorView, q distr.CustomerList, from distr.ListPlace) ([]distr.CustomerRow, distr.ListPlace, error) {
			if q.Search == "before" {
				q.Search, q.Sort = "", distr.SortName
			}
			return v.List(q, from)
		})},
	}
}

type listView struct {
	distr.VendorView
	list func(distr.VendorView, distr.CustomerList, distr.ListPlace) ([]distr.CustomerRow, distr.ListPlace, error)
}

func (v listView) List(q distr.CustomerList, from distr.ListPlace) ([]distr.CustomerRow, distr.ListPlace, error) {
	return v.list(v.VendorView, q, from)
}
