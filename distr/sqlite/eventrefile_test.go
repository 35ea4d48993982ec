package sqlite

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/sqlstore"
)

// TestMisfiled changes what is known of a block, behind our back: whoever filters does
// not see an event of it, and whoever verifies is told. What was added nobody notices,
// neither whoever filters nor whoever goes on (see TestStray). Refiled, it is as if nothing
// had been done.
func TestMisfiled(t *testing.T) {
	database := filing(t)
	for _, tt := range []struct {
		name, meddle  string
		mended, stray int64
	}{
		{"a customer", "DELETE FROM block_values WHERE vendor = 'acme' AND field = 'customer' AND value = 'cus_7'", 1, 0},
		{"an actor", "DELETE FROM block_values WHERE vendor = 'acme' AND field = 'actor'", 1, 0},
		{"a kind", "UPDATE block_values SET value = 'customer.x' WHERE vendor = 'acme' AND field = 'kind'", 1, 0},
		{"the first time", "UPDATE blocks SET earliest = earliest + 1 WHERE vendor = 'acme'", 1, 0},
		{"the last time", "UPDATE blocks SET latest = latest - 1 WHERE vendor = 'acme'", 1, 0},
		{"the times", "DELETE FROM blocks WHERE vendor = 'acme'", 1, 0},
		{"all of it", "DELETE FROM blocks WHERE vendor = 'acme'; DELETE FROM block_values WHERE vendor = 'acme'", 1, 0},
		{"a number", "UPDATE blocks SET seq = 255 WHERE vendor = 'acme'", 1, 1},
		{"a vendor", "UPDATE blocks SET vendor = 'beta' WHERE vendor = 'acme'; DELETE FROM blocks WHERE vendor = 'beta'", 1, 0},
		{"blocks between", "INSERT INTO blocks SELECT 'acme', seq, 0, 1 << 60 FROM events WHERE vendor = 'acme' AND seq > 256", 0, 44},
		{"values between", "INSERT INTO block_values SELECT 'acme', 'kind', 'customer.added', seq FROM events WHERE vendor = 'acme' AND seq > 256", 0, 44},
		{"a block that is not over", "INSERT INTO blocks VALUES ('acme', 512, 0, 0); INSERT INTO block_values VALUES ('acme', 'kind', 'customer.added', 512)", 0, 2},
		{"blocks of no events", "INSERT INTO blocks VALUES ('acme', 0, 0, 0), ('acme', -256, 0, 0), ('acme', 9223372036854775807, 0, 0), ('acme', -9223372036854775808, 0, 0)", 0, 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFiled(t, database)
			require.NoError(t, f.verify(acme))
			right := f.known()
			require.Equal(t, distr.Refiled{Blocks: 1}, f.refile(acme), "there is nothing to mend")
			f.requireRefilings(acme)
			f.meddle(tt.meddle)
			require.NotEqual(t, right, f.known())
			if tt.mended > 0 {
				var broken *distr.BrokenChain
				require.ErrorAs(t, f.verify(acme), &broken)
				require.Equal(t, distr.BrokenChain{Seq: 256, Misfiled: true, Why: "it cannot be read: one of the 256 events up to it is left out by lists of its time, actor, customer or kind"}, *broken)
				require.ErrorContains(t, broken, "; RefileEvents writes anew what those go by")
			} else {
				require.NoError(t, f.verify(acme))
				f.requireFound(acme, 300)
			}
			done := distr.Refiled{Blocks: 1, Mended: tt.mended, Stray: tt.stray}
			require.Equal(t, done, f.refile(acme))
			require.Equal(t, right, f.known())
			require.NoError(t, f.verify(acme))
			f.requireFound(acme, 300)
			f.requireRefilings(acme, done)
			require.Equal(t, distr.Refiled{Blocks: 1}, f.refile(acme), "there is nothing more to mend")
			f.requireRefilings(acme, done)

			require.NoError(t, f.verify("other"))
			f.requireRefilings("other")
			require.Equal(t, []string{"ok"}, column(t, f.Store, "PRAGMA integrity_check"))
		})
	}
}

// TestStray goes on over rows that are nobody's, until one more block ends.
func TestStray(t *testing.T) {
	database := filing(t)
	for _, tt := range []struct {
		name, meddle string
		stray        int64
	}{
		{"blocks between", "INSERT INTO blocks SELECT 'acme', seq, 0, 1 << 60 FROM events WHERE vendor = 'acme' AND seq > 256", 44},
		{"values between", "INSERT INTO block_values SELECT 'acme', 'kind', 'customer.added', seq FROM events WHERE vendor = 'acme' AND seq > 256", 44},
		{"a block that is not over", "INSERT INTO blocks VALUES ('acme', 512, 0, 0); INSERT INTO block_values VALUES ('acme', 'kind', 'customer.added', 512)", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFiled(t, database)
			f.meddle(tt.meddle)
			for _, all := range []int{300, 520} {
				f.add(acme, 300, all)
				f.requireFound(acme, all)
				require.NoError(t, f.verify(acme))
			}
			require.Equal(t, distr.Refiled{Blocks: 2, Stray: tt.stray}, f.refile(acme))
			f.requireFound(acme, 520)
			require.NoError(t, f.verify(acme))
		})
	}
}

