package sqlite

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const acme = tenant.VendorID("acme")

// open opens a store on a new file.
func open(tb testing.TB) *Store {
	tb.Helper()
	return openAt(tb, filepath.Join(tb.TempDir(), "portal.db"))
}

func openAt(tb testing.TB, path string) *Store {
	tb.Helper()
	s, err := Open(tb.Context(), path, Config{})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, s.Close()) })
	return s
}

func customer(id tenant.CustomerID) tenant.Customer {
	return tenant.Customer{ID: id, Created: time.Date(2026, 11, 22, 1, 2, 3, 4000, time.UTC), Profile: tenant.Profile{
		Name: "Customer " + string(id), Access: tenant.AccessDisabled, Features: tenant.StandardFeatures().Defaults(),
	}}
}

func add(id tenant.CustomerID) func(distr.VendorTx) error {
	return func(tx distr.VendorTx) error { return tx.AddCustomer(customer(id)) }
}

func customers(tb testing.TB, s *Store, v tenant.VendorID) []tenant.CustomerID {
	tb.Helper()
	ids := []tenant.CustomerID{}
	require.NoError(tb, s.View(tb.Context(), v, func(view distr.VendorView) error {
		all, err := view.Customers(distr.CustomerQuery{})
		for _, c := range all {
			ids = append(ids, c.ID)
		}
		return err
	}))
	return ids
}

func TestOpenAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "portal.db")
	s, err := Open(t.Context(), path, Config{})
	require.NoError(t, err)
	require.NoError(t, s.Update(t.Context(), acme, add("globex")))
	require.NoError(t, s.Close())

	s = openAt(t, path)
	require.Equal(t, []tenant.CustomerID{"globex"}, customers(t, s, acme))
}
