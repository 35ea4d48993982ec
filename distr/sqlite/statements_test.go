//go:build !race

// What statements name is no matter of races, and the detector makes this ten times
// slower: scripts/test runs it without.

package sqlite

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/storetest"
)

// A tape has the statements that a store was asked to run, each once.
type tape struct {
	mu   sync.Mutex
	seen map[string]bool
}

// record writes a statement down and lets it be.
func (p *tape) record(statement string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen[statement] = true
	return statement
}

var (
	// tableOf finds where a statement names a table. Keywords are in upper
	// case, so that DO UPDATE SET does not name one.
	tableOf = regexp.MustCompile(`\b(?:FROM|JOIN|INTO|UPDATE) ([a-z_]+)`)
	insert  = regexp.MustCompile(`^\s*INSERT (?:OR FAIL |OR IGNORE )?INTO [a-z_]+ \(vendor, `)
	chosen  = regexp.MustCompile(`^[^()]+\([^()]+\) SELECT (?:DISTINCT )?\$1, `)
	row     = regexp.MustCompile(`\((\$\d+)[,)]`)
	ofOne   = regexp.MustCompile(`\bvendor = (\$\d+)`)
	inRoom  = regexp.MustCompile(`\bcustomer = \$\d`)
	managed = regexp.MustCompile(`^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA) ?`)
)

// acrossCustomers are the statements that read or write several customers' rooms at
// once, and why. One that ends in "…" goes on in several ways.
func acrossCustomers() map[string]string {
	return map[string]string{
		"SELECT customer FROM members WHERE vendor = $1 AND email = $2 ORDER BY customer": "where a person is a member: Memberships",

		"SELECT customer, installation, key, own, at FROM secret_uses WHERE vendor = $1 AND own = 0 ORDER BY customer, installation, key":              "who uses the vendor's secrets: SecretUses",
		"SELECT customer, installation, key, own, at FROM secret_uses WHERE vendor = $1 AND own = 0 AND key = $2 ORDER BY customer, installation, key": "who uses one of them: SecretUses",

		"SELECT customer, schedule, name, profile, targets, customers, every, weekday, day, hour, minute, zone, triggers, debounce, jitter, " +
			"paused, created, next, fired, turn_slot, turn_trigger, turn_missed, turn_after FROM schedules " +
			"WHERE vendor = $1 AND due <= $2 ORDER BY due, customer, schedule LIMIT $3": "what is to be handed out: DueSchedules",
		"SELECT r.customer, " + runColumns + " FROM run_heads AS h CROSS JOIN runs AS r WHERE h.vendor = $1 AND h.place <= $2 AND h.free <= $2 " +
			"AND r.vendor = $1 AND r.customer = h.customer AND r.run = h.first_run ORDER BY h.place, h.customer LIMIT $3": "what is to be begun: DueRuns",
		"SELECT r.customer, " + runColumns + " FROM run_heads AS h CROSS JOIN runs AS r WHERE h.vendor = $1 AND h.turn > h.first_due AND h.turn > $2 " +
			"AND h.first_due <= $2 AND h.free <= $2 AND r.vendor = $1 AND r.customer = h.customer AND r.run = h.first_run ORDER BY h.turn, h.customer LIMIT $3": "the same by other clocks: DueRuns",
		"SELECT customer, " + runColumns + " FROM runs WHERE vendor = $1 …": "what was scanned for whom: Runs",
	}
}

const runColumns = "run, schedule, name, cause, fired_by, slot, missed, asked, profile, targets, state, created, ready, started, begun, ended, " +
	"attempts, done, total, counted, error, found, fresh, resolved, cancelled, holder, until"

// reachesAcross says why a statement may read several customers' rooms; "" if it may
// not.
func reachesAcross(words string) string {
	for known, why := range acrossCustomers() {
		if words == known || goesOn(known, words) {
			return why
		}
	}
	return ""
}

func goesOn(known, words string) bool {
	beginning, open := strings.CutSuffix(known, "…")
	return open && strings.HasPrefix(words, beginning)
}

// acrossVendors are the statements of the search, whose index is numbered across all
// vendors. Each names a row of the index by its number, or a range of numbers that is
// the vendor's.
func acrossVendors() []string {
	return []string{
		"INSERT INTO search_rooms (vendor, room) VALUES ($1, (SELECT COALESCE(MAX(room), 0) + 1 FROM search_rooms))",
		"INSERT INTO search_grams (rowid, text) VALUES ($1, $2)",
		"INSERT INTO search_grams (search_grams, rowid, text) VALUES ('delete', $1, $2)",
		"SELECT rowid FROM search_grams WHERE search_grams MATCH $1 AND rowid BETWEEN $2 AND $3 ORDER BY rowid DESC LIMIT 1 OFFSET $4",
		"SELECT t.n, t.customer, t.text FROM (SELECT rowid AS number FROM search_grams " +
			"WHERE search_grams MATCH $1 AND rowid BETWEEN $2 AND $3 ORDER BY rowid DESC LIMIT $4) AS g CROSS JOIN search_texts AS t " +
			"WHERE t.vendor = $5 AND t.n = g.number - $6 ORDER BY g.number DESC",
	}
}