// TestRefileOfOne mends a vendor's blocks and no other's, and all of them, in front of
// which some were pruned.
func TestRefileOfOne(t *testing.T) {
	f := newFiled(t, filing(t))
	f.add(acme, 300, 1100)
	require.NoError(t, f.Update(t.Context(), acme, func(tx distr.VendorTx) error {
		found, err := tx.Events(distr.EventQuery{After: 299, Limit: 1, Oldest: true})
		if err != nil {
			return err
		}
		return tx.RemoveEvents(distr.Checkpoint{Link: found[0].Link(), At: time.UnixMicro(1)})
	}))
	right := f.known()
	f.meddle("DELETE FROM blocks; UPDATE block_values SET seq = 256 WHERE vendor = 'acme' AND seq = 512 AND field = 'kind'")
	require.Equal(t, distr.Refiled{Blocks: 3, Mended: 3, Stray: 1}, f.refile(acme))
	found, err := f.vendor(acme).Events(t.Context(), distr.EventQuery{Kinds: []distr.Kind{distr.CustomerAdded}})
	require.NoError(t, err)
	require.Len(t, found, 800)
	require.Error(t, f.verify("other"))
	require.Equal(t, distr.Refiled{Blocks: 1, Mended: 1}, f.refile("other"))
	require.NoError(t, f.verify("other"))
	require.Len(t, f.known(), len(right)-44, "the customers whose events were removed from the first block")
}

// TestRefileHidesNothing changes events, with and without what is known of them.
func TestRefileHidesNothing(t *testing.T) {
	database := filing(t)
	for _, tt := range []struct {
		name, meddle string
		seq, mended  int64
	}{
		{"a kind that nobody knew", "UPDATE events SET kind = 'token.added' WHERE vendor = 'acme' AND seq = 9", 9, 1},
		{"a kind that was known", "UPDATE events SET kind = 'token.added' WHERE vendor = 'acme' AND seq = 9; INSERT INTO block_values VALUES ('acme', 'kind', 'token.added', 256)", 9, 0},
		{"a time", "UPDATE events SET at = at + 1000000000 WHERE vendor = 'acme' AND seq = 200", 200, 1},
		{"data", "UPDATE events SET data = '{}' WHERE vendor = 'acme' AND seq = 9", 9, 0},
		{"an event less", "DELETE FROM events WHERE vendor = 'acme' AND seq = 9", 9, 0},
		{"the last of a block less", "DELETE FROM events WHERE vendor = 'acme' AND seq = 256; DELETE FROM blocks WHERE vendor = 'acme'", 256, 0},
		{"an event more", "INSERT INTO events SELECT vendor, 302, hash, 'evt_x', at, actor, via, address, kind, customer, data FROM events WHERE vendor = 'acme' AND seq = 9", 301, 0},
		{"an event far behind", "INSERT INTO events SELECT vendor, 9223372036854775807, hash, 'evt_x', at, actor, via, address, kind, customer, data FROM events WHERE vendor = 'acme' AND seq = 9; DELETE FROM blocks WHERE vendor = 'acme'", 301, 1},
		{"events in front", "INSERT INTO events SELECT vendor, seq - 300, hash, 'evt_x' || seq, at, actor, via, address, kind, customer, data FROM events WHERE vendor = 'acme'", 1, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFiled(t, database)
			f.meddle(tt.meddle)
			rows := column(t, f.Store, "SELECT seq || hash || event || at || actor || kind || customer || data FROM events WHERE vendor = 'acme' ORDER BY seq")
			var done distr.Refiled
			require.NoError(t, f.Update(t.Context(), acme, func(tx distr.VendorTx) (err error) { done, err = tx.RefileEvents(); return err }))
			require.Equal(t, tt.mended, done.Mended)
			require.Equal(t, rows, column(t, f.Store, "SELECT seq || hash || event || at || actor || kind || customer || data FROM events WHERE vendor = 'acme' ORDER BY seq"))
			var broken *distr.BrokenChain
			require.ErrorAs(t, f.verify(acme), &broken)
			require.False(t, broken.Misfiled, "%v", broken)
			require.Equal(t, tt.seq, broken.Seq)
		})
	}
}

// TestRefilingUsesKeys asks how it is found out what is not right, of a million events:
// block by block, and nothing is sorted.
func TestRefilingUsesKeys(t *testing.T) {
	f := newFiled(t, filing(t))
	f.meddle("DELETE FROM blocks")
	var plan []string
	require.NoError(t, f.read(t.Context(), func(q *session) error {
		undone := undone{q, explained{q.conn, &plan}}
		q.conn = explaining{q.conn, &plan}
		_, err := sqlstore.NewTx(undone, acme, nil).RefileEvents()
		return err
	}))
	for _, step := range plan {
		require.NotRegexp(t, "^SCAN (events|blocks|block_values|e|b)\\b", step)
		require.NotContains(t, step, "B-TREE FOR ORDER BY", "nothing is sorted")
	}
	require.Contains(t, plan, "SEARCH events USING PRIMARY KEY (vendor=?)", "the blocks that there are")
	require.Contains(t, plan, "SEARCH block_values USING PRIMARY KEY (vendor=?)", "those that there are not")
	require.Contains(t, plan, "SEARCH events USING PRIMARY KEY (vendor=? AND seq>? AND seq<?)", "the events of one")
}

// undone has statements explained, and not carried out.
type undone struct {
	*session
	explained explained
}

func (u undone) Exec(query string, args ...any) (int64, error) {
	rows, err := u.explained.QueryContext(u.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	defer func() { _ = rows.Close() }()
	return 0, rows.Err()
}
