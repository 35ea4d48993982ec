package storetest

import (
	"fmt"
	"maps"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A follower keeps what a vendor's room holds, and reloads only what Changed
// names.
type follower struct {
	since  distr.Version
	vendor string // products and staff
	rooms  map[tenant.CustomerID]string
	shelf  map[entitlement.ProductID]string // releases
}

// follow lets a follower run beside those who write, and compares what it has in
// the end with what a newcomer loads.
func follow(t T, s distr.Store) {
	const writers, each = 2, 20
	f := &follower{rooms: map[tenant.CustomerID]string{}, shelf: map[entitlement.ProductID]string{}}
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
	newcomer := &follower{rooms: map[tenant.CustomerID]string{}, shelf: map[entitlement.ProductID]string{}}
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

// run follows until all writers are through, and then once more.
func (f *follower) run(t T, s distr.Store, done <-chan struct{}, writers int) error {
	for ended := 0; ; {
		if err := f.step(t, s); err != nil {
			return err
		}
		if ended == writers {
			return nil
		}
		select {
		case <-done:
			ended++
		default:
		}
	}
}

func (f *follower) step(t T, s distr.Store) error {
	changes, err := s.Changed(t.Context(), acme, f.since)
	if err != nil {
		return err
	}
	if changes.Version < f.since {
		return fmt.Errorf("the version fell from %d to %d", f.since, changes.Version)
	}
	if changes.Version == f.since {
		return nil // nothing can have changed
	}
	f.since = changes.Version
	return f.load(t, s, changes)
}

// load reads what has changed. It may see more than that: what came since will
// be named the next time.
func (f *follower) load(t T, s distr.Store, changes distr.Changes) error {
	var vendor string
	var rooms map[tenant.CustomerID]string
	var shelf map[entitlement.ProductID]string
	err := s.View(t.Context(), acme, func(v distr.VendorView) error {
		vendor, rooms, shelf = f.vendor, map[tenant.CustomerID]string{}, map[entitlement.ProductID]string{}
		if changes.All || changes.Vendor {
			l := roomLines(v)
			vendor = l["VendorView.Products"] + l["VendorView.StaffCredentials"]
		}
		if changes.All {
			customers, err := v.Customers(distr.CustomerQuery{})
			if err != nil {
				return err
			}
			products, err := v.Products()
			if err != nil {
				return err
			}
			changes.Customers = ids(customers, func(c tenant.Customer) tenant.CustomerID { return c.ID })
			changes.Products = ids(products, func(p entitlement.Product) entitlement.ProductID { return p.ID })
		}
		for _, id := range changes.Customers {
			room, err := v.Open(id)
			if err != nil {
				return err
			}
			l := lines{}
			for _, r := range customerReadings() {
				got, err := r.get(room)
				l.read(r.method, got, err)
			}
			rooms[id] = fmt.Sprint(l)
		}
		for _, id := range changes.Products {
			releases, err := v.Releases(id)
			if err != nil {
				return err
			}
			shelf[id] = text(releases)
		}
		return nil
	})
	f.vendor = vendor
	maps.Copy(f.rooms, rooms)
	maps.Copy(f.shelf, shelf)
	return err
}
