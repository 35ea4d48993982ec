package storetest

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// pruning removes events, some and then all, and goes on behind them.
func pruning(t T, s distr.Store) {
	add := func(n int64) func(distr.VendorTx) error {
		return func(tx distr.VendorTx) error {
			return tx.Append(distr.Event{ID: distr.EventID(fmt.Sprint("evt_", n)), Seq: n, Hash: [32]byte{byte(n)}})
		}
	}
	link := func(n int64) distr.Link { return distr.Link{Seq: n, Hash: [32]byte{byte(n)}} }
	requireLog := func(when string, last, removed distr.Link, want ...int64) {
		t.Helper()
		events := look(t, s, acme, func(v distr.VendorView) ([]distr.Event, error) { return v.Events(distr.EventQuery{}) })
		require.Equal(t, want, ids(events, func(e distr.Event) int64 { return e.Seq }), "the events %s", when)
		require.Equal(t, last, look(t, s, acme, distr.VendorView.LastEvent), "the last event %s", when)
		require.Equal(t, removed, look(t, s, acme, distr.VendorView.Checkpoint).Link, "the checkpoint %s", when)
	}
	for n := int64(1); n <= 5; n++ {
		update(t, s, acme, add(n))
	}
	update(t, s, "other", add(1))
	requireLog("before any was removed", link(5), distr.Link{}, 1, 2, 3, 4, 5)

	update(t, s, acme, func(tx distr.VendorTx) error { return tx.RemoveEvents(distr.Checkpoint{Link: link(2), At: at(1)}) })
	requireLog("after two were removed", link(5), link(2), 3, 4, 5)
	require.ErrorIs(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
		if err := tx.RemoveEvents(distr.Checkpoint{Link: link(5), At: at(2)}); err != nil {
			return err
		}
		return errMine
	}), errMine)
	requireLog("after a removal that failed", link(5), link(2), 3, 4, 5)

	var last distr.Link
	update(t, s, acme, func(tx distr.VendorTx) (err error) {
		if err := tx.RemoveEvents(distr.Checkpoint{Link: link(5), At: at(2)}); err != nil {
			return err
		}
		last, err = tx.LastEvent()
		return err
	})
	require.Equal(t, link(5), last, "the last event within the update that removes all")
	requireLog("after all were removed", link(5), link(5))
	update(t, s, acme, func(tx distr.VendorTx) error {
		e := distr.Event{ID: "evt_1", Seq: 6, Hash: [32]byte{6}} // the ID of one that is no more
		return tx.Append(e)
	})
	requireLog("after another one came", link(6), link(5), 6)
	theirs := look(t, s, "other", func(v distr.VendorView) ([]distr.Event, error) { return v.Events(distr.EventQuery{}) })
	require.Len(t, theirs, 1, "the events of another vendor, after events were removed")
}
