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
// in which they are to come, from the blocks that have them and then from what is in no
// block yet. Of all events that are read, those that end a block have it looked through.
func TestEventQueriesUseKeys(t *testing.T) {
	s := open(t)
	at, later := time.UnixMicro(1), time.UnixMicro(9)
	const having, timed, inTime = "b PRIMARY KEY (vendor=? AND field=? AND value=?)", "b PRIMARY KEY (vendor=?)", "t EXISTS PRIMARY KEY (vendor=? AND seq=?)"
	const inBlock = "events PRIMARY KEY (vendor=? AND seq>? AND seq<?)"
	const unfiled, last = "events PRIMARY KEY (vendor=? AND seq>?)", "events PRIMARY KEY (vendor=?)"
	of := func(blocks ...string) []string { return append(blocks, inBlock, unfiled, last) }
	for _, tt := range []struct {
		name  string
		query distr.EventQuery
		plan  []string
	}{
		{"newest", distr.EventQuery{Limit: 10}, []string{last}},
		{"by its number", distr.EventQuery{ID: "evt_1_g3xqk2v7n5bd4ayt", Limit: 1, Oldest: true}, []string{"events INDEX events_event (vendor=? AND event=?)", "events PRIMARY KEY (vendor=? AND seq=?)"}},
		{"by its ID", distr.EventQuery{ID: "evt_1", Limit: 1, Oldest: true}, []string{"events INDEX events_event (vendor=? AND event=?)"}},
		{"a page", distr.EventQuery{After: 7, Limit: 10, Oldest: true}, []string{unfiled}},
		{"of a customer", distr.EventQuery{Customer: "globex", Limit: 10}, of(having)},
		{"a page of a customer", distr.EventQuery{Customer: "globex", After: 7, Limit: 10, Oldest: true}, of("b PRIMARY KEY (vendor=? AND field=? AND value=? AND seq>?)")},
		{"of a kind", distr.EventQuery{Kinds: []distr.Kind{distr.GrantAdded}, Limit: 10}, of(having)},
		{"of an actor", distr.EventQuery{Actor: "ann@acme.example", Limit: 10}, of(having)},
		{"of a customer and a kind", distr.EventQuery{Customer: "globex", Kinds: []distr.Kind{distr.GrantAdded}, Limit: 10}, of(having)},
		{"of kinds", distr.EventQuery{Kinds: []distr.Kind{"grant.", distr.TokenAdded}, Limit: 10}, []string{last}},
		{"since", distr.EventQuery{Since: at, Limit: 10}, of(timed)},
		{"between", distr.EventQuery{Since: at, Until: later}, of(timed)},
		{"of a customer, between", distr.EventQuery{Customer: "globex", Since: at, Until: later}, of(having, inTime)},
		{"a further page, between", distr.EventQuery{Since: at, Until: later, After: 7, Limit: 10, Oldest: true}, of("b PRIMARY KEY (vendor=? AND seq>?)")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var plan []string
			require.NoError(t, s.read(t.Context(), func(q *session) error {
				q.conn = explained{q.conn, &plan}
				_, err := sqlstore.NewView(q, acme).Events(tt.query)
				return err
			}))
			var searched []string
			for _, step := range plan {
				require.NotContains(t, step, "SCAN events")
				require.NotContains(t, step, "B-TREE FOR ORDER BY", "nothing is sorted")
				if strings.HasPrefix(step, "CORRELATED SCALAR SUBQUERY") {
					break // of a block as a whole
				}
				if found, is := strings.CutPrefix(step, "SEARCH "); is {
					searched = append(searched, strings.Replace(found, "USING ", "", 1))
				}
			}
			require.Equal(t, tt.plan, searched)
		})
	}
}
