package distr

import (
	"context"
	"maps"
	"slices"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A shelf is all products of a vendor by repository. It is never changed.
type shelf struct {
	products map[entitlement.RepositoryPath]entitlement.Product
	sorted   []entitlement.RepositoryPath
}

func (s *snapshot) shelf(ctx context.Context) (*shelf, error) {
	s.mu.RLock()
	known := s.shelved
	s.mu.RUnlock()
	if known != nil {
		return known, nil
	}
	loaded := &shelf{products: map[entitlement.RepositoryPath]entitlement.Product{}}
	at, err := s.load(ctx, func(view VendorView) error {
		products, err := view.Products()
		for _, p := range products {
			for _, r := range p.Repositories {
				loaded.products[r] = p
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	loaded.sorted = slices.Sorted(maps.Keys(loaded.products))
	s.keep(at, func() { s.shelved = loaded })
	return loaded, nil
}

func (s *snapshot) staffCredentials(ctx context.Context) (map[tenant.CredentialID]tenant.Credential, error) {
	s.mu.RLock()
	known := s.staff
	s.mu.RUnlock()
	if known != nil {
		return known, nil
	}
	loaded := map[tenant.CredentialID]tenant.Credential{}
	at, err := s.load(ctx, func(view VendorView) error {
		credentials, err := view.StaffCredentials()
		for _, c := range credentials {
			loaded[c.ID] = c
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	s.keep(at, func() { s.staff = loaded })
	return loaded, nil
}

// contents are what the releases of the product that has the repository consist
// of there. Releases are loaded once each, however often one is added.
func (s *snapshot) contents(ctx context.Context, r entitlement.RepositoryPath) (entitlement.Product, *entitlement.Contents, error) {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return entitlement.Product{}, nil, err
	}
	product, ok := shelf.products[r]
	if !ok {
		return entitlement.Product{}, nil, noRepository(string(r))
	}
	if have := s.stock(r); have.contents != nil && !have.outdated {
		return product, have.contents, nil
	}
	s.filling.Lock()
	defer s.filling.Unlock()
	have := s.stock(r)
	if have.contents != nil && !have.outdated {
		return product, have.contents, nil
	}
	var pins []entitlement.Pinned
	at, err := s.load(ctx, func(view VendorView) (err error) {
		pins, err = missing(view, product.ID, r, have.contents)
		return err
	})
	if err != nil {
		return product, nil, err
	}
	next := have.contents
	if next == nil || len(pins) > 0 {
		next = next.With(pins...)
	}
	s.keep(at, func() { s.stocked[r] = stock{contents: next} })
	return product, next, nil
}

func (s *snapshot) stock(r entitlement.RepositoryPath) stock {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.stocked[r]
}

// missing are the releases that the contents have not.
func missing(view VendorView, p entitlement.ProductID, r entitlement.RepositoryPath, have *entitlement.Contents) ([]entitlement.Pinned, error) {
	releases, err := view.Releases(p)
	if err != nil {
		return nil, err
	}
	var pins []entitlement.Pinned
	for _, release := range releases {
		root, here := release.Roots[r]
		if !here || have.Has(release.Version) {
			continue
		}
		closure, err := view.Closure(p, release.Version, r)
		if err != nil {
			return nil, err
		}
		pins = append(pins, entitlement.Pinned{Version: release.Version, Tag: root.Tag, Closure: closure})
	}
	return pins, nil
}
