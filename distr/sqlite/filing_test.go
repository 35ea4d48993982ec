package sqlite

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// filingEvent is one of many: each seventh of a clock that was set back.
func filingEvent(n int64) distr.Event {
	at := n
	if n%7 == 0 {
		at -= 40
	}
	return distr.Event{
		ID: distr.EventID(fmt.Sprint("evt_", n)), Seq: n, Time: time.UnixMicro(1_000_000 + at).UTC(),
		Actor: distr.Actor{Name: fmt.Sprint("actor-", n%3)}, Kind: distr.Kind(fmt.Sprint("test.", n%4)),
		Customer: tenant.CustomerID(fmt.Sprint("cus_", n%5)),
	}
}

// filingQueries are all ways to ask that an index can answer, and some that none can.
func filingQueries() (all []distr.EventQuery) {
	since, until := time.UnixMicro(1_000_000+230), time.UnixMicro(1_000_000+500)
	for _, q := range []distr.EventQuery{
		{}, {Customer: "cus_1"}, {Actor: "actor-2"}, {Kinds: []distr.Kind{"test.3"}}, {Kinds: []distr.Kind{"test."}},
		{Kinds: []distr.Kind{"test.1", "test.2"}}, {Customer: "cus_1", Actor: "actor-2", Kinds: []distr.Kind{"test.3"}}, {Customer: "cus_9"},
	} {
		for _, within := range [][2]time.Time{{}, {since}, {{}, until}, {since, until}} {
			q.Since, q.Until = within[0], within[1]
			for _, after := range []int64{0, 250} {
				q.After = after
				for _, limit := range []int{0, 30} {
					q.Limit, q.Oldest = limit, false
					all = append(all, q)
					q.Oldest = true
					all = append(all, q)
				}
			}
		}
	}
	return all
}

// TestFiling lists events while some are filed and some are not: around the numbers at
// which that is done, after some were removed, and of another vendor.
func TestFiling(t *testing.T) {
	s := open(t)
	var kept []distr.Event
	check := func(t *testing.T) {
		t.Helper()
		require.NoError(t, s.View(t.Context(), acme, func(v distr.VendorView) error {
			for _, q := range filingQueries() {
				want := []distr.Event{}
				for _, e := range kept {
					if q.Selects(e) {
						want = append(want, e)
					}
				}
				switch {
				case q.Limit > 0 && len(want) > q.Limit && q.Oldest:
					want = want[:q.Limit]
				case q.Limit > 0 && len(want) > q.Limit:
					want = want[len(want)-q.Limit:]
				}
				got, err := v.Events(q)
				require.NoError(t, err)
				require.Equal(t, want, got, "%+v", q)
			}
			return nil
		}))
	}
	last := int64(0)
	for _, to := range []int64{255, 256, 700} {
		for _, vendor := range []tenant.VendorID{acme, "other"} {
			require.NoError(t, s.Update(t.Context(), vendor, func(tx distr.VendorTx) error {
				for n := last + 1; n <= to; n++ {
					if err := tx.Append(filingEvent(n)); err != nil {
						return err
					}
				}
				return nil
			}))
		}
		for n := last + 1; n <= to; n++ {
			kept = append(kept, filingEvent(n))
		}
		last = to
		check(t)
	}
	require.Equal(t, []string{"188"}, column(t, s, "SELECT COUNT(*) FROM events WHERE vendor = 'acme' AND unfiled = 1"))
	for _, through := range []int64{600, 700} {
		require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
			return tx.RemoveEvents(distr.Checkpoint{Link: distr.Link{Seq: through}, At: time.UnixMicro(1)})
		}))
		kept = slices.DeleteFunc(kept, func(e distr.Event) bool { return e.Seq <= through })
		check(t)
	}
	require.Equal(t, []string{"ok"}, column(t, s, "PRAGMA integrity_check"))
}

// TestUnfiled takes an event out of the indexes, behind our back: whoever filters does
// not see it, and whoever verifies is told.
func TestUnfiled(t *testing.T) {
	s := open(t)
	v := distr.New(s, distr.Config{}).Vendor(acme).As(distr.Operator())
	for n := range 260 {
		_, err := v.CreateCustomer(t.Context(), distr.NewCustomer{ID: tenant.CustomerID(fmt.Sprint("cus_", n)), Name: "Globex"})
		require.NoError(t, err)
	}
	_, err := v.VerifyEvents(t.Context(), distr.Head{})
	require.NoError(t, err)
	_, err = s.writer.ExecContext(t.Context(), "UPDATE events SET unfiled = 2 WHERE vendor = 'acme' AND seq = 7")
	require.ErrorContains(t, err, "CHECK constraint failed")
	_, err = s.writer.ExecContext(t.Context(), "UPDATE events SET unfiled = 1 WHERE vendor = 'acme' AND seq = 7")
	require.NoError(t, err)
	_, err = v.VerifyEvents(t.Context(), distr.Head{})
	var broken *distr.BrokenChain
	require.ErrorAs(t, err, &broken)
	require.Equal(t, distr.BrokenChain{Seq: 7, Why: "it cannot be read: it was taken out of the indexes"}, *broken)
}
