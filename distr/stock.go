package distr

import (
	"context"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A stock is the contents of one repository, and whether the product's releases
// or what refers to them may have changed since.
type stock struct {
	contents *entitlement.Contents
	outdated bool
}

// contents are what the releases of the product that has the repository consist
// of there, and what refers to that. Releases and referrers are loaded once each,
// however often one is added.
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
	var referrers []entitlement.Referrer
	at, err := s.load(ctx, func(view VendorView) (err error) {
		if pins, err = missing(view, product.ID, r, have.contents); err != nil {
			return err
		}
		referrers, err = view.Referrers(product.ID, r, have.contents.Attached())
		return err
	})
	if err != nil {
		return product, nil, err
	}
	next := have.contents
	if next == nil || len(pins)+len(referrers) > 0 {
		next = next.With(pins, referrers)
	}
	s.keep(at, func() { s.stocked[r] = stock{contents: next} })
	return product, next, nil
}

func (s *snapshot) stock(r entitlement.RepositoryPath) stock {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.stocked[r]
}

// missing are the releases that the contents have not, or not as they are now.
func missing(view VendorView, p entitlement.ProductID, r entitlement.RepositoryPath, have *entitlement.Contents) ([]entitlement.Pinned, error) {
	releases, err := view.Releases(p)
	if err != nil {
		return nil, err
	}
	var pins []entitlement.Pinned
	for _, release := range releases {
		root, here := release.Roots[r]
		revision, known := have.Revision(release.Version)
		if !here || known && revision >= release.Revision {
			continue
		}
		closures, err := view.Closures(p, release.Version, r)
		if err != nil {
			return nil, err
		}
		pins = append(pins, entitlement.Pinned{Version: release.Version, Tag: root.Tag, Revision: release.Revision, Closures: closures})
	}
	return pins, nil
}
