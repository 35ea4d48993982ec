package sqlite

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/sqlstore"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A wanted is a list that is on offer, under the name of what it asks for.
type wanted struct {
	name  string
	query distr.CustomerList
}

// everyWanted lists what CustomerOffers offers: each order, both ways if it goes both
// ways, with no filter, with each alone and with all together. Filters by an instant ask
// for these times.
func everyWanted(t testing.TB, times distr.TimeRange) []wanted {
	t.Helper()
	var all []wanted
	for _, o := range distr.CustomerOffers() {
		sets := [][]distr.CustomerFilter{nil, o.Filters}
		for _, f := range o.Filters {
			sets = append(sets, []distr.CustomerFilter{f})
		}
		for _, filters := range sets {
			for _, descending := range []bool{false, true} {
				if descending && !o.Both {
					continue
				}
				q := distr.CustomerList{Sort: o.Sort, Descending: descending, Status: distr.AnyState}
				if o.Sort == distr.SortAdded {
					narrow(&q, distr.BySearch, times)
				}
				for _, f := range filters {
					narrow(&q, f, times)
				}
				q, err := q.Complete()
				require.NoError(t, err)
				name := fmt.Sprint(o.Sort, " descending=", descending, " ", filters)
				if slices.Equal(filters, o.Filters) {
					name = fmt.Sprint(o.Sort, " descending=", descending, " all filters")
				}
				all = append(all, wanted{name, q})
			}
		}
	}
	return all
}

// narrow has a list ask for what a filter is about.
func narrow(q *distr.CustomerList, f distr.CustomerFilter, times distr.TimeRange) {
	switch f {
	case distr.ByStatus:
		q.Status = distr.Active
	case distr.ByPlan:
		q.Plan = "Pro"
	case distr.ByAccess:
		q.Access = tenant.AccessFull
	case distr.ByAssigned:
		q.Assigned = "ann"
	case distr.ByExpires:
		q.Expires = times
	case distr.ByPulled:
		q.Pulled = times
	case distr.ByScanned:
		q.Scanned = times
	case distr.ByPrefix:
		q.Search = "gl"
	case distr.BySearch:
		q.Search = "globex"
	}
}

// TestCustomerListsUseIndexes asks SQLite how it would read each list that is on
// offer: each step along an index which serves what is asked for and the order, so
// that nothing is sorted and nothing passed by.
func TestCustomerListsUseIndexes(t *testing.T) {
	s := open(t)
	times := distr.TimeRange{From: time.UnixMicro(5), Until: time.UnixMicro(9)}
	last := customer("globex")
	last.Name, last.Plan = "Globex", "Pro"
	require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error { return tx.AddCustomer(last) }))
	for _, w := range everyWanted(t, times) {
		for _, from := range []distr.ListPlace{{}, distr.CustomerRow{Customer: last, Expires: time.UnixMicro(6), Pulled: time.UnixMicro(6), Scanned: time.UnixMicro(6)}.PlaceOf(w.query.Sort)} {
			t.Run(fmt.Sprint(w.name, " deep=", from != distr.ListPlace{}), func(t *testing.T) {
				requireIndexed(t, w.query, plansOf(t, s, func(v distr.VendorView) error {
					_, _, err := v.List(w.query, from)
					return err
				}))
			})
		}
	}
}

// step matches what reads a customer, an assignment or a text by its key, a list along
// an index of its order, and the search by its trigrams.
var step = regexp.MustCompile(`^(SEARCH (customers|search_texts|t|assignments|search_rooms) USING (PRIMARY KEY|(COVERING )?INDEX \w+) \(vendor=\?.*\)|SCAN g|CO-ROUTINE g|SCAN search_grams VIRTUAL TABLE INDEX .*><|LIST SUBQUERY \d+)$`)

func requireIndexed(t *testing.T, q distr.CustomerList, plan []string) {
	t.Helper()
	require.NotEmpty(t, plan)
	for _, p := range plan {
		require.Regexp(t, step, p, "%q", plan)
	}
	if q.Assigned != "" || q.Sort == distr.SortAdded {
		return
	}
	column := string(q.Sort)
	index := "INDEX customers_" + column + " (vendor=? AND gone=? AND access=?"
	if q.Plan != "" {
		index = "INDEX plans_" + column + " (vendor=? AND plan=? AND gone=? AND access=?"
	}
	require.True(t, slices.ContainsFunc(plan, func(p string) bool {
		return regexp.MustCompile(regexp.QuoteMeta(index)).MatchString(p)
	}), "%s is not used: %q", index, plan)
}

// plansOf is how SQLite would answer each statement that fn asks, and how it does: fn
// goes on with the answers, so that it asks all.
func plansOf(t *testing.T, s *Store, fn func(distr.VendorView) error) (plan []string) {
	t.Helper()
	require.NoError(t, s.read(t.Context(), func(q *session) error {
		q.conn = explaining{q.conn, &plan}
		return fn(sqlstore.NewView(q, acme))
	}))
	return plan
}
