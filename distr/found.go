package distr

import (
	"context"
	"errors"
	"fmt"
	"slices"

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
	if err := v.held.refresh(ctx); err != nil {
		return err
	}
	_, contents, err := v.held.contents(ctx, r)
	if err != nil {
		return err
	}
	found.closures[r] = c
	for _, referrer := range referrers {
		own := slices.ContainsFunc(c.Items, func(i entitlement.Item) bool { return i.Digest == referrer.Closure.Root })
		if !own && v.mayRefer(r, contents, referrer.Subject, referrer.Closure.Root) {
			referrer.Closure = alone(referrer.Closure)
			found.referrers[r] = append(found.referrers[r], referrer)
		}
	}
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

// unmoved is an error if the tag means something else by now than what was
// walked. Who pushes while somebody publishes would else be told that all went
// well, and customers would never see it.
func (v *Vendor) unmoved(ctx context.Context, found find, tag string) error {
	for r, c := range found.closures {
		from, err := v.origin(ctx, r)
		if err != nil {
			return err
		}
		now, err := v.hub.config.Walker.Digest(ctx, from, r, tag)
		if err != nil {
			return err
		}
		if now != c.Root {
			return fmt.Errorf("tag %s of %s: %w; it was pushed anew meanwhile: publish again", tag, r, tenant.ErrConflict)
		}
	}
	return nil
}
