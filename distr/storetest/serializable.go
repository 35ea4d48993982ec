package storetest

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// serializable lets updates meet after they have read and before they write.
func serializable(t T, s distr.Store) {
	addPair(t, s)
	lostUpdate(t, s)
	writeSkew(t, s)
	phantom(t, s)
	samePath(t, s)
	hammer(t, s)
}

// lostUpdate counts up twice at once, from what was read.
func lostUpdate(t T, s distr.Store) {
	t.Helper()
	for round := range 3 {
		m := newMeeting()
		for _, err := range together(2, func(int) error {
			return s.Update(t.Context(), acme, func(tx distr.VendorTx) error { return countUp(tx, m.wait) })
		}) {
			require.NoError(t, err)
		}
		name := look(t, s, acme, func(v distr.VendorView) (string, error) { return nameOf(v, "a") })
		require.Equal(t, strconv.Itoa(2*(round+1)), name, "two updates counted up at the same time, and one was lost")
	}
}

func countUp(tx distr.VendorTx, meanwhile func()) error {
	name, err := nameOf(tx, "a")
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(name)
	if err != nil {
		return err
	}
	meanwhile()
	return rename(tx, "a", strconv.Itoa(n+1))
}

// writeSkew lets each of two customers leave as long as the other one stays.
// Each update reads both rooms and writes in one of its own.
func writeSkew(t T, s distr.Store) {
	t.Helper()
	pair := [2]tenant.CustomerID{"a", "b"}
	for range 3 {
		update(t, s, acme, func(tx distr.VendorTx) error {
			return errors.Join(rename(tx, "a", "here"), rename(tx, "b", "here"))
		})
		m := newMeeting()
		for _, err := range together(2, func(i int) error {
			return s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
				own, err := nameOf(tx, pair[i])
				if err != nil {
					return err
				}
				other, err := nameOf(tx, pair[1-i])
				if err != nil {
					return err
				}
				m.wait()
				if own == "here" && other == "here" {
					return rename(tx, pair[i], "gone")
				}
				return nil
			})
		}) {
			require.NoError(t, err)
		}
		got := look(t, s, acme, func(v distr.VendorView) (next sight, err error) { return next, next.see(v, func() {}) })
		require.ElementsMatch(t, []string{"here", "gone"}, []string{got.a, got.b}, "of two updates that each read both rooms, one did not see the other")
	}
}

// phantom adds a customer if there are no more than so many: what was read is a
// list, and what changes it is a record that was in nobody's hands.
func phantom(t T, s distr.Store) {
	t.Helper()
	for round := range 3 {
		m := newMeeting()
		for _, err := range together(2, func(i int) error {
			return s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
				there, err := tx.Customers(distr.CustomerQuery{})
				if err != nil {
					return err
				}
				m.wait()
				if len(there) > 2+round {
					return nil
				}
				return tx.AddCustomer(tenant.Customer{ID: tenant.CustomerID(fmt.Sprintf("phantom-%d-%d", round, i))})
			})
		}) {
			require.NoError(t, err)
		}
		there := look(t, s, acme, func(v distr.VendorView) ([]tenant.Customer, error) { return v.Customers(distr.CustomerQuery{}) })
		require.Len(t, there, 3+round, "of two updates that each add the last customer there is room for, one did not see the other")
	}
}

// samePath adds two products with the same repository.
func samePath(t T, s distr.Store) {
	t.Helper()
	for round := range 3 {
		m := newMeeting()
		path := entitlement.RepositoryPath(fmt.Sprintf("raced/%d", round))
		errs := together(2, func(i int) error {
			return s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
				m.wait()
				return tx.PutProduct(entitlement.Product{ID: entitlement.ProductID(fmt.Sprintf("raced-%d-%d", round, i)),
					Kind: entitlement.Artifact, Repositories: []entitlement.RepositoryPath{path}})
			})
		})
		if errs[0] != nil {
			errs[0], errs[1] = errs[1], errs[0]
		}
		require.NoError(t, errs[0], "of two products with the same repository, one is kept")
		require.ErrorIs(t, errs[1], tenant.ErrConflict, "of two products with the same repository, one is a conflict")
	}
}
