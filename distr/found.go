package distr

import (
	"context"
	"errors"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A find is what a tag means in the repositories of a product.
type find struct {
	closures  map[entitlement.RepositoryPath]entitlement.Closure
	referrers map[entitlement.RepositoryPath][]entitlement.Referrer
}

// walk finds out what the tag means in every repository of the product. All that
// is missing is said at once, so that the vendor pushes once more and not once
// per repository.
func (v *Vendor) walk(ctx context.Context, p entitlement.Product, tag string) (find, error) {
	found := newFind()
	var missing []error
	for _, r := range p.Repositories {
		err := v.walkOne(ctx, found, r, tag)
		if errors.Is(err, tenant.ErrNotFound) {
			missing = append(missing, err)
			continue
		}
		if err != nil {
			return find{}, err
		}
	}
	return found, errors.Join(missing...)
}

func newFind() find {
	return find{
		closures:  map[entitlement.RepositoryPath]entitlement.Closure{},
		referrers: map[entitlement.RepositoryPath][]entitlement.Referrer{},
	}
}

func (v *Vendor) walkOne(ctx context.Context, found find, r entitlement.RepositoryPath, reference string) error {
	from, err := v.origin(ctx, r)
	if err != nil {
		return err
	}
	c, err := v.hub.config.Walker.Walk(ctx, from, r, reference)
	if err != nil {
		return err
	}
	referrers, err := v.hub.config.Walker.Referrers(ctx, from, r, c)
	if err != nil {
		return err
	}
	found.closures[r], found.referrers[r] = c, referrers
	return nil
}

// roots is where a release of what was found begins.
func (f find) roots(tag string) map[entitlement.RepositoryPath]entitlement.Root {
	roots := map[entitlement.RepositoryPath]entitlement.Root{}
	for r, c := range f.closures {
		roots[r] = entitlement.Root{Tag: tag, Digest: c.Root}
	}
	return roots
}