// unscoped says what is wrong with a statement: each table that it reads or changes
// has to be narrowed to one and the same vendor, and those that lie in customers'
// rooms to the customer.
func unscoped(statement string) (wrong []string) {
	words := strings.Join(strings.Fields(statement), " ")
	if slices.Contains(acrossVendors(), words) {
		return nil
	}
	found := tableOf.FindAllStringSubmatch(words, -1)
	if len(found) == 0 && !managed.MatchString(words) {
		return []string{"names no table: " + words}
	}
	vendors := ofOne.FindAllStringSubmatch(words, -1)
	narrowed := len(vendors)
	for _, v := range vendors {
		if v[1] != vendors[0][1] {
			wrong = append(wrong, "reads of two vendors: "+words)
		}
	}
	if insert.MatchString(words) {
		values, _, _ := strings.Cut(words[max(0, strings.Index(words, "VALUES")):], "ON CONFLICT")
		if strings.HasPrefix(values, "VALUES ($1, ") || chosen.MatchString(values) {
			narrowed++
		}
		for _, first := range row.FindAllStringSubmatch(values, -1) {
			if first[1] != "$1" {
				wrong = append(wrong, "writes a row of another vendor: "+words)
			}
		}
	}
	keyed := 0
	for _, table := range found {
		if !slices.Contains(numbered(), table[1]) {
			keyed++
		}
	}
	if narrowed < keyed {
		wrong = append(wrong, fmt.Sprintf("names %d tables and the vendor %d times: %s", keyed, narrowed, words))
	}
	for _, table := range found {
		if slices.Contains(numbered(), table[1]) {
			if !strings.Contains(words, "rowid BETWEEN $") && !strings.HasPrefix(words, "INSERT INTO "+table[1]+" (rowid, ") {
				wrong = append(wrong, "searches what is every vendor's: "+words)
			}
			continue
		}
		if roomsOf()[table[1]] == "customer" && !inRoom.MatchString(words) && !insert.MatchString(words) && reachesAcross(words) == "" {
			wrong = append(wrong, "reaches into every customer's "+table[1]+": "+words)
		}
		if roomsOf()[table[1]] == "" {
			wrong = append(wrong, "names "+table[1]+", which is no table: "+words)
		}
	}
	if clock.MatchString(words) {
		wrong = append(wrong, "asks the clock: "+words)
	}
	return wrong
}

// TestStatements looks at every statement that a whole run of the checks needs.
func TestStatements(t *testing.T) {
	tape := &tape{seen: map[string]bool{}}
	t.Run("run", func(t *testing.T) {
		storetest.Run(t, func(tb testing.TB) distr.Store { return openMeddled(tb, tape.record) })
	})
	statements := slices.Sorted(maps.Keys(tape.seen))
	all := strings.Join(statements, "\n")
	for table, room := range roomsOf() {
		if room != "nobody" {
			require.Regexp(t, `(FROM|INTO|UPDATE) `+table+`\b`, all, "no statement of %s was seen", table)
		}
	}
	require.Greater(t, len(statements), 80)
	for _, s := range statements {
		require.Empty(t, unscoped(s))
	}
	for _, words := range acrossVendors() {
		require.True(t, slices.ContainsFunc(statements, func(s string) bool { return strings.Join(strings.Fields(s), " ") == words }), "there is no such statement any more: %s", words)
	}
	for known, why := range acrossCustomers() {
		require.True(t, slices.ContainsFunc(statements, func(s string) bool {
			words := strings.Join(strings.Fields(s), " ")
			return words == known || goesOn(known, words)
		}), "%s: there is no such statement any more", why)
	}
}

// TestUnscoped shows statements that reach too far.
func TestUnscoped(t *testing.T) {
	for _, tt := range []struct{ name, statement, says string }{
		{"no vendor", "SELECT name FROM products WHERE product = $2", "names 1 tables and the vendor 0 times"},
		{"the vendor of a row", "SELECT name FROM products WHERE vendor = product", "the vendor 0 times"},
		{"two vendors", "SELECT 1 FROM pins AS p CROSS JOIN items AS i WHERE p.vendor = $1 AND i.vendor = $2", "reads of two vendors"},
		{"a search of everything", "SELECT rowid FROM search_grams WHERE search_grams MATCH $1", "searches what is every vendor's"},
		{"one of two tables", "SELECT 1 FROM pins AS p CROSS JOIN items AS i WHERE p.vendor = $1", "names 2 tables and the vendor 1 times"},
		{"a count across vendors", "INSERT INTO products (vendor, seq) VALUES ($1, (SELECT MAX(seq) + 1 FROM products))", "names 2 tables and the vendor 1 times"},
		{"a row of somebody else's", "INSERT INTO products (vendor, product) VALUES ($1, $2), ($3, $4)", "writes a row of another vendor"},
		{"a row without a vendor", "INSERT INTO products (product, vendor) VALUES ($1, $2)", "names 1 tables and the vendor 0 times"},
		{"rows of whoever is asked", "INSERT OR FAIL INTO products (vendor, product) SELECT vendor, product FROM pins WHERE vendor = $1", "names 2 tables and the vendor 1 times"},
		{"any customer's", "SELECT name FROM members WHERE vendor = $1 AND member = $2", "reaches into every customer's members"},
		{"a removal everywhere", "DELETE FROM credentials WHERE vendor = $1 AND credential = $2", "reaches into every customer's credentials"},
		{"runs of any customer", "SELECT run FROM runs WHERE vendor = $1 AND state = $2", "reaches into every customer's runs"},
		{"a schedule removed everywhere", "DELETE FROM schedules WHERE vendor = $1 AND schedule = $2", "reaches into every customer's schedules"},
		{"a table of its own", "SELECT 1 FROM notes WHERE vendor = $1", "names notes, which is no table"},
		{"the clock", "UPDATE customers SET pulled = unixepoch() WHERE vendor = $1", "asks the clock"},
		{"anything else", "VACUUM", "names no table"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Contains(t, strings.Join(unscoped(tt.statement), "\n"), tt.says)
		})
	}
}
