package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestVendors(t *testing.T) {
	t.Parallel()
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "distr.db"), sqlite.Config{})
	require.NoError(t, err)
	defer func() { require.NoError(t, store.Close()) }()
	none, err := store.Vendors(t.Context())
	require.NoError(t, err)
	require.Empty(t, none)

	hub := distr.New(store, distr.Config{})
	for _, id := range []tenant.VendorID{"umbra", "acme", "Acme"} {
		_, err := hub.Vendor(id).As(distr.Operator()).CreateCustomer(t.Context(), distr.NewCustomer{Name: "Globex"})
		require.NoError(t, err)
	}
	_, err = hub.Vendor("only.asked").As(distr.Operator()).Events(t.Context(), distr.EventQuery{})
	require.NoError(t, err)
	all, err := store.Vendors(t.Context())
	require.NoError(t, err)
	require.Equal(t, []tenant.VendorID{"Acme", "acme", "umbra"}, all)
}
