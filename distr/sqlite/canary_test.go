package sqlite

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// roomsOf says in whose room each table lies: a vendor's, or a customer's. A table
// that is new is to be written down here.
func roomsOf() map[string]string {
	rooms := map[string]string{versionTableName: "nobody"}
	for _, table := range []string{
		"vendors", "settings", "staff_members", "staff_credentials", "assignments", "customers",
		"products", "repositories", "releases", "roots", "pins", "closures", "items", "referrers",
		"upstreams", "signing_keys", "events", "blocks", "block_values", "checkpoints", "posts", "endpoints", "deliveries", "letters", "letter_templates", "mail_settings", "pulls", "plans", "price_lists", "lots", "sales", "charges", "search_texts", "search_rooms", "secret_keys", "secrets",
	} {
		rooms[table] = "vendor"
	}
	for _, table := range []string{"members", "installations", "credentials", "grants", "logins", "customer_secret_keys", "customer_secrets", "secret_uses", "contracts", "meters", "uses", "assets", "asset_counts", "schedules", "runs", "run_heads", "run_details", "findings"} {
		rooms[table] = "customer"
	}
	return rooms
}

// numbered is the search's index and the tables that SQLite makes for it. No key of
// them can begin with a vendor: FTS5 numbers rows across all, and each vendor has a
// range of the numbers. They hold no text, nothing asks them without such a range, and
// what they name is read from search_texts by vendor and number.
func numbered() []string {
	return []string{"search_grams", "search_grams_config", "search_grams_data", "search_grams_idx"}
}

// keyOf is what the keys of a room begin with.
func keyOf(room string) []string {
	if room == "customer" {
		return []string{"vendor", "customer"}
	}
	return []string{"vendor"}
}

// canaries looks whether the schema keeps tenants apart, and says where it does
// not. It reads the schema from the database, whatever has made it.
func canaries(t *testing.T, s *Store) (wrong []string) {
	t.Helper()
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	rooms := roomsOf()
	tables := column(t, s, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'")
	for _, table := range tables {
		if slices.Contains(numbered(), table) {
			continue
		}
		switch rooms[table] {
		case "":
			say("%s: in whose room does it lie?", table)
		case "nobody":
			continue
		}
		key := keyOf(rooms[table])
		if primary := column(t, s, fmt.Sprintf("SELECT name FROM pragma_table_info('%s') WHERE pk > 0 ORDER BY pk", table)); !begins(primary, key) {
			say("%s: its primary key %v does not begin with %v", table, primary, key)
		}
		wrong = append(wrong, indexCanaries(t, s, table, key)...)
		wrong = append(wrong, referenceCanaries(t, s, table)...)
		for _, made := range column(t, s, fmt.Sprintf("SELECT name FROM pragma_table_xinfo('%s') WHERE dflt_value IS NOT NULL OR hidden > 0", table)) {
			say("%s: SQL makes up %s", table, made)
		}
	}
	for table := range rooms {
		if !slices.Contains(tables, table) {
			say("%s: there is no such table", table)
		}
	}
	for _, table := range column(t, s, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' AND name <> '"+versionTableName+"' AND NOT (strict AND wr AND type = 'table')") {
		if slices.Contains(numbered(), table) {
			continue
		}
		say("%s: it is not a table that is STRICT and WITHOUT ROWID", table)
	}
	for _, thing := range column(t, s, "SELECT type || ' ' || name FROM sqlite_schema WHERE type NOT IN ('table', 'index')") {
		say("%s: nothing happens by itself, and nothing is seen through another", thing)
	}
	return wrong
}

func begins(columns, key []string) bool {
	return len(columns) >= len(key) && slices.Equal(columns[:len(key)], key)
}

// indexCanaries: a unique index tells whether something is there, so it must not
// reach beyond the room; any other index must not make SQLite read beyond the
// vendor's.
func indexCanaries(t *testing.T, s *Store, table string, key []string) (wrong []string) {
	t.Helper()
	for _, index := range column(t, s, fmt.Sprintf("SELECT name FROM pragma_index_list('%s')", table)) {
		columns := column(t, s, fmt.Sprintf("SELECT COALESCE(name, '') FROM pragma_index_info('%s') ORDER BY seqno", index))
		unique := len(column(t, s, fmt.Sprintf("SELECT name FROM pragma_index_list('%s') WHERE name = '%s' AND \"unique\"", table, index))) > 0
		if unique && !begins(columns, key) {
			wrong = append(wrong, fmt.Sprintf("%s: its unique index %s on %v does not begin with %v", table, index, columns, key))
		} else if !begins(columns, key[:1]) {
			wrong = append(wrong, fmt.Sprintf("%s: its index %s on %v does not begin with the vendor", table, index, columns))
		}
		for _, collation := range column(t, s, fmt.Sprintf("SELECT DISTINCT coll FROM pragma_index_xinfo('%s') WHERE key AND coll <> 'BINARY'", index)) {
			wrong = append(wrong, fmt.Sprintf("%s: its index %s compares as %s does", table, index, collation))
		}
	}
	return wrong
}

// referenceCanaries: what a record refers to lies in the same vendor's room, and in
// the same customer's if it lies in one.
func referenceCanaries(t *testing.T, s *Store, table string) (wrong []string) {
	t.Helper()
	for _, id := range column(t, s, fmt.Sprintf("SELECT DISTINCT id FROM pragma_foreign_key_list('%s')", table)) {
		from := fmt.Sprintf("FROM pragma_foreign_key_list('%s') WHERE id = %s", table, id)
		pairs := column(t, s, `SELECT "from" || ' → ' || COALESCE("to", '') `+from+" ORDER BY seq")
		target := column(t, s, `SELECT DISTINCT "table" `+from)[0]
		var want []string
		for _, name := range keyOf(roomsOf()[target]) {
			want = append(want, name+" → "+name)
		}
		if target == "customers" {
			want = []string{"vendor → vendor", "customer → customer"}
		}
		if !begins(pairs, want) || len(pairs) < 2 {
			wrong = append(wrong, fmt.Sprintf("%s: its reference to %s, %s, does not carry %s", table, target, strings.Join(pairs, ", "), strings.Join(want, ", ")))
		}
		if acts := column(t, s, `SELECT DISTINCT on_update || '/' || on_delete `+from); !slices.Equal(acts, []string{"NO ACTION/NO ACTION"}) {
			wrong = append(wrong, fmt.Sprintf("%s: its reference to %s acts by itself: %v", table, target, acts))
		}
	}
	return wrong
}
