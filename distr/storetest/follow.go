package storetest

import (
	"errors"
	"fmt"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// follow lets a follower run beside those who write, and compares what it has in
// the end with what a newcomer loads.
func follow(t T, s distr.Store) {
	const writers, each = 2, 2 * steps
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
	require.Equal(t, newcomer.vendor, f.vendor, "products, staff, settings, upstreams and keys, as a follower has them")
	require.Equal(t, newcomer.rooms, f.rooms, "the customers' rooms, as a follower has them")
	require.Equal(t, newcomer.shelf, f.shelf, "the releases and what refers to them, as a follower has them")
}

// steps is after how many alterations they begin anew.
const steps = 19

// alter changes something, another thing each time.
func alter(tx distr.VendorTx, writer, n int) error {
	product := entitlement.ProductID(fmt.Sprintf("app-%d", writer))
	id := tenant.CustomerID(fmt.Sprintf("cus-%d-%d", writer, n/steps))
	path := entitlement.RepositoryPath(fmt.Sprintf("app/%d", writer))
	switch n % steps {
	case 0:
		return tx.AddCustomer(tenant.Customer{ID: id})
	case 1:
		return tx.PutProduct(entitlement.Product{ID: product, Kind: entitlement.Artifact, Created: at(n),
			Repositories: []entitlement.RepositoryPath{path}})
	case 2:
		return tx.PutRelease(product, entitlement.Release{Version: fmt.Sprintf("1.%d.0", n), At: at(n), Roots: rootAt(path)}, nil)
	case 3:
		return tx.PutStaffCredential(tenant.Credential{ID: "crd_1", Name: fmt.Sprint(writer, n)})
	case 4:
		return tx.PutPulls([]distr.PullRecord{{ID: distr.PullID(fmt.Sprint(writer, "-", n))}})
	case 5:
		return edit(tx, id, func(c distr.CustomerTx) error {
			return c.PutGrant(entitlement.Grant{ID: "grt_1", Name: fmt.Sprint(n), Product: product, Versions: entitlement.All()})
		})
	case 6:
		return rename(tx, id, fmt.Sprint(n))
	default:
		return alterContent(tx, product, path, id, n)
	}
}

func alterContent(tx distr.VendorTx, product entitlement.ProductID, path entitlement.RepositoryPath, id tenant.CustomerID, n int) error {
	mark := fmt.Sprint(product, n)
	switch n % steps {
	case 7:
		return tx.MoveRelease(product, entitlement.Release{Version: fmt.Sprintf("1.%d.0", n-5), Revision: n, Roots: rootAt(path)},
			map[entitlement.RepositoryPath]entitlement.Closure{path: imageClosure(mark)})
	case 8:
		return tx.PutReferrer(product, path, signature(mark, entitlement.SHA256(nil)))
	case 9:
		return tx.PutUpstream(upstreamOf(path, mark))
	case 10:
		return tx.PutSigningKey(distr.SigningKey{ID: mark})
	case 11:
		return edit(tx, id, func(c distr.CustomerTx) error { return c.PutLogin("grt_1", distr.SealedLogin{Username: mark}) })
	case 12, 13, 14, 15, 16, 17:
		return alterPeople(tx, id, n)
	default:
		return errors.Join(tx.RemoveUpstream(path), tx.RemoveSigningKey(fmt.Sprint(product, n-8)))
	}
}

func alterPeople(tx distr.VendorTx, id tenant.CustomerID, n int) error {
	m := tenant.Member{ID: tenant.MemberID(id), Email: tenant.Email(id), Name: fmt.Sprint(n)}
	switch n % steps {
	case 12:
		return tx.SetSettings(tenant.Settings{App: m.Name})
	case 13:
		return tx.PutStaff(m)
	case 14:
		return tx.Assign(m.ID, id)
	case 15:
		return edit(tx, id, func(c distr.CustomerTx) error { return c.PutMember(m) })
	case 16:
		return edit(tx, id, func(c distr.CustomerTx) error {
			return errors.Join(c.PutCredential(tenant.Credential{ID: "crd_1"}), c.PutInstallation(tenant.Installation{Name: m.Name, Credential: "crd_1"}))
		})
	default:
		if n/steps > 0 { // only the first go
			return nil
		}
		return errors.Join(tx.Unassign(m.ID, id), tx.RemoveStaff(m.ID))
	}
}

func rootAt(path entitlement.RepositoryPath) map[entitlement.RepositoryPath]entitlement.Root {
	return map[entitlement.RepositoryPath]entitlement.Root{path: {Tag: "latest"}}
}
