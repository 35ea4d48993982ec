package storetest

import (
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Reopen finds out whether a store that outlives its process has everything
// again when it is opened anew. reopen closes s, if that is how the process is
// to end, and opens what it has left behind. [Run] does without this: not every
// store is one that can be opened again.
func Reopen(t T, s distr.Store, reopen func() distr.Store) {
	t.Helper()
	vendors := []tenant.VendorID{"acme", "ACME"}
	before := map[tenant.VendorID]lines{}
	for _, v := range vendors {
		update(t, s, v, func(tx distr.VendorTx) error { return fill(tx, "kept by "+string(v)) })
	}
	update(t, s, "acme", func(tx distr.VendorTx) error { return scribble(tx, true) })
	for _, v := range vendors {
		before[v] = everything(t, s, v)
	}

	s = reopen()
	for _, v := range vendors {
		require.Equal(t, before[v], everything(t, s, v), "the room of %s, opened again", v)
		changes, err := s.Changed(t.Context(), v, 0)
		require.NoError(t, err)
		require.Equal(t, versionOf(t, s, v), changes.Version, "Changed since the beginning, opened again")
		if !changes.All {
			require.True(t, changes.Vendor, "Changed since the beginning names the vendor, opened again")
			require.Contains(t, changes.Customers, customerID, "Changed since the beginning, opened again")
			require.Contains(t, changes.Products, productID, "Changed since the beginning, opened again")
		}
	}
	goOn(t, s)
}

// goOn adds to what was there before.
func goOn(t T, s distr.Store) {
	t.Helper()
	before := versionOf(t, s, acme)
	var refused error
	update(t, s, acme, func(tx distr.VendorTx) error {
		refused = tx.Append(newSample("again").event)
		return tx.PutProduct(entitlement.Product{ID: "aaa", Kind: entitlement.Artifact, Repositories: []entitlement.RepositoryPath{"aaa"}})
	})
	require.ErrorIs(t, refused, tenant.ErrConflict, "an event of an ID that was taken before, opened again")
	require.Greater(t, versionOf(t, s, acme), before, "an update raises the version, opened again")
	products := look(t, s, acme, distr.VendorView.Products)
	require.Equal(t, []entitlement.ProductID{productID, "aaa"}, ids(products, func(p entitlement.Product) entitlement.ProductID { return p.ID }),
		"what is put after opening again comes last")
}
