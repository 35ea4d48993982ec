package storetest

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// refiling writes many events and removes some, and has the store look each time at what
// it finds them by.
func refiling(t T, s distr.Store) {
	var done distr.Refiled
	refile := func(when string, v tenant.VendorID, after func(distr.VendorTx) error) {
		t.Helper()
		var before []distr.Event
		update(t, s, v, func(tx distr.VendorTx) (err error) {
			if err = after(tx); err != nil {
				return err
			}
			if before, err = everyEvent(tx); err == nil {
				done, err = tx.RefileEvents()
			}
			return err
		})
		require.Zero(t, done.Mended, "what was to be mended %s", when)
		require.Zero(t, done.Stray, "what was of no block %s", when)
		require.Equal(t, text(before), text(look(t, s, v, everyEvent)), "the events %s, refiled", when)
		var again distr.Refiled
		update(t, s, v, func(tx distr.VendorTx) (err error) { again, err = tx.RefileEvents(); return err })
		require.Equal(t, done, again, "what is refiled again %s", when)
		require.Equal(t, text(before), text(look(t, s, v, everyEvent)), "the events %s, refiled again", when)
	}
	add := func(to int64) func(distr.VendorTx) error {
		return func(tx distr.VendorTx) error {
			last, err := tx.LastEvent()
			for n := last.Seq + 1; err == nil && n <= to; n++ {
				err = tx.Append(distr.Event{ID: distr.EventID(fmt.Sprint("evt_", n)), Seq: n, Time: at(int(n) % 50), Kind: distr.Kind(fmt.Sprint("x.", n%3)), Hash: [32]byte{1}})
			}
			return err
		}
	}
	remove := func(through int64) func(distr.VendorTx) error {
		return func(tx distr.VendorTx) error {
			return tx.RemoveEvents(distr.Checkpoint{Link: distr.Link{Seq: through, Hash: [32]byte{1}}, At: at(1)})
		}
	}
	nothing := func(distr.VendorTx) error { return nil }
	refile("of which there are none", acme, nothing)
	require.Zero(t, done.Blocks, "blocks of no events")
	update(t, s, "other", add(300))
	theirs := text(look(t, s, "other", everyEvent))
	for _, to := range []int64{255, 256, 600} {
		refile(fmt.Sprintf("up to %d", to), acme, add(to))
	}
	for _, through := range []int64{300, 599, 600} {
		refile(fmt.Sprintf("behind %d", through), acme, remove(through))
	}
	refile("of another vendor", "other", nothing)
	require.Equal(t, theirs, text(look(t, s, "other", everyEvent)), "another vendor's events")
}

func everyEvent(v distr.VendorView) ([]distr.Event, error) { return v.Events(distr.EventQuery{}) }

// refilesNothing is an error unless all that the events are found by is right.
func refilesNothing(tx distr.VendorTx) error {
	done, err := tx.RefileEvents()
	if err == nil && done.Mended+done.Stray != 0 {
		err = fmt.Errorf("what events are found by was not right: %+v", done)
	}
	return err
}
