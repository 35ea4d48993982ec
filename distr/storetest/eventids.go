package storetest

import (
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// eventsByID asks for events by their IDs, some of which say numbers: their own, and
// others that mean nothing. Then the first ones are removed.
func eventsByID(t T, s distr.Store) {
	t.Helper()
	const v = "numbered"
	given := []distr.EventID{"evt_1_x", "evt_2_x", "evt_2", "evt_19f1d8ce200_x", "evt_5_y", "evt_99", "evt_7_x"}
	for _, id := range given {
		update(t, s, v, func(tx distr.VendorTx) error {
			return appendNext(tx, distr.Event{ID: id, Customer: "a", Kind: "test.id"})
		})
	}
	requireFound := func(q distr.EventQuery, want ...int64) {
		t.Helper()
		found := look(t, s, v, func(v distr.VendorView) ([]distr.Event, error) { return v.Events(q) })
		require.Equal(t, want, ids(found, func(e distr.Event) int64 { return e.Seq }), "the event %s of %+v", q.ID, q)
	}
	for i, id := range given {
		requireFound(distr.EventQuery{ID: id}, int64(i+1))
		requireFound(distr.EventQuery{ID: id, Customer: "a", Limit: 1, Oldest: true}, int64(i+1))
		requireFound(distr.EventQuery{ID: id, Customer: "b"})
		requireFound(distr.EventQuery{ID: id, After: int64(i + 1)})
	}
	for _, id := range []distr.EventID{"evt_1_y", "evt_2_", "evt_3_x", "evt_8_x", "evt_0_x", "evt_01_x", "evt_5"} {
		requireFound(distr.EventQuery{ID: id})
	}
	update(t, s, v, func(tx distr.VendorTx) error {
		return tx.RemoveEvents(distr.Checkpoint{Link: distr.Link{Seq: 5}, At: at(1)})
	})
	requireFound(distr.EventQuery{ID: "evt_1_x"})
	requireFound(distr.EventQuery{ID: "evt_2"})
	requireFound(distr.EventQuery{ID: "evt_99"}, 6)
	requireFound(distr.EventQuery{ID: "evt_7_x"}, 7)
}
