package sqlite

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/sqlstore"
)

// TestEventQueriesUseKeys asks how events are read, a million of them: in the order
// in which they are to come, from an end of a range of an index. A time is looked up
// in an index of its own first. What no index has yet is a range of numbers.
func TestEventQueriesUseKeys(t *testing.T) {
	s := open(t)
	at, later := time.UnixMicro(1), time.UnixMicro(9)
	const unfiled, last = "PRIMARY KEY (vendor=? AND seq>?)", "PRIMARY KEY (vendor=?)"
	const range1, range2 = "COVERING INDEX events_at (vendor=? AND at>?)", "COVERING INDEX events_at (vendor=? AND at>? AND at<?)"
	for _, tt := range []struct {
		name  string
		query distr.EventQuery
		plan  []string
	}{
		{"newest", distr.EventQuery{Limit: 10}, []string{"PRIMARY KEY (vendor=?)", last}},
		{"one", distr.EventQuery{ID: "evt_1", Limit: 1, Oldest: true}, []string{"INDEX events_event (vendor=? AND event=?)", last}},
		{"a page", distr.EventQuery{After: 7, Limit: 10, Oldest: true}, []string{"PRIMARY KEY (vendor=? AND seq>?)", last}},
		{"of a customer", distr.EventQuery{Customer: "globex", Limit: 10}, []string{"INDEX events_customer (vendor=? AND customer=?)", unfiled, last}},
		{"a page of a customer", distr.EventQuery{Customer: "globex", After: 7, Limit: 10, Oldest: true}, []string{"INDEX events_customer (vendor=? AND customer=? AND seq>?)", unfiled, last}},
		{"of a kind", distr.EventQuery{Kinds: []distr.Kind{distr.GrantAdded}, Limit: 10}, []string{"INDEX events_kind (vendor=? AND kind=?)", unfiled, last}},
		{"of an actor", distr.EventQuery{Actor: "ann@acme.example", Limit: 10}, []string{"INDEX events_actor (vendor=? AND actor=?)", unfiled, last}},
		{"of a customer and a kind", distr.EventQuery{Customer: "globex", Kinds: []distr.Kind{distr.GrantAdded}, Limit: 10}, []string{"INDEX events_customer (vendor=? AND customer=?)", unfiled, last}},
		{"of kinds", distr.EventQuery{Kinds: []distr.Kind{"grant.", distr.TokenAdded}, Limit: 10}, []string{"PRIMARY KEY (vendor=?)", last}},
		{"since", distr.EventQuery{Since: at, Limit: 10}, []string{"PRIMARY KEY (vendor=? AND seq>? AND seq<?)", range1, range1, unfiled, last}},
		{"between", distr.EventQuery{Since: at, Until: later}, []string{"PRIMARY KEY (vendor=? AND seq>? AND seq<?)", range2, range2, unfiled, last}},
		{"of a customer, between", distr.EventQuery{Customer: "globex", Since: at, Until: later}, []string{"INDEX events_customer (vendor=? AND customer=? AND seq>? AND seq<?)", range2, range2, unfiled, last}},
		{"a further page, between", distr.EventQuery{Since: at, Until: later, After: 7, Limit: 10, Oldest: true}, []string{"PRIMARY KEY (vendor=? AND seq>?)", last}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var plan []string
			require.NoError(t, s.read(t.Context(), func(q *session) error {
				q.conn = explained{q.conn, &plan}
				_, err := sqlstore.NewView(q, acme).Events(tt.query)
				return err
			}))
			var tables []string
			for _, step := range plan {
				require.NotContains(t, step, "SCAN")
				require.NotContains(t, step, "B-TREE", "nothing is sorted")
				if found, is := strings.CutPrefix(step, "SEARCH events USING "); is {
					tables = append(tables, found)
				}
			}
			require.Equal(t, tt.plan, tables)
		})
	}
}
