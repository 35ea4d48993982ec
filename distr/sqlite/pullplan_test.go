package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/sqlstore"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// explained asks SQLite how it would answer what is asked, instead of asking it.
type explained struct {
	connection
	plan *[]string
}

func (e explained) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := e.connection.QueryContext(ctx, "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			return nil, err
		}
		*e.plan = append(*e.plan, detail)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return e.connection.QueryContext(ctx, "SELECT 1 WHERE 1 = 0") //nolint:sqlclosecheck // no rows: the plan is all, and the caller closes them
}

// TestPullQueriesUseKeys asks how the pull log is read, a million entries of it:
// in the order in which they are to come, from an end of a range of an index.
func TestPullQueriesUseKeys(t *testing.T) {
	s := open(t)
	at, later := time.UnixMicro(1), time.UnixMicro(9)
	mark := distr.PullMark{Time: at, ID: "pul_1"}
	for _, tt := range []struct {
		name  string
		query distr.PullQuery
		plan  string
	}{
		{"newest", distr.PullQuery{Limit: 10}, "PRIMARY KEY (vendor=? AND at>?)"},
		{"between", distr.PullQuery{Since: at, Until: later}, "PRIMARY KEY (vendor=? AND at>? AND at<?)"},
		{"a page", distr.PullQuery{After: mark, Limit: 10, Oldest: true}, "PRIMARY KEY (vendor=? AND (at,pull)>(?,?))"},
		{"of a customer", distr.PullQuery{Customer: "globex", Limit: 10}, "INDEX pulls_customer (vendor=? AND customer=? AND at>?)"},
		{"of a customer, between", distr.PullQuery{Customer: "globex", Since: at, Until: later}, "INDEX pulls_customer (vendor=? AND customer=? AND at>? AND at<?)"},
		{"a page of a customer", distr.PullQuery{Customer: "globex", After: mark, Limit: 10, Oldest: true}, "INDEX pulls_customer (vendor=? AND customer=? AND (at,pull)>(?,?))"},
		{"of a repository", distr.PullQuery{Repository: "acme/app", Limit: 10}, "INDEX pulls_repository (vendor=? AND repository=? AND at>?)"},
		{"of a repository and version, between", distr.PullQuery{Repository: "acme/app", Version: "1.4.2", Since: at, Until: later}, "INDEX pulls_repository (vendor=? AND repository=? AND at>? AND at<?)"},
		{"of both", distr.PullQuery{Customer: "globex", Repository: "acme/app", Since: at}, "INDEX pulls_customer (vendor=? AND customer=? AND at>?)"},
		{"refusals", distr.PullQuery{Outcome: distr.Refused, Limit: 10}, "INDEX pulls_refused (vendor=? AND at>?)"},
		{"refusals of a customer", distr.PullQuery{Customer: "globex", Outcome: distr.Refused, Since: at}, "INDEX pulls_customer (vendor=? AND customer=? AND at>?)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var plan []string
			require.NoError(t, s.read(t.Context(), func(q *session) error {
				q.conn = explained{q.conn, &plan}
				_, err := sqlstore.NewView(q, acme).Pulls(tt.query)
				return err
			}))
			require.Equal(t, []string{"SEARCH pulls USING " + tt.plan}, plan, "no further step, such as sorting")
		})
	}
}

// BenchmarkPutPulls writes batches as the keeper of the pull log does: each in a
// transaction of its own, into a log that grows.
func BenchmarkPutPulls(b *testing.B) {
	const atOnce = 1000
	s := open(b)
	began := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	n := 0
	for b.Loop() {
		pulls := make([]distr.PullRecord, atOnce)
		for i := range pulls {
			pulls[i] = newPull(n, began)
			n++
		}
		require.NoError(b, s.Update(b.Context(), acme, func(tx distr.VendorTx) error { return tx.PutPulls(pulls) }))
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
}

func newPull(n int, began time.Time) distr.PullRecord {
	p := distr.PullRecord{ID: distr.PullID(fmt.Sprintf("pul_%016x", uint64(n)*0x9E3779B97F4A7C15)), Token: "crd_g3xqk2v7n5bd4ayt", TokenName: "production cluster", Count: 1}
	p.Time = began.Add(time.Duration(n) * time.Second)
	p.Customer, p.Repository, p.Version = tenant.CustomerID(fmt.Sprintf("cus_%05d", n*7919%10_000)), "acme/app", fmt.Sprint("1.", n%30, ".2")
	p.Reference, p.Digest = p.Version, consists("a release").Root
	p.Allowed, p.Reason, p.Client = true, "granted", strings.Repeat("c", 60)
	return p
}
