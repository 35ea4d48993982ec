package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// atVersion makes a database as a program left it that knew the schema up to that
// version.
func atVersion(t *testing.T, path string, version int64) {
	t.Helper()
	rows, err := os.ReadFile(filepath.Join("testdata", fmt.Sprintf("version%d.sql", version)))
	require.NoError(t, err)
	holding(t, path, version, string(rows))
}

// holding makes the database of a program of that version, with the rows.
func holding(t *testing.T, path string, version int64, rows string) {
	t.Helper()
	s := &Store{path: path, config: Config{Wait: 10 * time.Second}, writer: pool(writerDSN(path), 1)}
	require.NoError(t, create(t.Context(), path))
	require.NoError(t, s.identify(t.Context()))
	require.NoError(t, s.journal(t.Context()))
	provider, err := s.goose(s.writer)
	require.NoError(t, err)
	_, err = provider.UpTo(t.Context(), version)
	require.NoError(t, err)
	_, err = s.writer.ExecContext(t.Context(), rows)
	require.NoError(t, err)
	require.NoError(t, s.writer.Close())
}

func minute(m int) time.Time { return time.Date(2026, 11, 22, 1, m, 3, 4000, time.UTC) }

// consists is a manifest that says what it is of, with blobs.
func consists(of string, blobs ...string) entitlement.Closure {
	manifest := []byte("{\"of\":\"" + of + "\"}\n")
	c := entitlement.Closure{Root: entitlement.SHA256(manifest), Items: []entitlement.Item{
		{Digest: entitlement.SHA256(manifest), Role: entitlement.RoleRoot, Size: int64(len(manifest)),
			MediaType: "application/vnd.oci.image.manifest.v1+json", Manifest: manifest},
	}}
	for _, b := range blobs {
		c.Items = append(c.Items, entitlement.Item{Digest: entitlement.SHA256([]byte(b)), Role: entitlement.RoleLayer, Size: 1, MediaType: "application/octet-stream"})
	}
	return c
}

// versions are those of the schema, as the database lists them.
func versions(t *testing.T, s *Store) []string {
	t.Helper()
	provider, err := s.goose(s.writer)
	require.NoError(t, err)
	list := []string{"0"}
	for _, source := range provider.ListSources() {
		list = append(list, strconv.FormatInt(source.Version, 10))
	}
	return list
}

// TestMigrateFromVersion1 reads through this program what an older one wrote.
func TestMigrateFromVersion1(t *testing.T) {
	path := filepath.Join(t.TempDir(), "portal.db")
	atVersion(t, path, 1)
	s := openAt(t, path)
	require.Equal(t, versions(t, s), column(t, s, "SELECT version FROM schema_versions"))
	require.Equal(t, []string{"ok"}, column(t, s, "PRAGMA integrity_check"))
	require.Empty(t, column(t, s, "SELECT \"table\" FROM pragma_foreign_key_check"))
	for _, vendor := range []tenant.VendorID{"acme", "ACME"} {
		require.NoError(t, s.View(t.Context(), vendor, func(v distr.VendorView) error {
			requireShelf(t, v, vendor)
			requireCustomers(t, v)
			requireLogs(t, v, vendor)
			return nil
		}))
		c, err := s.Changed(t.Context(), vendor, 0)
		require.NoError(t, err)
		require.Equal(t, distr.Changes{Version: 2, Vendor: true, Customers: []tenant.CustomerID{"globex", "initech", "umbrella"},
			Products: []entitlement.ProductID{"app", "tool"}}, c)
		c, err = s.Changed(t.Context(), vendor, 1)
		require.NoError(t, err)
		require.Equal(t, distr.Changes{Version: 2, Customers: []tenant.CustomerID{"umbrella"}, Products: []entitlement.ProductID{}}, c)
	}
	requireGoesOn(t, s)
	requireChain(t, s)
}

// TestMigrationFails lets the last statements of a migration fail. The database
// is as it was, and can be opened once what was in the way is gone.
func TestMigrationFails(t *testing.T) {
	path := filepath.Join(t.TempDir(), "portal.db")
	atVersion(t, path, 1)
	execute(t, path, "CREATE TABLE logins (text TEXT)")
	before := dump(t, path)
	known := versions(t, open(t))
	_, err := Open(t.Context(), path, Config{})
	require.ErrorContains(t, err, "migrating its schema from version 1 to "+known[len(known)-1])
	require.ErrorContains(t, err, "logins")
	require.Equal(t, before, dump(t, path))

	execute(t, path, "DROP TABLE logins")
	s := openAt(t, path)
	require.Equal(t, versions(t, s), column(t, s, "SELECT version FROM schema_versions"))
	require.Equal(t, []tenant.CustomerID{"globex", "initech", "umbrella"}, customers(t, s, acme))
}

// dump is the schema of a database, and how many rows lie in some of its tables.
func dump(t *testing.T, path string) []string {
	t.Helper()
	s := &Store{readers: pool(readerDSN(path, time.Second), 1)}
	lines := column(t, s, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
	for _, table := range []string{"schema_versions", "products", "releases", "closures", "items", "grants"} {
		lines = append(lines, column(t, s, "SELECT '"+table+" ' || COUNT(*) FROM "+table)...)
	}
	require.NoError(t, s.readers.Close())
	return lines
}
