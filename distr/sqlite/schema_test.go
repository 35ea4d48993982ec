package sqlite

import (
	"fmt"
	"regexp"
	"strings"
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

// clock finds what asks the clock, or chance, in SQL.
var clock = regexp.MustCompile(`(?i)\b(now|current_timestamp|current_date|current_time|unixepoch|datetime|strftime|julianday|timediff|localtime|random|randomblob|trigger|nocase|rtrim)\b`)

// TestSchema looks whether the schema keeps tenants apart, also in tables that
// are yet to come.
func TestSchema(t *testing.T) {
	s := open(t)
	require.Empty(t, canaries(t, s))
	statements := column(t, s, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
	require.Greater(t, len(statements), 20)
	for _, sql := range statements {
		require.NotRegexp(t, clock, sql)
	}
}

// TestCanaries adds what would let one tenant reach another, a thing at a time, and
// listens.
func TestCanaries(t *testing.T) {
	for _, tt := range []struct{ name, sql, says string }{
		{"a table of nobody's", "CREATE TABLE notes (vendor TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (vendor, n)) STRICT, WITHOUT ROWID", "notes: in whose room does it lie?"},
		{"a key of its own", "CREATE TABLE notes (n INTEGER NOT NULL PRIMARY KEY, vendor TEXT NOT NULL) STRICT, WITHOUT ROWID", "notes: its primary key [n] does not begin with [vendor]"},
		{"rows that are numbered across vendors", "CREATE TABLE notes (vendor TEXT NOT NULL PRIMARY KEY) STRICT", "notes: it is not a table that is STRICT and WITHOUT ROWID"},
		{"no members", "DROP TABLE members", "members: there is no such table"},
		{"a member without a customer", `DROP TABLE members; CREATE TABLE members (vendor TEXT NOT NULL, member TEXT NOT NULL, customer TEXT NOT NULL,
			PRIMARY KEY (vendor, member)) STRICT, WITHOUT ROWID`, "members: its primary key [vendor member] does not begin with [vendor customer]"},
		{"one address for all customers", "CREATE UNIQUE INDEX members_once ON members (vendor, email)", "members: its unique index members_once on [vendor email] does not begin with [vendor customer]"},
		{"one hash for all vendors", "CREATE UNIQUE INDEX members_hash ON members (hash)", "members: its unique index members_hash on [hash] does not begin with [vendor customer]"},
		{"an index of all vendors", "CREATE INDEX members_hash ON members (hash)", "members: its index members_hash on [hash] does not begin with the vendor"},
		{"an index that folds", "CREATE INDEX members_fold ON members (vendor, email COLLATE NOCASE)", "members: its index members_fold compares as NOCASE does"},
		{"a reference to a customer of any vendor", `DROP TABLE assignments; CREATE TABLE assignments (vendor TEXT NOT NULL, customer TEXT NOT NULL, member TEXT NOT NULL,
			PRIMARY KEY (vendor, customer, member), FOREIGN KEY (customer) REFERENCES customers (customer)) STRICT, WITHOUT ROWID`,
			"assignments: its reference to customers, customer → customer, does not carry vendor → vendor, customer → customer"},
		{"a reference to a credential of any customer", `DROP TABLE installations; CREATE TABLE installations (vendor TEXT NOT NULL, customer TEXT NOT NULL, credential TEXT NOT NULL,
			PRIMARY KEY (vendor, customer, credential), FOREIGN KEY (vendor, credential) REFERENCES credentials (vendor, credential)) STRICT, WITHOUT ROWID`,
			"installations: its reference to credentials, vendor → vendor, credential → credential, does not carry vendor → vendor, customer → customer"},
		{"a removal that removes more", `DROP TABLE logins; CREATE TABLE logins (vendor TEXT NOT NULL, customer TEXT NOT NULL, PRIMARY KEY (vendor, customer),
			FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer) ON DELETE CASCADE) STRICT, WITHOUT ROWID`,
			"logins: its reference to customers acts by itself: [NO ACTION/CASCADE]"},
		{"a default", "ALTER TABLE settings ADD COLUMN made INTEGER NOT NULL DEFAULT 1", "settings: SQL makes up made"},
		{"a view of everything", "CREATE VIEW everybody AS SELECT * FROM members", "view everybody: nothing happens by itself"},
		{"a trigger", "CREATE TRIGGER undo AFTER DELETE ON members BEGIN SELECT 1; END", "trigger undo: nothing happens by itself"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := open(t)
			_, err := s.writer.ExecContext(t.Context(), tt.sql)
			require.NoError(t, err)
			require.Contains(t, strings.Join(canaries(t, s), "\n"), tt.says)
		})
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
	var temporary string
	require.NoError(t, s.writer.QueryRowContext(t.Context(), "PRAGMA temp_store").Scan(&temporary))
	require.Equal(t, "2", temporary, "what is to be undone is kept in memory")
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
		{"a use", "SELECT quantity FROM uses WHERE vendor = $1 AND customer = $2 AND key = $3", []string{"(vendor=? AND customer=? AND key=?)"}},
		{"a meter", "SELECT used FROM meters WHERE vendor = $1 AND customer = $2 AND contract = $3 AND period = $3", []string{"(vendor=? AND customer=? AND contract=? AND period=?)"}},
		{"secrets of a customer", "SELECT sealed FROM customer_secrets WHERE vendor = $1 AND customer = $2 ORDER BY key", []string{"(vendor=? AND customer=?)"}},
		{"who uses a vendor-wide secret", "SELECT customer, installation, key, own, at FROM secret_uses WHERE vendor = $1 AND own = 0 AND key = $2 ORDER BY customer, installation, key", []string{"(vendor=? AND own=? AND key=?)"}},
		{"logins of a customer", "SELECT username FROM logins WHERE vendor = $1 AND customer = $2", []string{"(vendor=? AND customer=?)"}},
		{"newest events", "SELECT event FROM events WHERE vendor = $1 ORDER BY seq DESC LIMIT 10", []string{"(vendor=?)"}},
		{"blocks that have events of a customer", "SELECT seq FROM block_values WHERE vendor = $1 AND field = 'customer' AND value = $2 ORDER BY seq DESC LIMIT 10", []string{"(vendor=? AND field=? AND value=?)"}},
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
