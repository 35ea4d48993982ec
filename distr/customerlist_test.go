package distr_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// listOffice is a vendor with customers c00 to c11, of whom ann of the staff is
// assigned every third.
func listOffice(t *testing.T) *distr.Vendor {
	t.Helper()
	store := memory.New()
	require.NoError(t, store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		for id, role := range map[tenant.MemberID]tenant.Role{"ann": tenant.User, "bob": tenant.Administrator, "eve": tenant.Viewer} {
			if err := tx.PutStaff(tenant.Member{ID: id, Email: tenant.Email(id + "@acme.example"), Role: role, Joined: time.Unix(1, 0)}); err != nil {
				return err
			}
		}
		for i := range 12 {
			c := tenant.Customer{ID: tenant.CustomerID(fmt.Sprintf("c%02d", i)), Profile: tenant.Profile{Name: fmt.Sprintf("Customer %02d", i), Access: tenant.AccessFull}}
			if err := tx.AddCustomer(c); err != nil {
				return err
			}
			if i%3 == 0 {
				if err := tx.Assign("ann", c.ID); err != nil {
					return err
				}
			}
		}
		return nil
	}))
	return distr.New(store, distr.Config{}).Vendor("acme")
}

func listedIDs(t *testing.T, v *distr.Vendor, q distr.CustomerList) (ids []tenant.CustomerID) {
	t.Helper()
	for row, err := range v.EachCustomer(t.Context(), q) {
		require.NoError(t, err)
		ids = append(ids, row.ID)
	}
	return ids
}

// TestListIsWhatTheyMaySee lists as several people do.
func TestListIsWhatTheyMaySee(t *testing.T) {
	v := listOffice(t)
	own := []tenant.CustomerID{"c00", "c03", "c06", "c09"}
	for _, tt := range []struct {
		name string
		as   distr.Actor
		own  bool
	}{
		{"an operator", distr.Operator(), false},
		{"an Administrator", distr.Staff("bob@acme.example"), false},
		{"a User", distr.Staff("ann@acme.example"), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			all := listedIDs(t, v.As(tt.as), distr.CustomerList{})
			found := listedIDs(t, v.As(tt.as), distr.CustomerList{Search: "custom"})
			slices.Sort(found)
			require.Equal(t, all, found)
			if tt.own {
				require.Equal(t, own, all)
				return
			}
			require.Len(t, all, 12)
			require.Equal(t, own, listedIDs(t, v.As(tt.as), distr.CustomerList{Assigned: "ann"}))
		})
	}
	require.Empty(t, listedIDs(t, v.As(distr.Staff("eve@acme.example")), distr.CustomerList{}), "assigned to nobody")
	_, err := v.As(distr.Staff("ann@acme.example")).List(t.Context(), distr.CustomerList{Assigned: "eve"})
	require.ErrorIs(t, err, tenant.ErrForbidden)
	for _, nobody := range []distr.Actor{distr.Staff("mallory@acme.example"), distr.CustomerUser("ann@acme.example"), {}} {
		_, err := v.As(nobody).List(t.Context(), distr.CustomerList{})
		require.ErrorIs(t, err, tenant.ErrForbidden)
	}
}

