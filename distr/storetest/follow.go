package storetest

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// follow lets a follower run beside those who write, and compares what it has in
// the end with what a newcomer loads.
func follow(t T, s distr.Store) {
	const writers, each = 2, 20
	f := newFollower()
	done := make(chan struct{}, writers)
	for _, err := range together(writers+1, func(i int) error {
		if i == writers {
			return f.run(t, s, done, writers)
		}
		defer func() { done <- struct{}{} }()
		for n := range each {
			if err := s.Update(t.Context(), acme, func(tx distr.VendorTx) error { return alter(tx, i, n) }); err != nil {
				return err
			}
		}
		return nil
	}) {
		require.NoError(t, err)
	}
	newcomer := newFollower()
	require.NoError(t, newcomer.load(t, s, distr.Changes{All: true}))
	require.NotEmpty(t, newcomer.rooms)
	require.NotEmpty(t, newcomer.shelf)
	require.Equal(t, newcomer.vendor, f.vendor, "products and staff, as a follower has them")
	require.Equal(t, newcomer.rooms, f.rooms, "the customers' rooms, as a follower has them")
	require.Equal(t, newcomer.shelf, f.shelf, "the releases, as a follower has them")
}

// alter changes something, another thing each time.
func alter(tx distr.VendorTx, writer, n int) error {
	product := entitlement.ProductID(fmt.Sprintf("app-%d", writer))
	id := tenant.CustomerID(fmt.Sprintf("cus-%d-%d", writer, n/7))
	switch n % 7 {
	case 0:
		return tx.AddCustomer(tenant.Customer{ID: id})
	case 1:
		return tx.PutProduct(entitlement.Product{ID: product, Kind: entitlement.Artifact, Created: at(n),
			Repositories: []entitlement.RepositoryPath{entitlement.RepositoryPath(fmt.Sprintf("app/%d", writer))}})
	case 2:
		return tx.PutRelease(product, entitlement.Release{Version: fmt.Sprintf("1.%d.0", n), At: at(n)}, nil)
	case 3:
		return tx.PutStaffCredential(tenant.Credential{ID: "crd_1", Name: fmt.Sprint(writer, n)})
	case 4:
		return tx.LogPull(distr.PullRecord{TokenName: fmt.Sprint(writer, n)})
	case 5:
		return edit(tx, id, func(c distr.CustomerTx) error {
			return c.PutGrant(entitlement.Grant{ID: "grt_1", Name: fmt.Sprint(n), Product: product, Versions: entitlement.All()})
		})
	default:
		return rename(tx, id, fmt.Sprint(n))
	}
}
