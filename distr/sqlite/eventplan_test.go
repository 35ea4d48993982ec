package sqlite

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/sqlstore"
)

// TestEventQueriesUseKeys asks how events are read, a million of them: in the order
// in which they are to come, from the blocks that have them and then from what is in no
// block yet. Of a block that is read to its end it is asked whether all of it
// is known.
func TestEventQueriesUseKeys(t *testing.T) {
	s := open(t)
	at, later := time.UnixMicro(1), time.UnixMicro(9)
	const of, inTime = "b PRIMARY KEY (vendor=? AND field=? AND value=? AND seq<?)", "t EXISTS PRIMARY KEY (vendor=? AND seq=?)"
	const timed, also = "b PRIMARY KEY (vendor=? AND seq<?)", "o EXISTS PRIMARY KEY (vendor=? AND field=? AND value=? AND seq=?)"
	const last, behind, one = "events PRIMARY KEY (vendor=?)", "events PRIMARY KEY (vendor=? AND seq>?)", "events PRIMARY KEY (vendor=? AND seq=?)"
	const byID = "events INDEX events_event (vendor=? AND event=?)"
	known := func(events string) []string {
		const time, value = "b PRIMARY KEY (vendor=? AND seq=?)", "b PRIMARY KEY (vendor=? AND field=? AND value=? AND seq=?)"
		const block = "e PRIMARY KEY (vendor=? AND seq>? AND seq<?)"
		return []string{events, block, time, block, value, block, value, block, value}
	}
	blocks := func(lead string, asked ...string) []string {
		return slices.Concat([]string{lead, last}, asked, []string{"events PRIMARY KEY (vendor=? AND seq>? AND seq<?)", behind, last})
	}
	for _, tt := range []struct {
		name  string
		query distr.EventQuery
		plan  []string
	}{
		{"newest", distr.EventQuery{Limit: 10}, known(last)},
		{"by its number", distr.EventQuery{ID: "evt_1_g3xqk2v7n5bd4ayt", Limit: 1, Oldest: true}, []string{byID, one}},
		{"by its ID", distr.EventQuery{ID: "evt_1", Limit: 1, Oldest: true}, []string{byID}},
		{"a page", distr.EventQuery{After: 7, Limit: 10, Oldest: true}, known(behind)},
		{"of a customer", distr.EventQuery{Customer: "globex", Limit: 10}, blocks(of)},
		{"a page of a customer", distr.EventQuery{Customer: "globex", After: 7, Limit: 10, Oldest: true}, blocks("b PRIMARY KEY (vendor=? AND field=? AND value=? AND seq>? AND seq<?)")},
		{"of a kind", distr.EventQuery{Kinds: []distr.Kind{distr.GrantAdded}, Limit: 10}, blocks(of)},
		{"of an actor", distr.EventQuery{Actor: "ann@acme.example", Limit: 10}, blocks(of)},
		{"of a customer and a kind", distr.EventQuery{Customer: "globex", Kinds: []distr.Kind{distr.GrantAdded}, Limit: 10}, blocks(of, also)},
		{"of a customer and some kinds", distr.EventQuery{Customer: "globex", Kinds: []distr.Kind{distr.GrantAdded, distr.TokenAdded}, Limit: 10}, blocks(of, also)},
		{"of some kinds", distr.EventQuery{Kinds: []distr.Kind{distr.GrantAdded, distr.TokenAdded}, Limit: 10}, blocks(timed, also)},
		{"of kinds that begin so", distr.EventQuery{Kinds: []distr.Kind{"grant.", distr.TokenAdded}, Limit: 10}, known(last)},
		{"since", distr.EventQuery{Since: at, Limit: 10}, blocks(timed)},
		{"between", distr.EventQuery{Since: at, Until: later}, blocks(timed)},
		{"of a customer, between", distr.EventQuery{Customer: "globex", Since: at, Until: later}, blocks(of, inTime)},
		{"a further page, between", distr.EventQuery{Since: at, Until: later, After: 7, Limit: 10, Oldest: true}, blocks("b PRIMARY KEY (vendor=? AND seq>? AND seq<?)")},
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
				require.NotRegexp(t, "^SCAN (events|e|b|o|t)\\b", step)
				require.NotContains(t, step, "B-TREE FOR ORDER BY", "nothing is sorted")
				if found, is := strings.CutPrefix(step, "SEARCH "); is {
					searched = append(searched, strings.Replace(found, "USING ", "", 1))
				}
			}
			require.Equal(t, tt.plan, searched)
		})
	}
}
