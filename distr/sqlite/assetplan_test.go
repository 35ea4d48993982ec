package sqlite

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/sqlstore"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestAssetQueriesUseKeys asks how assets are found: a page by its first key, and
// the few ranges of addresses among however many others.
func TestAssetQueriesUseKeys(t *testing.T) {
	s := open(t)
	require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error { return tx.AddCustomer(tenant.Customer{ID: "globex"}) }))
	for _, tt := range []struct {
		name  string
		query distr.AssetQuery
		plan  string
	}{
		{"all", distr.AssetQuery{Limit: 10}, "INDEX assets_monitored (vendor=? AND customer=? AND monitored=?)"},
		{"a page", distr.AssetQuery{After: "host:a", Limit: 10}, "INDEX assets_monitored (vendor=? AND customer=? AND monitored=? AND key>?)"},
		{"archived", distr.AssetQuery{Archived: true, After: "host:a", Limit: 10}, "INDEX assets_monitored (vendor=? AND customer=? AND monitored=? AND key>?)"},
		{"of a kind", distr.AssetQuery{Kind: license.API, From: "url:", Limit: 10}, "INDEX assets_monitored (vendor=? AND customer=? AND monitored=? AND key>?)"},
		{"within a range", distr.AssetQuery{From: "ip4:0a000000/24", To: "ip4:0a0000ff/32"}, "INDEX assets_monitored (vendor=? AND customer=? AND monitored=? AND key>? AND key<?)"},
		{"ranges around", distr.AssetQuery{From: "ip4:0a000000/20", To: "ip4:0a0000ff/32", Ranges: true}, "INDEX assets_ranged (vendor=? AND customer=? AND monitored=? AND key>? AND key<?)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var plan []string
			require.NoError(t, s.read(t.Context(), func(q *session) error {
				room, err := sqlstore.NewView(q, acme).Open("globex")
				if err != nil {
					return err
				}
				q.conn = explained{q.conn, &plan}
				_, err = room.Assets(tt.query)
				return err
			}))
			require.Equal(t, "SEARCH assets USING "+tt.plan, strings.Join(plan, "; "), "no further step, such as sorting")
		})
	}
}
