package sqlite

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

// TestMigratePulls carries over a pull log that a program wrote which knew no
// more than version 2: several of one instant, of several vendors, in their
// order.
func TestMigratePulls(t *testing.T) {
	path := filepath.Join(t.TempDir(), "portal.db")
	atVersion(t, path, 1)
	s := &Store{path: path, config: Config{Wait: 10 * time.Second}, writer: pool(writerDSN(path), 1)}
	provider, err := s.goose(s.writer)
	require.NoError(t, err)
	_, err = provider.UpTo(t.Context(), 2)
	require.NoError(t, err)
	_, err = s.writer.ExecContext(t.Context(), `
		DELETE FROM pulls WHERE vendor = 'acme';
		WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 1200)
		INSERT INTO pulls (vendor, at, n, customer, token, token_name, repository, reference, digest, version, allowed, reason, client)
		SELECT 'acme', 1795309803000004, n, 'cus_' || (n % 3), 'crd_1', 'cluster', 'acme/app', 'tag-' || n, '', '', 0, 'unknown', 'crane' FROM i`)
	require.NoError(t, err)
	require.NoError(t, s.writer.Close())

	s = openAt(t, path)
	require.NoError(t, s.View(t.Context(), acme, func(v distr.VendorView) error {
		pulls, err := v.Pulls(distr.PullQuery{})
		require.Len(t, pulls, 1200)
		require.Equal(t, "tag-1", pulls[0].Reference)
		require.Equal(t, "tag-10", pulls[9].Reference, "by number, as they were")
		require.Equal(t, "tag-1200", pulls[1199].Reference)
		require.Equal(t, distr.PullRecord{ID: "pul_1795309803000004_000001200", Customer: "cus_0", Token: "crd_1", TokenName: "cluster", Count: 1,
			Pull: entitlement.Pull{Time: minute(10), Repository: "acme/app", Reference: "tag-1200", Reason: entitlement.Unknown, Client: "crane"}}, pulls[1199])
		return err
	}))
	require.NoError(t, s.View(t.Context(), "ACME", func(v distr.VendorView) error {
		pulls, err := v.Pulls(distr.PullQuery{})
		require.Len(t, pulls, 1)
		return err
	}))
	require.Equal(t, []string{"1000000 100000 100 2 1"}, column(t, s, "SELECT stat FROM sqlite_stat1 WHERE idx = 'pulls_customer'"), "SQLite knows how long a log is")
	require.Empty(t, column(t, s, "SELECT name FROM sqlite_schema WHERE name LIKE 'old%'"))
}
