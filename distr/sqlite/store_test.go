package sqlite

import (
	"context"
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

func TestClosed(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "portal.db"), Config{})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	require.NoError(t, s.Close(), "once more does no harm")

	require.ErrorIs(t, s.Update(t.Context(), acme, add("globex")), errClosed)
	require.ErrorContains(t, s.View(t.Context(), acme, func(distr.VendorView) error { return nil }), "closed")
	_, err = s.Changed(t.Context(), acme, 0)
	require.ErrorContains(t, err, "closed")
}

// TestCloseWaits closes a store while an update runs and another one waits.
func TestCloseWaits(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "portal.db"), Config{})
	require.NoError(t, err)
	running, closed := make(chan struct{}), make(chan error, 1)
	first := make(chan error, 1)
	go func() {
		first <- s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
			close(running)
			waitFor(t, s, 1)
			return tx.AddCustomer(customer("globex"))
		})
	}()
	<-running
	go func() { closed <- s.Close() }()
	require.NoError(t, <-first)
	require.NoError(t, <-closed)
	require.Equal(t, []tenant.CustomerID{"globex"}, customers(t, openAt(t, s.path), acme))
}

// TestViewDoesNotWait reads while an update is under way, from within it too.
func TestViewDoesNotWait(t *testing.T) {
	s := open(t)
	require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
		require.NoError(t, tx.AddCustomer(customer("globex")))
		require.Empty(t, customers(t, s, acme), "what is not kept yet is nobody else's business")
		return nil
	}))
	require.NoError(t, s.View(t.Context(), acme, func(v distr.VendorView) error {
		before, err := v.Version()
		require.NoError(t, err)
		require.NoError(t, s.Update(t.Context(), acme, add("initech")))
		after, err := v.Version()
		require.Equal(t, before, after, "a view is of one state")
		return err
	}))
}

// TestWaitingEnds waits for the turn, and for another process, no longer than
// the context allows.
func TestWaitingEnds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "portal.db")
	one, two := openAt(t, path), openAt(t, path)
	never := func(distr.VendorTx) error { panic("its turn never comes") }
	require.NoError(t, one.Update(t.Context(), acme, func(tx distr.VendorTx) error {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		require.ErrorIs(t, one.Update(ctx, acme, never), context.DeadlineExceeded, "an update within an update")
		require.ErrorIs(t, two.Update(ctx, acme, never), context.DeadlineExceeded, "another process")
		return tx.AddCustomer(customer("globex"))
	}))
	require.NoError(t, two.Update(t.Context(), acme, add("initech")))

	impatient, err := Open(t.Context(), path, Config{Wait: 20 * time.Millisecond})
	require.NoError(t, err)
	require.NoError(t, one.Update(t.Context(), acme, func(distr.VendorTx) error {
		require.ErrorContains(t, impatient.Update(t.Context(), acme, never), "another process was writing for 20ms")
		return nil
	}))
	require.NoError(t, impatient.Close())
}
