package sqlite

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/sqlstore"
)

// TestDeliveryQueriesUseKeys asks how the history of webhooks is read: from an end of
// a range of an index, whatever else lies beside it.
func TestDeliveryQueriesUseKeys(t *testing.T) {
	s := open(t)
	for _, tt := range []struct {
		name  string
		query distr.DeliveryQuery
		plan  string
	}{
		{"newest", distr.DeliveryQuery{Limit: 10}, "PRIMARY KEY (vendor=?)"},
		{"a page", distr.DeliveryQuery{After: "dlv_1", Limit: 10, Oldest: true}, "PRIMARY KEY (vendor=? AND delivery>?)"},
		{"to one", distr.DeliveryQuery{Endpoint: "end_1", Limit: 10}, "INDEX deliveries_endpoint (vendor=? AND endpoint=?)"},
		{"a page to one", distr.DeliveryQuery{Endpoint: "end_1", After: "dlv_1", Limit: 10, Oldest: true}, "INDEX deliveries_endpoint (vendor=? AND endpoint=? AND delivery>?)"},
		{"to one that failed", distr.DeliveryQuery{Endpoint: "end_1", Failed: true, Limit: 10}, "INDEX deliveries_failed (vendor=? AND endpoint=?)"},
		{"of an event to one", distr.DeliveryQuery{Endpoint: "end_1", Event: "evt_1", Limit: 1}, "INDEX deliveries_endpoint (vendor=? AND endpoint=?)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var plan []string
			require.NoError(t, s.read(t.Context(), func(q *session) error {
				q.conn = explained{q.conn, &plan}
				_, err := sqlstore.NewView(q, acme).Deliveries(tt.query)
				return err
			}))
			require.Equal(t, "SEARCH deliveries USING "+tt.plan, strings.Join(plan, "; "), "no further step, such as sorting")
		})
	}
}
