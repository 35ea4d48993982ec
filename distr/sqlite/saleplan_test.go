package sqlite

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/sqlstore"
)

// TestSaleQueriesUseKeys asks how sales and charges are found: those that are due
// among all that are not, and those of one customer among all customers'.
func TestSaleQueriesUseKeys(t *testing.T) {
	s := open(t)
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	sales := func(q distr.SaleQuery) func(distr.VendorView) error {
		return func(v distr.VendorView) error { _, err := v.Sales(q); return err }
	}
	charges := func(q distr.ChargeQuery) func(distr.VendorView) error {
		return func(v distr.VendorView) error { _, err := v.Charges(q); return err }
	}
	for _, tt := range []struct {
		name string
		ask  func(distr.VendorView) error
		plan string
	}{
		{"all sales", sales(distr.SaleQuery{}), "sales USING PRIMARY KEY (vendor=?)"},
		{"sales to one", sales(distr.SaleQuery{Customer: "globex"}), "sales USING PRIMARY KEY (vendor=? AND customer=?)"},
		{"due", sales(distr.SaleQuery{Due: now}), "sales USING INDEX sales_next (vendor=? AND next>? AND next<?); USE TEMP B-TREE FOR ORDER BY"},
		{"all charges", charges(distr.ChargeQuery{}), "charges USING PRIMARY KEY (vendor=?)"},
		{"charges of one", charges(distr.ChargeQuery{Customer: "globex"}), "charges USING PRIMARY KEY (vendor=? AND customer=?)"},
		{"charges of a license", charges(distr.ChargeQuery{Customer: "globex", Contract: "lic_1", From: now}), "charges USING PRIMARY KEY (vendor=? AND customer=? AND contract=?)"},
		{"charges of a month", charges(distr.ChargeQuery{From: now.AddDate(0, -1, 0), Until: now}), "charges USING INDEX charges_start (vendor=? AND start>? AND start<?); USE TEMP B-TREE FOR ORDER BY"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var plan []string
			require.NoError(t, s.read(t.Context(), func(q *session) error {
				q.conn = explained{q.conn, &plan}
				return tt.ask(sqlstore.NewView(q, acme))
			}))
			require.Equal(t, "SEARCH "+tt.plan, strings.Join(plan, "; "))
		})
	}
}
