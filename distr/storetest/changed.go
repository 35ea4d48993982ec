package storetest

import (
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// changed makes one alteration after another, and asks what has changed since
// each state that there was.
func changed(t T, s distr.Store) {
	versions, made := []distr.Version{versionOf(t, s, acme)}, []alteration{}
	for _, a := range alterations() {
		before := versions[len(versions)-1]
		failed := s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
			if err := a.do(tx); err != nil {
				return err
			}
			return errMine
		})
		require.ErrorIs(t, failed, errMine)
		require.Equal(t, before, versionOf(t, s, acme), "%s, in an update that failed, raised the version", a.name)

		var seen distr.Version
		update(t, s, acme, func(tx distr.VendorTx) (err error) {
			if seen, err = tx.Version(); err != nil {
				return err
			}
			return a.do(tx)
		})
		require.Equal(t, before, seen, "the version that an update finds")
		now := versionOf(t, s, acme)
		if a.same {
			require.Equal(t, before, now, "%s raised the version", a.name)
		} else {
			require.Greater(t, now, before, "%s raises the version", a.name)
		}
		versions, made = append(versions, now), append(made, a)
		for i, since := range versions {
			requireChanges(t, s, since, now, made[i:])
		}
	}
}

// requireChanges asks what has changed since a version. What has must be named;
// what has not must not be, unless the answer is All.
func requireChanges(t T, s distr.Store, since, now distr.Version, made []alteration) {
	t.Helper()
	got, err := s.Changed(t.Context(), acme, since)
	require.NoError(t, err, "Changed since %d", since)
	require.Equal(t, now, got.Version, "Changed since %d reaches to the version of the room", since)
	if got.All {
		return
	}
	var last string
	var vendor bool
	var customers []tenant.CustomerID
	var products, touched []entitlement.ProductID
	for _, a := range made {
		last, vendor = a.name, vendor || a.want.Vendor
		customers, products = append(customers, a.want.Customers...), append(products, a.want.Products...)
	}
	if vendor {
		touched = []entitlement.ProductID{productID, "tool"} // naming a product that was put is no mistake
	}
	require.Equal(t, vendor, got.Vendor, "whether products, staff, settings, upstreams, keys or secrets have changed since %d, after %s", since, last)
	require.Subset(t, got.Customers, customers, "the customers that have changed since %d, after %s", since, last)
	require.Subset(t, got.Products, products, "the products that have changed since %d, after %s", since, last)
	for _, c := range got.Customers {
		require.Contains(t, customers, c, "a customer that has not changed since %d, after %s", since, last)
	}
	for _, p := range got.Products {
		require.Contains(t, slices.Concat(products, touched), p, "a product that has not changed since %d, after %s", since, last)
	}
}
