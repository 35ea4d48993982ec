package distr_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// watched is a store that counts how often a room is read, and tells when the
// customers have been listed and nobody knows of it yet.
type watched struct {
	distr.Store
	read   atomic.Int64
	listed func()
}

func (s *watched) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	s.read.Add(1)
	var listed bool
	err := s.Store.View(ctx, v, func(view distr.VendorView) error { return fn(watchedView{view, &listed}) })
	if listed && s.listed != nil {
		s.listed()
	}
	return err
}

type watchedView struct {
	distr.VendorView
	listed *bool
}

func (v watchedView) Customers(q distr.CustomerQuery) ([]tenant.Customer, error) {
	*v.listed = true
	return v.VendorView.Customers(q)
}

// requireStranger is that a token of a customer that there is not is refused.
func requireStranger(t *testing.T, v *distr.Vendor, customer string) {
	t.Helper()
	claim := tenant.Principal{Side: tenant.CustomerSide, Vendor: "acme", Customer: tenant.CustomerID(customer)}
	_, forged, err := tenant.NewCredential(claim, "forged", credentialTime, newRand())
	require.NoError(t, err)
	_, err = v.Authenticate(t.Context(), forged)
	require.ErrorIs(t, err, tenant.ErrUnauthenticated)
}

func requireKnown(t *testing.T, v *distr.Vendor, token tenant.Token) {
	t.Helper()
	p, err := v.Authenticate(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, token.Claim(), p)
}

func TestStrangersDoNotReachTheStore(t *testing.T) {
	w := newWorld(t)
	store := &watched{Store: w.store}
	other := w.newHub(store).Vendor("acme")
	_, before := w.customer(t, "globex")
	requireStranger(t, other, "nobody")
	asked := store.read.Load()
	for i := range 100 {
		requireStranger(t, other, fmt.Sprintf("nobody-%d", i))
	}
	require.Equal(t, asked, store.read.Load())
	requireKnown(t, other, before)

	_, after := w.customer(t, "initech") // by another process
	w.clock.move(distr.Freshness)
	requireKnown(t, other, after)
	_, err := other.As(distr.Operator()).CreateCustomer(t.Context(), distr.NewCustomer{ID: "umbrella", Name: "Umbrella"})
	require.NoError(t, err)
	_, own, err := other.As(distr.Operator()).Account("umbrella").NewToken(t.Context(), "cluster")
	require.NoError(t, err)
	requireKnown(t, other, own) // at once
	requireStranger(t, other, "nobody")
}

// A customer that is added while the others are listed is in no list, and known.
func TestACustomerComesWhileTheyAreListed(t *testing.T) {
	w := newWorld(t)
	store := &watched{Store: w.store}
	other := w.newHub(store).Vendor("acme")
	_, before := w.customer(t, "globex")
	var after tenant.Token
	store.listed = func() {
		_, after = w.customer(t, "initech")
		w.clock.move(distr.Freshness)
		requireKnown(t, other, before) // by now the snapshot has heard of it
		requireStranger(t, other, "another")
	}
	requireStranger(t, other, "nobody")
	requireKnown(t, other, after)
	asked := store.read.Load()
	requireStranger(t, other, "another")
	require.Equal(t, asked, store.read.Load())
}

// A store that was put back to how it was before has other customers.
func TestACustomerComesBackWithABackup(t *testing.T) {
	w, backup := newWorld(t), newWorld(t)
	_, saved := backup.customer(t, "initech")
	_, lost := w.customer(t, "globex")
	w.publish(t, "1.4.2", "1.5.0", "2.0.0", "3.0.0") // so it is further on
	store := &watched{Store: w.store}
	other := w.newHub(store).Vendor("acme")
	requireKnown(t, other, lost)
	requireStranger(t, other, "initech")
	store.Store = backup.store
	w.clock.move(distr.Freshness)
	requireKnown(t, other, saved)
	requireStranger(t, other, "globex")
}

// A list that cannot be read is trouble, not a refusal, and is read again.
func TestTheCustomersCannotBeListed(t *testing.T) {
	w := newWorld(t)
	_, token := w.customer(t, "globex")
	store := &unlisted{Store: w.store}
	store.failing.Store(true)
	other := w.newHub(store).Vendor("acme")
	for range 2 {
		_, _, err := other.Holding(t.Context(), tenant.Principal{Side: tenant.CustomerSide, Vendor: "acme", Customer: "nobody"}, "acme/app")
		require.ErrorIs(t, err, errDeaf)
	}
	requireKnown(t, other, token)
	store.failing.Store(false)
	requireStranger(t, other, "nobody")
	_, _, err := other.Holding(t.Context(), token.Claim(), "acme/app")
	require.NoError(t, err)
}

// unlisted is a store whose customers cannot be listed.
type unlisted struct {
	distr.Store
	failing atomic.Bool
}

func (s *unlisted) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	return s.Store.View(ctx, v, func(view distr.VendorView) error {
		var listed bool
		err := fn(watchedView{view, &listed})
		if listed && s.failing.Load() {
			return errDeaf
		}
		return err
	})
}
