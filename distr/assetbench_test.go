package distr_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
)

// What an import costs: a thousand assets a transaction, among which there are
// addresses and ranges around them.
func BenchmarkAddAssets(b *testing.B) {
	store, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "distr.db"), sqlite.Config{})
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, store.Close()) })
	acme := distr.New(store, distr.Config{}).Vendor("acme").As(distr.Operator())
	_, err = acme.CreateCustomer(b.Context(), distr.NewCustomer{ID: "globex", Name: "Globex"})
	require.NoError(b, err)
	globex, n := acme.Account("globex"), 0
	for b.Loop() {
		list := make([]distr.NewAsset, 1000)
		for i := range list {
			switch n++; n % 10 {
			case 0:
				list[i].Text = fmt.Sprintf("10.%d.%d.0/28", n>>16&255, n>>8&255)
			case 1, 2, 3:
				list[i].Text = fmt.Sprintf("10.%d.%d.%d", n>>16&255, n>>8&255, n&255)
			default:
				list[i].Text = fmt.Sprintf("host-%d.example.com", n)
			}
		}
		_, err := globex.AddAssets(b.Context(), list)
		require.NoError(b, err)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "assets/s")
}
