package memory_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func add(id tenant.CustomerID) func(distr.VendorTx) error {
	return func(tx distr.VendorTx) error { return tx.AddCustomer(tenant.Customer{ID: id}) }
}

// TestNobodyWaitsForAnotherVendor updates one vendor from within an update of
// another one, and looks at the first meanwhile.
func TestNobodyWaitsForAnotherVendor(t *testing.T) {
	s := memory.New()
	require.NoError(t, s.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		if err := add("globex")(tx); err != nil {
			return err
		}
		if err := s.Update(t.Context(), "ACME", add("initech")); err != nil {
			return err
		}
		return s.View(t.Context(), "acme", func(v distr.VendorView) error {
			_, err := v.Open("globex")
			require.ErrorIs(t, err, tenant.ErrNotFound, "a view waits for nobody and sees what is kept")
			return nil
		})
	}))
}

// TestWaitingEndsWithTheContext has an update wait for itself.
func TestWaitingEndsWithTheContext(t *testing.T) {
	s := memory.New()
	require.NoError(t, s.Update(t.Context(), "acme", func(distr.VendorTx) error {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		err := s.Update(ctx, "acme", add("globex"))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorContains(t, err, "waiting to update vendor acme")
		return nil
	}))
	require.NoError(t, s.Update(t.Context(), "acme", add("globex")), "the turn has come back")
}

// TestGoexit ends the goroutine of an update, as a test does that fails in one.
func TestGoexit(t *testing.T) {
	s := memory.New()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = s.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
			_ = add("globex")(tx)
			runtime.Goexit()
			return nil
		})
	}()
	<-ended
	require.NoError(t, s.Update(t.Context(), "acme", add("globex")), "nothing was kept, and the turn has come back")
}

// TestChangedIsPrecise asks for what storetest leaves to the store: an answer
// that is never All, names each once, and names them sorted.
func TestChangedIsPrecise(t *testing.T) {
	s := memory.New()
	for _, id := range []tenant.CustomerID{"b", "a", "c"} {
		require.NoError(t, s.Update(t.Context(), "acme", add(id)))
	}
	require.NoError(t, s.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		for _, id := range []tenant.CustomerID{"b", "a", "b"} {
			c, err := tx.Edit(id)
			if err != nil {
				return err
			}
			if err := c.PutCredential(tenant.Credential{ID: "crd_1"}); err != nil {
				return err
			}
		}
		return tx.PutProduct(entitlement.Product{ID: "app"})
	}))
	for _, ask := range []struct {
		name  string
		since distr.Version
		want  distr.Changes
	}{
		{"the beginning", 0, distr.Changes{Version: 4, Vendor: true, Customers: []tenant.CustomerID{"a", "b", "c"}}},
		{"the second update", 2, distr.Changes{Version: 4, Vendor: true, Customers: []tenant.CustomerID{"a", "b", "c"}}},
		{"the third update", 3, distr.Changes{Version: 4, Vendor: true, Customers: []tenant.CustomerID{"a", "b"}}},
		{"the last one", 4, distr.Changes{Version: 4}},
		{"the future", 5, distr.Changes{Version: 4, All: true}},
	} {
		got, err := s.Changed(t.Context(), "acme", ask.since)
		require.NoError(t, err)
		require.Equal(t, ask.want, got, "since %s", ask.name)
	}
}

// TestEndedReads keeps a view for too long: it does not even read.
func TestEndedReads(t *testing.T) {
	s := memory.New()
	require.NoError(t, s.Update(t.Context(), "acme", add("globex")))
	var kept distr.VendorView
	var room distr.CustomerView
	require.NoError(t, s.View(t.Context(), "acme", func(v distr.VendorView) (err error) {
		kept = v
		room, err = v.Open("globex")
		return err
	}))
	_, err := kept.Customers(distr.CustomerQuery{})
	require.ErrorContains(t, err, "has ended")
	_, err = room.Customer()
	require.ErrorContains(t, err, "has ended")
}
