package storetest

import (
	"fmt"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// customerLists asks for customers in every order, with filters and searches, page by page,
// and while the room changes.
func customerLists(t T, s distr.Store) {
	listsRoom(t, s, acme)
	listsRoom(t, s, "other") // of the same IDs, and none of them may come
	listsInOrder(t, s)
	listsSelected(t, s)
	listsSearched(t, s)
	listsByPage(t, s)
	listsWhileChanging(t, s)
}

// A lister is one of the customers of the list checks. Minutes are of one hour; -1 is
// never.
type lister struct {
	id, name, plan          string
	access                  tenant.Access
	archived                bool
	created, ends, pulled   int
	scanned                 int
	email                   tenant.Email
	assigned, withoutGrants bool
}

// listers are in the order in which they are added: each order of the list is another
// one, and some are alike in it.
func listers() []lister {
	return []lister{
		{id: "m", name: "beta", plan: "Pro", access: tenant.AccessFull, created: 30, ends: 20, pulled: 11, scanned: -1, assigned: true},
		{id: "c", name: "Alpha", plan: "Team", access: tenant.AccessDisabled, created: 10, ends: -1, pulled: -1, scanned: 40},
		{id: "z", name: "ALPHA", access: tenant.AccessFull, created: 20, ends: 10, pulled: 12, scanned: 41, assigned: true},
		{id: "A", name: "Élan vital", plan: "Pro", access: tenant.AccessReadOnly, created: 10, ends: 30, pulled: 11, scanned: -1},
		{id: "b", name: "élan 100%_sure", plan: "pro", access: tenant.AccessFull, archived: true, created: 40, ends: 20, pulled: -1, scanned: 40, assigned: true},
		{id: "a", name: `Say "hi" NEAR me*`, plan: "Pro", access: tenant.AccessFull, created: 5, withoutGrants: true, ends: -1, pulled: 50, scanned: 3, email: "it@zulu.example"},
	}
}

func listsRoom(t T, s distr.Store, vendor tenant.VendorID) {
	t.Helper()
	update(t, s, vendor, func(tx distr.VendorTx) error {
		if err := tx.PutStaff(tenant.Member{ID: memberID, Email: address}); err != nil {
			return err
		}
		if err := tx.PutProduct(entitlement.Product{ID: productID, Kind: entitlement.Artifact}); err != nil {
			return err
		}
		for _, l := range listers() {
			if err := l.add(tx); err != nil {
				return err
			}
		}
		return nil
	})
}

func (l lister) add(tx distr.VendorTx) error {
	id := tenant.CustomerID(l.id)
	profile := tenant.Profile{Name: "before " + l.name, Email: "before@zulu.example", Plan: "before", Access: l.access}
	if err := tx.AddCustomer(tenant.Customer{ID: id, Created: at(l.created), Profile: profile}); err != nil {
		return err
	}
	err := edit(tx, id, func(c distr.CustomerTx) error {
		profile.Name, profile.Plan, profile.Email = l.name, l.plan, l.email
		if l.archived {
			profile.Archived = at(1)
		}
		if err := c.SetProfile(profile); err != nil || l.withoutGrants {
			return err
		}
		first := entitlement.Grant{ID: "first", Product: productID, Versions: entitlement.All(), Expires: at(1)}
		return bothErrors(c.PutGrant(first), c.PutGrant(entitlement.Grant{ID: "last", Product: productID, Versions: entitlement.All(), Expires: orNever(l.ends)}))
	})
	if err != nil {
		return err
	}
	if l.assigned {
		if err := tx.Assign(memberID, id); err != nil {
			return err
		}
	}
	return tx.PutActivity([]distr.Activity{{Customer: id, Pulled: orNever(l.pulled), Scanned: orNever(l.scanned)}})
}

func bothErrors(first, second error) error {
	if first != nil {
		return first
	}
	return second
}

func orNever(minute int) time.Time {
	if minute < 0 {
		return time.Time{}
	}
	return at(minute)
}

// listIDs walks through a list, page by page, and says who came.
func listIDs(t T, s distr.Store, q distr.CustomerList) []string {
	t.Helper()
	found := []string{}
	var from distr.ListPlace
	for range 1000 {
		p := look(t, s, acme, func(v distr.VendorView) (page, error) { return listPage(v, q, from) })
		found = append(found, ids(p.Rows, func(r distr.CustomerRow) string { return string(r.ID) })...)
		if from = p.Next; from == (distr.ListPlace{}) {
			return found
		}
	}
	require.Fail(t, "a list that does not end", "%+v", q)
	return found
}

// A listing is a list and who is to come.
type listing struct {
	name  string
	query distr.CustomerList
	want  []string
}

// require asks for a list at once, and one by one.
func (l listing) require(t T, s distr.Store) {
	t.Helper()
	for _, limit := range []int{0, 1, 2} {
		q := l.query
		q.Limit = limit
		require.Equal(t, l.want, listIDs(t, s, q), "%s, in pages of %d", l.name, limit)
	}
}

func listsInOrder(t T, s distr.Store) {
	t.Helper()
	for sort, want := range map[distr.CustomerSort][]string{
		distr.SortName:    {"c", "z", "m", "a", "b", "A"},
		distr.SortCreated: {"a", "c", "A", "z", "m", "b"},
		distr.SortExpires: {"z", "m", "b", "A", "c", "a"},
		distr.SortPulled:  {"c", "b", "m", "A", "z", "a"},
		distr.SortScanned: {"m", "A", "a", "c", "b", "z"},
	} {
		everybody := distr.CustomerList{Status: distr.AnyState, Sort: sort}
		listing{fmt.Sprint("all by ", sort), everybody, want}.require(t, s)
		everybody.Descending = true
		slices.Reverse(want)
		listing{fmt.Sprint("all by ", sort, ", descending"), everybody, want}.require(t, s)
	}
}

func listsByPage(t T, s distr.Store) {
	t.Helper()
	_, err := lookErr(t, s, func(v distr.VendorView) (page, error) {
		return listPage(v, everybody(), distr.ListPlace{Name: "beta", ID: "nobody"})
	})
	require.ErrorIs(t, err, tenant.ErrNotFound, "a place of somebody who is not there")
	p := look(t, s, acme, func(v distr.VendorView) (page, error) {
		return listPage(v, everybody(), distr.ListPlace{Name: "alpha", ID: "c"})
	})
	require.Equal(t, []string{"z", "m", "a", "b", "A"}, ids(p.Rows, func(r distr.CustomerRow) string { return string(r.ID) }), "behind one of two of a name")
	last := p.Rows[len(p.Rows)-1]
	require.Equal(t, text(distr.CustomerRow{Customer: tenant.Customer{ID: "A", Created: at(10), Profile: tenant.Profile{Name: "Élan vital", Plan: "Pro", Access: tenant.AccessReadOnly}},
		Expires: at(30), Pulled: at(11)}), text(last), "a row of the list")
}

// lookErr is look where an error is expected.
func lookErr[R any](t T, s distr.Store, fn func(distr.VendorView) (R, error)) (result R, err error) {
	t.Helper()
	err = s.View(t.Context(), acme, func(v distr.VendorView) (err error) {
		result, err = fn(v)
		return err
	})
	return result, err
}
