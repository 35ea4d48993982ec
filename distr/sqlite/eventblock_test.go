package sqlite

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// blockEvent is one of many: each seventh of a clock that was set back. Vendors have no
// name and no time in common.
func blockEvent(v tenant.VendorID, n int64) distr.Event {
	at := n
	if n%7 == 0 {
		at -= 40
	}
	of := ""
	if v != acme {
		of, at = string(v)+"-", at+1_000_000
	}
	return distr.Event{
		ID: distr.EventID(fmt.Sprint("evt_", n)), Seq: n, Time: time.UnixMicro(1_000_000 + at).UTC(),
		Actor: distr.Actor{Name: fmt.Sprint(of, "actor-", n%3)}, Kind: distr.Kind(fmt.Sprint(of, "test.", n%4)),
		Customer: tenant.CustomerID(fmt.Sprint(of, "cus_", n%5)),
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
					if err := tx.Append(blockEvent(vendor, n)); err != nil {
						return err
					}
				}
				return nil
			}))
		}
		for n := last + 1; n <= to; n++ {
			kept = append(kept, blockEvent(acme, n))
		}
		last = to
		requireEvents(t, s, kept)
	}
	requireKnown(t, s, acme, 256, 512)
	requireKnown(t, s, "other", 256, 512)
	for _, through := range []int64{600, 700} {
		require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
			return tx.RemoveEvents(distr.Checkpoint{Link: distr.Link{Seq: through}, At: time.UnixMicro(1)})
		}))
		kept = slices.DeleteFunc(kept, func(e distr.Event) bool { return e.Seq <= through })
		requireEvents(t, s, kept)
	}
	require.Empty(t, column(t, s, "SELECT seq FROM blocks WHERE vendor = 'acme' UNION ALL SELECT seq FROM block_values WHERE vendor = 'acme'"))
	requireKnown(t, s, "other", 256, 512)
	require.Equal(t, []string{"ok"}, column(t, s, "PRAGMA integrity_check"))
}

// requireKnown looks at what is known of a vendor's blocks: all of it, and nothing else.
func requireKnown(t *testing.T, s *Store, v tenant.VendorID, blocks ...int64) {
	t.Helper()
	var want, values []string
	for _, last := range blocks {
		var times []int64
		var has []string
		for n := last - 255; n <= last; n++ {
			e := blockEvent(v, n)
			times = append(times, e.Time.UnixMicro())
			has = append(has, "actor "+e.Actor.Name, "customer "+string(e.Customer), "kind "+string(e.Kind))
		}
		want = append(want, fmt.Sprintf("%d %d %d", last, slices.Min(times), slices.Max(times)))
		slices.Sort(has)
		for _, value := range slices.Compact(has) {
			values = append(values, fmt.Sprintf("%s %d", value, last))
		}
	}
	slices.Sort(values)
	require.Equal(t, want, column(t, s, fmt.Sprintf("SELECT seq || ' ' || earliest || ' ' || latest FROM blocks WHERE vendor = '%s' ORDER BY seq", v)))
	require.Equal(t, values, column(t, s, fmt.Sprintf("SELECT field || ' ' || value || ' ' || seq AS known FROM block_values WHERE vendor = '%s' ORDER BY known", v)))
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
// of those up to a number that 256 divides. One vendor has removed the first ones. It goes
// on to the end of the block that was begun then.
func TestBlocksOfEarlier(t *testing.T) {
	for version, unfiled := range map[int64][2]string{13: {"", ""}, 15: {", unfiled", ", iif(value ->> 'Seq' > 512, 1, NULL)"}} {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "portal.db")
			var kept []distr.Event
			for n := int64(300); n <= 768; n++ {
				kept = append(kept, blockEvent(acme, n))
			}
			rows := ""
			for vendor, first := range map[tenant.VendorID]int64{acme: 300, "other": 1} {
				for n := first; n <= 700; n++ {
					e := blockEvent(vendor, n)
					text, err := json.Marshal(e)
					require.NoError(t, err)
					rows += fmt.Sprintf(`INSERT INTO events (vendor, seq, hash, event, at, actor, via, address, kind, customer%s)
						SELECT '%s', value ->> 'Seq', zeroblob(32), value ->> 'ID', %d, value ->> '$.Actor.Name', '', '', value ->> 'Kind', value ->> 'Customer'%s
						FROM (SELECT '%s' AS value);`, unfiled[0], vendor, e.Time.UnixMicro(), unfiled[1], text)
				}
			}
			holding(t, path, version, rows)
			s := openAt(t, path)
			requireEvents(t, s, kept[:401])
			requireKnown(t, s, "other", 256, 512)
			require.Equal(t, []string{"512"}, column(t, s, "SELECT seq FROM blocks WHERE vendor = 'acme'"))
			for _, vendor := range []tenant.VendorID{acme, "other"} {
				require.NoError(t, s.Update(t.Context(), vendor, func(tx distr.VendorTx) error {
					for n := int64(701); n <= 768; n++ {
						if err := tx.Append(blockEvent(vendor, n)); err != nil {
							return err
						}
					}
					return nil
				}))
			}
			requireEvents(t, s, kept)
			requireKnown(t, s, "other", 256, 512, 768)
			require.Equal(t, []string{"512", "768"}, column(t, s, "SELECT seq FROM blocks WHERE vendor = 'acme'"))
		})
	}
}

// TestGap carries a log over that lacks the last event of a block: whoever verifies is
// told, and whoever looks for the others finds them as before.
func TestGap(t *testing.T) {
	path := filepath.Join(t.TempDir(), "portal.db")
	holding(t, path, 15, `
		WITH RECURSIVE n (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < 700)
		INSERT INTO events (vendor, seq, hash, event, at, actor, via, address, kind, customer)
		SELECT 'acme', seq, zeroblob(32), 'evt_' || seq, seq, 'ann', '', '', 'test.x', 'globex' FROM n WHERE seq <> 256`)
	s := openAt(t, path)
	for _, q := range []distr.EventQuery{{Customer: "globex"}, {Since: time.UnixMicro(1)}} {
		require.NoError(t, s.View(t.Context(), acme, func(v distr.VendorView) error {
			found, err := v.Events(q)
			require.Len(t, found, 699)
			return err
		}))
	}
}
