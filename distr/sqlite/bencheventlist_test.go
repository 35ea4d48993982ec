package sqlite

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// BenchmarkEventList lists pages of a log of a million events, of which 10 000 customers
// have 100 each, far apart: without a filter, which is what the others are to be held
// against, by what blocks tell, and a page of which the chain is verified.
func BenchmarkEventList(b *testing.B) {
	s := open(b)
	for _, statement := range []string{`
		WITH RECURSIVE n (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < 1000000)
		INSERT INTO events (vendor, seq, hash, event, at, actor, via, address, kind, customer, data)
		SELECT 'acme', seq, zeroblob(32), 'evt_' || seq || '_g3xqk2v7n5bd4ayt', seq * 1000000, 'ann' || (seq % 7), 'cli', '',
			iif(seq % 5000 = 0, 'test.rare', 'test.' || (seq % 20)), 'cus_' || (seq % 10000), '{"name":"Globex"}' FROM n`,
		`INSERT INTO blocks SELECT vendor, (seq + 255) / 256 * 256 AS last, MIN(at), MAX(at) FROM events GROUP BY vendor, last HAVING MAX(seq) = last`,
		`INSERT INTO block_values SELECT DISTINCT 'acme', 'customer', customer, (seq + 255) / 256 * 256 FROM events WHERE seq <= 999936`,
		`INSERT INTO block_values SELECT DISTINCT 'acme', 'kind', kind, (seq + 255) / 256 * 256 FROM events WHERE seq <= 999936`,
		`INSERT INTO block_values SELECT DISTINCT 'acme', 'actor', actor, (seq + 255) / 256 * 256 FROM events WHERE seq <= 999936`,
	} {
		_, err := s.writer.ExecContext(b.Context(), statement)
		require.NoError(b, err)
	}
	second := func(n int64) time.Time { return time.Unix(n, 0) }
	for _, bb := range []struct {
		name  string
		query distr.EventQuery
		found int
	}{
		{"newest", distr.EventQuery{}, 100},
		{"customer", distr.EventQuery{Customer: "cus_4711"}, 100},
		{"nobody", distr.EventQuery{Customer: "cus_none"}, 0},
		{"kind", distr.EventQuery{Kinds: []distr.Kind{"test.3"}}, 100},
		{"rare", distr.EventQuery{Kinds: []distr.Kind{"test.rare"}}, 100},
		{"actor", distr.EventQuery{Actor: "ann3"}, 100},
		{"until", distr.EventQuery{Until: second(500_000)}, 100},
		{"between", distr.EventQuery{Customer: tenant.CustomerID("cus_4711"), Since: second(400_000), Until: second(500_000)}, 10},
		{"page", distr.EventQuery{After: 500_000, Oldest: true}, 100},
	} {
		b.Run(bb.name, func(b *testing.B) {
			q := bb.query
			q.Limit = 100
			for b.Loop() {
				require.NoError(b, s.View(b.Context(), acme, func(v distr.VendorView) error {
					found, err := v.Events(q)
					require.Len(b, found, bb.found)
					return err
				}))
			}
		})
	}
}
