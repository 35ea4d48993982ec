package sqlite

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// column reads the first column of a query.
func column(t *testing.T, s *Store, query string) []string {
	t.Helper()
	found, err := s.readers.QueryContext(t.Context(), query)
	require.NoError(t, err)
	defer func() { require.NoError(t, found.Close()) }()
	var values []string
	for found.Next() {
		var v string
		require.NoError(t, found.Scan(&v))
		values = append(values, v)
	}
	require.NoError(t, found.Err())
	return values
}

// TestSchema looks whether the schema keeps tenants apart, also in tables that
// are yet to come.
func TestSchema(t *testing.T) {
	s := open(t)
	tables := column(t, s, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'")
	require.Greater(t, len(tables), 10)
	require.Empty(t, column(t, s, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'"), "tables that are not STRICT")
	for _, table := range tables {
		if table == versionTableName {
			continue
		}
		t.Run(table, func(t *testing.T) {
			require.Equal(t, []string{"vendor"}, column(t, s, fmt.Sprintf("SELECT name FROM pragma_table_info('%s') WHERE pk = 1", table)), "the primary key begins with the vendor")
			require.Empty(t, column(t, s, fmt.Sprintf("SELECT name FROM pragma_table_info('%s') WHERE dflt_value IS NOT NULL", table)), "SQL makes no values up, least of all a time")

			keys := column(t, s, fmt.Sprintf("SELECT DISTINCT id FROM pragma_foreign_key_list('%s')", table))
			for _, key := range keys {
				reference := fmt.Sprintf("FROM pragma_foreign_key_list('%s') WHERE id = %s", table, key)
				require.Equal(t, []string{"vendor → vendor"}, column(t, s, `SELECT "from" || ' → ' || "to" `+reference+" AND seq = 0"), "a foreign key begins with the vendor")
				require.Greater(t, len(column(t, s, `SELECT "from" `+reference)), 1, "a foreign key is composite")
			}

			for _, index := range column(t, s, fmt.Sprintf("SELECT name FROM pragma_index_list('%s')", table)) {
				require.Equal(t, []string{"vendor"}, column(t, s, fmt.Sprintf("SELECT name FROM pragma_index_info('%s') WHERE seqno = 0", index)), "%s begins with the vendor", index)
				require.Equal(t, []string{"BINARY"}, column(t, s, fmt.Sprintf("SELECT DISTINCT coll FROM pragma_index_xinfo('%s') WHERE key", index)), "%s compares byte by byte", index)
			}
			customer := column(t, s, fmt.Sprintf("SELECT name FROM pragma_table_info('%s') WHERE name = 'customer' AND pk > 0", table))
			if len(customer) > 0 {
				require.Equal(t, customer, column(t, s, fmt.Sprintf("SELECT name FROM pragma_table_info('%s') WHERE pk = 2", table)), "the customer comes next")
			}
		})
	}
	for _, sql := range column(t, s, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL") {
		require.NotRegexp(t, `(?i)\b(now|current_timestamp|current_date|current_time|unixepoch|datetime|random|trigger|nocase|rtrim)\b`, sql)
	}
}

// TestConnections asks the connections themselves how they are set up.
func TestConnections(t *testing.T) {
	s := open(t)
	for pragma, want := range map[string]string{
		"foreign_keys": "1", "synchronous": "2", "fullfsync": "1", "journal_mode": "wal", "trusted_schema": "0",
		"application_id": fmt.Sprint(applicationID),
	} {
		var writer, reader, watcher string
		require.NoError(t, s.writer.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&writer))
		require.NoError(t, s.readers.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&reader))
		require.NoError(t, s.watch.pool.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&watcher))
		require.Equal(t, []string{want, want, want}, []string{writer, reader, watcher}, pragma)
	}
	require.Equal(t, 1, s.writer.Stats().MaxOpenConnections)
	_, err := s.readers.ExecContext(t.Context(), "DELETE FROM vendors")
	require.ErrorContains(t, err, "attempt to write a readonly database")
	require.Equal(t, []string{"ok"}, column(t, s, "PRAGMA integrity_check"))
	require.Empty(t, column(t, s, "SELECT \"table\" FROM pragma_foreign_key_check"))
}

// TestQueriesUseKeys asks SQLite how it would answer what is asked most: along a
// key, without reading other customers' rows and without sorting.
func TestQueriesUseKeys(t *testing.T) {
	s := open(t)
	for _, tt := range []struct {
		name, query string
		plan        []string // a step for each table
	}{
		{"grants of a customer", "SELECT name FROM grants WHERE vendor = $1 AND customer = $2 ORDER BY seq", []string{"(vendor=? AND customer=?)"}},
		{"credentials of a customer", "SELECT name FROM credentials WHERE vendor = $1 AND customer = $2 ORDER BY seq", []string{"(vendor=? AND customer=?)"}},
		{"a page of customers", "SELECT name FROM customers WHERE vendor = $1 AND customer > $2 ORDER BY customer LIMIT 10", []string{"(vendor=? AND customer>?)"}},
		{"changed customers", "SELECT customer FROM customers WHERE vendor = $1 AND changed > $2 ORDER BY changed", []string{"(vendor=? AND changed>?)"}},
		{"what a release consists of", `SELECT p.n, i.digest FROM pins AS p CROSS JOIN items AS i
			WHERE p.vendor = $1 AND p.product = $2 AND p.version = $3 AND p.repository = $3
			AND i.vendor = $1 AND i.closure = p.closure ORDER BY p.n, i.n`,
			[]string{"(vendor=? AND product=? AND version=? AND repository=?)", "(vendor=? AND closure=?)"}},
		{"what refers to releases", `SELECT r.n, i.digest FROM referrers AS r CROSS JOIN items AS i
			WHERE r.vendor = $1 AND r.product = $2 AND r.repository = $2 AND r.n >= $3
			AND i.vendor = $1 AND i.closure = r.closure ORDER BY r.n, i.n`,
			[]string{"(vendor=? AND product=? AND repository=? AND n>?)", "(vendor=? AND closure=?)"}},
		{"logins of a customer", "SELECT username FROM logins WHERE vendor = $1 AND customer = $2", []string{"(vendor=? AND customer=?)"}},
		{"newest events", "SELECT event FROM events WHERE vendor = $1 ORDER BY at DESC, n DESC LIMIT 10", []string{"(vendor=?)"}},
		{"newest events of a customer", "SELECT event FROM events WHERE vendor = $1 AND customer = $2 ORDER BY at DESC, n DESC LIMIT 10", []string{"(vendor=? AND customer=?)"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found, err := s.readers.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+tt.query, "acme", "globex", 0)
			require.NoError(t, err)
			defer func() { require.NoError(t, found.Close()) }()
			var plan []string
			for found.Next() {
				var id, parent, unused int
				var detail string
				require.NoError(t, found.Scan(&id, &parent, &unused, &detail))
				plan = append(plan, detail)
			}
			require.NoError(t, found.Err())
			require.Len(t, plan, len(tt.plan), "no further step, such as sorting: %q", plan)
			for i, step := range tt.plan {
				require.Regexp(t, "^SEARCH .*"+regexp.QuoteMeta(step)+"$", plan[i])
			}
		})
	}
}
