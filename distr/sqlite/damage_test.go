package sqlite

import (
	"testing"

	"github.com/stretchr/testify/require"
	driversqlite "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestFullDisk fills the database within a group: SQLite rolls back the whole
// transaction then, with what the other members have written.
func TestFullDisk(t *testing.T) {
	swallow := func(tx distr.VendorTx) error {
		big := customer("big")
		big.Name = string(make([]byte, 1<<20))
		_ = tx.AddCustomer(big)              // fails, and SQLite has left the transaction
		_ = tx.AddCustomer(customer("late")) // would be kept on its own
		return nil
	}
	s := open(t)
	require.NoError(t, s.Update(t.Context(), acme, add("before")))
	_, err := s.writer.ExecContext(t.Context(), "PRAGMA max_page_count = 1")
	require.NoError(t, err) // it stays where it is, and cannot grow
	outcomes := together(t, s,
		member{vendor: "ACME", fn: add("first")},
		member{vendor: acme, fn: swallow},
	)
	for _, o := range outcomes {
		require.Equal(t, codes.SQLITE_FULL, code(o.err), "%v", o.err)
		require.ErrorContains(t, o.err, "nothing was kept")
		require.ErrorContains(t, o.err, "the disk is full: make room")
	}
	require.NotContains(t, outcomes[0].err.Error(), "acme", "the error of one vendor does not name another")
	require.Equal(t, []tenant.CustomerID{"before"}, customers(t, s, acme))
	require.Empty(t, customers(t, s, "ACME"))

	require.NoError(t, s.Update(t.Context(), acme, add("after")), "the store goes on, on another connection")
	require.Equal(t, []tenant.CustomerID{"after", "before"}, customers(t, s, acme))
}

func TestCommitFails(t *testing.T) {
	s := open(t)
	refuse := func(answer int32) {
		c, err := s.writer.Conn(t.Context())
		require.NoError(t, err)
		require.NoError(t, c.Raw(func(c any) error {
			c.(*conn).innerConn.(driversqlite.HookRegisterer).RegisterCommitHook(func() int32 { return answer })
			return nil
		}))
		require.NoError(t, c.Close())
	}
	refuse(1)
	outcomes := together(t, s,
		member{vendor: acme, fn: add("one")},
		member{vendor: acme, fn: add("two")},
		member{vendor: acme, fn: add("one")}, // refused for what was not kept
		member{vendor: acme, fn: func(distr.VendorTx) error { panic("mine") }},
	)
	for _, o := range outcomes[:3] {
		require.ErrorContains(t, o.err, "nothing was kept")
		require.NotErrorIs(t, o.err, tenant.ErrConflict)
	}
	require.Equal(t, "mine", outcomes[3].panicked)
	require.Zero(t, s.commits.Load())
	require.Empty(t, customers(t, s, acme))
	require.NoError(t, s.Update(t.Context(), acme, add("three")))
}
