package distr

import (
	"context"
	"maps"
	"slices"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A shelf is all products of a vendor by repository, and where these lie. It is
// never changed.
type shelf struct {
	products  map[entitlement.RepositoryPath]entitlement.Product
	sorted    []entitlement.RepositoryPath
	upstreams map[entitlement.RepositoryPath]Upstream
}

func (s *snapshot) shelf(ctx context.Context) (*shelf, error) {
	s.mu.RLock()
	known := s.shelved
	s.mu.RUnlock()
	if known != nil {
		return known, nil
	}
	loaded := &shelf{
		products:  map[entitlement.RepositoryPath]entitlement.Product{},
		upstreams: map[entitlement.RepositoryPath]Upstream{},
	}
	at, err := s.load(ctx, func(view VendorView) error {
		products, err := view.Products()
		if err != nil {
			return err
		}
		for _, p := range products {
			for _, r := range p.Repositories {
				loaded.products[r] = p
			}
		}
		upstreams, err := view.Upstreams()
		for _, u := range upstreams {
			loaded.upstreams[u.Repository] = u
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

func (s *snapshot) staffCredentials(ctx context.Context) (map[tenant.CredentialID]knownCredential, error) {
	s.mu.RLock()
	known := s.staff
	s.mu.RUnlock()
	if known != nil {
		return known, nil
	}
	loaded := map[tenant.CredentialID]knownCredential{}
	at, err := s.load(ctx, func(view VendorView) error {
		credentials, err := view.StaffCredentials()
		for _, c := range credentials {
			loaded[c.ID] = knownCredential{Credential: c}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	noteUses(&s.hub.uses, tenant.Principal{Side: tenant.VendorSide, Vendor: s.vendor}, loaded)
	s.keep(at, func() { s.staff = loaded })
	return loaded, nil
}
