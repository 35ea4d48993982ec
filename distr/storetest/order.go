package storetest

import (
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// order puts records whose IDs, names and times would each sort in another way
// than the one that is promised.
func order(t T, s distr.Store) {
	customersInOrder(t, s)
	firstPutFirst(t, s)
	peopleInOrder(t, s)
	releasesInOrder(t, s)
	movesInOrder(t, s)
	referrersInOrder(t, s)
	upstreamsInOrder(t, s)
	keysInOrder(t, s)
	eventsInOrder(t, s)
	eventsByID(t, s)
	endpointsInOrder(t, s)
	pullsInOrder(t, s)
	lettersInOrder(t, s)
}

func customersInOrder(t T, s distr.Store) {
	t.Helper()
	sorted := []tenant.CustomerID{"1", "10", "2", "A", "Z", "a", "a-1", "a.1", "a1", "aB", "a_1", "aa", "ab", "b", "z"}
	for i := range sorted {
		id := sorted[(i*7)%len(sorted)] // in no order
		update(t, s, acme, func(tx distr.VendorTx) error {
			return tx.AddCustomer(tenant.Customer{ID: id, Created: at(59 - i), Profile: tenant.Profile{Name: fmt.Sprint(-i)}})
		})
	}
	list := func(q distr.CustomerQuery) []tenant.CustomerID {
		customers := look(t, s, acme, func(v distr.VendorView) ([]tenant.Customer, error) { return v.Customers(q) })
		return ids(customers, func(c tenant.Customer) tenant.CustomerID { return c.ID })
	}
	require.Equal(t, sorted, list(distr.CustomerQuery{}), "customers are ascending by ID, in byte order")
	require.Equal(t, sorted, list(distr.CustomerQuery{Limit: 100}), "customers, with a limit that is higher than needed")
	require.Equal(t, sorted[:4], list(distr.CustomerQuery{Limit: 4}), "the first four customers")
	require.Equal(t, sorted[6:], list(distr.CustomerQuery{After: "a"}), "customers behind a")
	require.Equal(t, sorted[6:8], list(distr.CustomerQuery{After: "a", Limit: 2}), "two customers behind a")
	require.Equal(t, sorted[6:8], list(distr.CustomerQuery{After: "a-", Limit: 2}), "two customers behind a-, which is nobody's ID")
	require.Empty(t, list(distr.CustomerQuery{After: "z"}), "customers behind the last one")
}

// firstPutFirst puts a few of each sort, and then the first of them once more.
func firstPutFirst(t T, s distr.Store) {
	t.Helper()
	want := []string{"c", "a", "B", "b", "A", "c2"}
	for i, id := range append(slices.Clone(want), "c", "B") {
		again := i >= len(want)
		update(t, s, acme, func(tx distr.VendorTx) error {
			product := entitlement.Product{ID: entitlement.ProductID(id), Kind: entitlement.Artifact, Created: at(59 - i),
				Repositories: []entitlement.RepositoryPath{entitlement.RepositoryPath(fmt.Sprintf("order/%x", id))}}
			credential := tenant.Credential{ID: tenant.CredentialID(id), Name: fmt.Sprint(again, i), Created: at(59 - i)}
			if err := tx.PutProduct(product); err != nil {
				return err
			}
			if err := tx.PutStaffCredential(credential); err != nil {
				return err
			}
			return edit(tx, "a", func(c distr.CustomerTx) error {
				if err := c.PutCredential(credential); err != nil {
					return err
				}
				return c.PutGrant(entitlement.Grant{ID: entitlement.GrantID(id), Name: fmt.Sprint(again, i), Product: product.ID,
					Versions: entitlement.All(), Created: at(59 - i)})
			})
		})
	}
	products := look(t, s, acme, distr.VendorView.Products)
	staff := look(t, s, acme, distr.VendorView.StaffCredentials)
	own := lookCustomer(t, s, "a", distr.CustomerView.Credentials)
	grants := lookCustomer(t, s, "a", distr.CustomerView.Grants)
	require.Equal(t, want, ids(products, func(p entitlement.Product) string { return string(p.ID) }), "products, first put first")
	require.Equal(t, want, ids(staff, func(c tenant.Credential) string { return string(c.ID) }), "staff credentials, first put first")
	require.Equal(t, want, ids(own, func(c tenant.Credential) string { return string(c.ID) }), "credentials, first put first")
	require.Equal(t, want, ids(grants, func(g entitlement.Grant) string { return string(g.ID) }), "grants, first put first")
}

func releasesInOrder(t T, s distr.Store) {
	t.Helper()
	for _, r := range []entitlement.Release{
		{Version: "3.0.0", At: at(20)}, {Version: "1.0.0", At: at(21)}, {Version: "10.0.0", At: at(21)}, {Version: "2.0.0", At: at(21)}, {Version: "0.9.0", At: at(19)},
	} {
		update(t, s, acme, func(tx distr.VendorTx) error { return tx.PutRelease("a", r, nil) })
	}
	releases := look(t, s, acme, func(v distr.VendorView) ([]entitlement.Release, error) { return v.Releases("a") })
	require.Equal(t, []string{"0.9.0", "3.0.0", "1.0.0", "10.0.0", "2.0.0"}, ids(releases, func(r entitlement.Release) string { return r.Version }),
		"releases, oldest first, those of one instant as they were put")
}

func ids[R any, ID any](records []R, id func(R) ID) []ID {
	var list []ID
	for _, r := range records {
		list = append(list, id(r))
	}
	return list
}