// TestListPages walks from mark to mark, and shows marks to lists that did not make
// them.
func TestListPages(t *testing.T) {
	v := listOffice(t)
	boss, ann := v.As(distr.Staff("bob@acme.example")), v.As(distr.Staff("ann@acme.example"))
	var ids []tenant.CustomerID
	var marks []distr.Mark
	q := distr.CustomerList{Limit: 5}
	for {
		page, err := boss.List(t.Context(), q)
		require.NoError(t, err)
		for _, r := range page.Rows {
			ids = append(ids, r.ID)
		}
		if page.Next == "" {
			break
		}
		q.After, marks = page.Next, append(marks, page.Next)
	}
	require.Len(t, ids, 12)
	require.True(t, slices.IsSorted(ids))
	require.Len(t, marks, 2)
	require.Equal(t, ids[5:], listedIDs(t, boss, distr.CustomerList{After: marks[0]}), "with another limit")

	for _, tt := range []struct {
		name string
		as   *distr.Vendor
		q    distr.CustomerList
	}{
		{"another order", boss, distr.CustomerList{Sort: distr.SortCreated}},
		{"another search", boss, distr.CustomerList{Search: "cu"}},
		{"somebody else's list", ann, distr.CustomerList{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.q.After = marks[0]
			_, err := tt.as.List(t.Context(), tt.q)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, "another list, or was changed")
		})
	}

	// A mark that was good: whom it names is no longer theirs.
	page, err := ann.List(t.Context(), distr.CustomerList{Limit: 1})
	require.NoError(t, err)
	require.Equal(t, []tenant.CustomerID{"c03", "c06", "c09"}, listedIDs(t, ann, distr.CustomerList{After: page.Next}))
	require.NoError(t, boss.Unassign(t.Context(), "ann", page.Rows[0].ID))
	_, err = ann.List(t.Context(), distr.CustomerList{After: page.Next})
	require.ErrorIs(t, err, tenant.ErrInvalid)
	require.ErrorContains(t, err, "nobody of this list")
}

// TestListRefuses asks for what is not on offer, and for what means nothing.
func TestListRefuses(t *testing.T) {
	v := listOffice(t).As(distr.Operator())
	now := time.Now()
	for _, tt := range []struct {
		name string
		q    distr.CustomerList
		says string
	}{
		{"an order of its own", distr.CustomerList{Sort: "colour"}, `order "colour"`},
		{"a time in another order", distr.CustomerList{Sort: distr.SortName, Pulled: distr.TimeRange{Until: now}}, `the order "name" does not go with the filter "pulled"`},
		{"two times", distr.CustomerList{Expires: distr.TimeRange{Until: now}, Scanned: distr.TimeRange{Never: true}}, `the order "expires" does not go with the filter "scanned"`},
		{"a search in another order", distr.CustomerList{Sort: distr.SortCreated, Search: "globex"}, `the order "created" does not go with the filter "search"`},
		{"a beginning in another order", distr.CustomerList{Sort: distr.SortCreated, Search: "gl"}, `does not go with the filter "search of 1 or 2 characters"`},
		{"a search from its other end", distr.CustomerList{Search: "globex", Descending: true}, "not offered descending"},
		{"the order of a search without one", distr.CustomerList{Sort: distr.SortAdded}, "a search for three characters and more"},
		{"a status of its own", distr.CustomerList{Status: "asleep"}, `status "asleep": it is one of active, archived, all`},
		{"an access of its own", distr.CustomerList{Access: "half"}, `access "half"`},
		{"too much", distr.CustomerList{Limit: 1001}, "limit 1001: a page has 1 to 1000 rows"},
		{"less than nothing", distr.CustomerList{Limit: -1}, "limit -1"},
		{"never, at some time", distr.CustomerList{Pulled: distr.TimeRange{Never: true, From: now}}, "nobody"},
		{"an end before the begin", distr.CustomerList{Pulled: distr.TimeRange{From: now, Until: now}}, "not earlier"},
		{"what cannot be printed", distr.CustomerList{Search: "a\x00b"}, "unprintable"},
		{"what is no text", distr.CustomerList{Search: "\xff\xfe\xfd"}, "UTF-8"},
		{"a novel", distr.CustomerList{Search: string(make([]byte, 300))}, "300 characters"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := v.List(t.Context(), tt.q)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, tt.says)
		})
	}
	_, err := v.List(t.Context(), distr.CustomerList{Sort: "colour"})
	for _, o := range distr.CustomerOffers() {
		require.ErrorContains(t, err, o.String(), "it says what is on offer")
	}
}

func ExampleCustomerOffers() {
	for _, o := range distr.CustomerOffers() {
		fmt.Println(o)
	}
	// Output:
	// name (also descending): status, access, plan, assigned, search of 1 or 2 characters
	// created (also descending): status, access, plan, assigned
	// expires (also descending): status, access, plan, assigned, expires
	// pulled (also descending): status, access, plan, assigned, pulled
	// scanned (also descending): status, access, plan, assigned, scanned
	// added: status, access, plan, assigned, search
}
