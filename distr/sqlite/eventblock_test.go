package sqlite

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// blockEvent is one of many: each seventh of a clock that was set back.
func blockEvent(n int64) distr.Event {
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

// blockQueries are all ways to ask that blocks can answer, and some that they cannot.
func blockQueries() (all []distr.EventQuery) {
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

// TestBlocks lists events while some are in blocks and some are not: around the numbers
// at which one ends, after some were removed, and of another vendor.
func TestBlocks(t *testing.T) {
	s := open(t)
	var kept []distr.Event
	last := int64(0)
	for _, to := range []int64{255, 256, 700} {
		for _, vendor := range []tenant.VendorID{acme, "other"} {
			require.NoError(t, s.Update(t.Context(), vendor, func(tx distr.VendorTx) error {
				for n := last + 1; n <= to; n++ {
					if err := tx.Append(blockEvent(n)); err != nil {
						return err
					}
				}
				return nil
			}))
		}
		for n := last + 1; n <= to; n++ {
			kept = append(kept, blockEvent(n))
		}
		last = to
		requireEvents(t, s, kept)
	}
	require.Equal(t, []string{"256", "512"}, column(t, s, "SELECT seq FROM blocks WHERE vendor = 'acme'"))
	for _, through := range []int64{600, 700} {
		require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
			return tx.RemoveEvents(distr.Checkpoint{Link: distr.Link{Seq: through}, At: time.UnixMicro(1)})
		}))
		kept = slices.DeleteFunc(kept, func(e distr.Event) bool { return e.Seq <= through })
		requireEvents(t, s, kept)
	}
	require.Empty(t, column(t, s, "SELECT seq FROM blocks WHERE vendor = 'acme' UNION ALL SELECT seq FROM block_values WHERE vendor = 'acme'"))
	require.Equal(t, []string{"256", "512"}, column(t, s, "SELECT seq FROM blocks WHERE vendor = 'other'"))
	require.Equal(t, []string{"ok"}, column(t, s, "PRAGMA integrity_check"))
}

// requireEvents asks for events in all ways.
func requireEvents(t *testing.T, s *Store, kept []distr.Event) {
	t.Helper()
	require.NoError(t, s.View(t.Context(), acme, func(v distr.VendorView) error {
		for _, q := range blockQueries() {
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

// TestBlocksOfEarlier reads the events of programs that had indexes of them: of all, and
// of those up to a number that 256 divides. It goes on to the end of the block that was
// begun then.
func TestBlocksOfEarlier(t *testing.T) {
	for version, columns := range map[int64][2]string{13: {"", ""}, 15: {", unfiled", ", CASE WHEN value > 512 THEN 1 END"}} {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "portal.db")
			var kept []distr.Event
			for n := int64(1); n <= 768; n++ {
				kept = append(kept, blockEvent(n))
			}
			rows, err := json.Marshal(kept[:700])
			require.NoError(t, err)
			holding(t, path, version, fmt.Sprintf(`INSERT INTO events (vendor, seq, hash, event, at, actor, via, address, kind, customer%s)
				SELECT 'acme', value ->> 'Seq', zeroblob(32), value ->> 'ID', 1000000 + (value ->> 'Seq') - iif((value ->> 'Seq') %% 7 = 0, 40, 0),
					value ->> '$.Actor.Name', '', '', value ->> 'Kind', value ->> 'Customer'%s
				FROM (SELECT j.value FROM json_each('%s') AS j)`, columns[0], strings.ReplaceAll(columns[1], "value", "(value ->> 'Seq')"), rows))
			s := openAt(t, path)
			requireEvents(t, s, kept[:700])
			require.Equal(t, []string{"256", "512"}, column(t, s, "SELECT seq FROM blocks WHERE vendor = 'acme'"))
			require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
				for _, e := range kept[700:] {
					if err := tx.Append(e); err != nil {
						return err
					}
				}
				return nil
			}))
			requireEvents(t, s, kept)
			require.Equal(t, []string{"256", "512", "768"}, column(t, s, "SELECT seq FROM blocks WHERE vendor = 'acme'"))
		})
	}
}

// TestMisfiled changes what is known of a block, behind our back: whoever filters does
// not see an event of it, and whoever verifies is told.
func TestMisfiled(t *testing.T) {
	for _, tt := range []struct{ name, meddle string }{
		{"a customer", "DELETE FROM block_values WHERE vendor = 'acme' AND field = 'customer' AND value = 'cus_7'"},
		{"an actor", "DELETE FROM block_values WHERE vendor = 'acme' AND field = 'actor'"},
		{"a kind", "UPDATE block_values SET value = 'customer.x' WHERE vendor = 'acme' AND field = 'kind'"},
		{"the first time", "UPDATE blocks SET earliest = earliest + 1 WHERE vendor = 'acme'"},
		{"the last time", "UPDATE blocks SET latest = latest - 1 WHERE vendor = 'acme'"},
		{"all of it", "DELETE FROM blocks WHERE vendor = 'acme'"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := open(t)
			v := distr.New(s, distr.Config{}).Vendor(acme).As(distr.Operator())
			for n := range 260 {
				_, err := v.CreateCustomer(t.Context(), distr.NewCustomer{ID: tenant.CustomerID(fmt.Sprint("cus_", n)), Name: "Globex"})
				require.NoError(t, err)
			}
			_, err := v.VerifyEvents(t.Context(), distr.Head{})
			require.NoError(t, err)
			_, err = s.writer.ExecContext(t.Context(), tt.meddle)
			require.NoError(t, err)
			_, err = v.VerifyEvents(t.Context(), distr.Head{})
			var broken *distr.BrokenChain
			require.ErrorAs(t, err, &broken)
			require.Equal(t, distr.BrokenChain{Seq: 256, Why: "it cannot be read: what the 256 events up to it are about is not all written down"}, *broken)
		})
	}
}
