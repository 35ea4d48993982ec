package storetest

import (
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A page is what List tells at once.
type page struct {
	Rows []distr.CustomerRow
	Next distr.ListPlace
}

// listed asks for the first page of a list.
func listed(v distr.VendorView, q distr.CustomerList) (any, error) {
	p, err := listPage(v, q, distr.ListPlace{})
	return p.Rows, err
}

func listPage(v distr.VendorView, q distr.CustomerList, from distr.ListPlace) (page, error) {
	q, err := q.Complete()
	if err != nil {
		return page{}, err
	}
	rows, next, err := v.List(q, from)
	return page{rows, next}, err
}

// The lists that the rooms are asked for. The samples have Globex in their names, in
// upper case.
func everybody() distr.CustomerList { return distr.CustomerList{Status: distr.AnyState} }

func searched() distr.CustomerList {
	return distr.CustomerList{Status: distr.AnyState, Search: "LOBEX"}
}

func assignedTo(m tenant.MemberID) distr.CustomerList {
	return distr.CustomerList{Status: distr.AnyState, Assigned: m}
}

func pulledSince(at time.Time) distr.CustomerList {
	return distr.CustomerList{Status: distr.AnyState, Pulled: distr.TimeRange{From: at}}
}

// wantLists says what the lists are when everything has been written.
func (p pair) wantLists(v tenant.VendorID, want lines, assigned []tenant.CustomerID) {
	var added []distr.CustomerRow // in the order in which they were
	for _, id := range p.customers {
		s := p.sample(v, id, intoCustomer)
		added = append(added, distr.CustomerRow{
			Customer: tenant.Customer{ID: id, Created: s.customer.Created, Profile: s.profile},
			Expires:  s.grant.Expires, Pulled: s.activity.Pulled, Scanned: s.activity.Scanned,
		})
	}
	found := slices.Clone(added)
	slices.Reverse(found)
	byName := slices.Clone(added)
	slices.SortStableFunc(byName, func(a, b distr.CustomerRow) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	theirs := slices.DeleteFunc(slices.Clone(byName), func(r distr.CustomerRow) bool { return !slices.Contains(assigned, r.ID) })
	for what, rows := range map[string][]distr.CustomerRow{"by name": byName, "search": found, "assigned": theirs, "pulled": added} {
		want[label("VendorView.List", what)] = text(rows)
	}
}
