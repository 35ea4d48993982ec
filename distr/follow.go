package distr

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Move is a version that went where its tag went.
type Move struct {
	Product entitlement.ProductID
	Before  entitlement.Release
	After   entitlement.Release
}

// CatchUp looks at every tag that a version follows, and lets the versions whose
// tag has moved go there. A push through the registry proxy does that by itself;
// this is for tags that are moved past it, so call it now and then. Trouble with
// one version keeps no other from moving; all of it is returned. Who may not let
// versions move is told so whether one would or not, before anything is fetched.
func (v *Vendor) CatchUp(ctx context.Context) (moves []Move, err error) {
	followed := map[entitlement.ProductID][]entitlement.Release{}
	var products []entitlement.Product
	err = v.look(ctx, tenant.ManageProducts, func(view VendorView) error {
		if products, err = view.Products(); err != nil {
			return err
		}
		for _, p := range products {
			releases, err := view.Releases(p.ID)
			if err != nil {
				return err
			}
			for _, r := range releases {
				if r.Follows {
					followed[p.ID] = append(followed[p.ID], r)
				}
			}
		}
		return nil
	})
	if err != nil || len(followed) == 0 {
		return nil, err
	}
	var trouble []error
	for _, p := range products {
		for _, r := range followed[p.ID] {
			move, err := v.catchUp(ctx, p, r)
			if err != nil {
				trouble = append(trouble, fmt.Errorf("following %s %s: %w", p.ID, r.Version, err))
			}
			if move != nil {
				moves = append(moves, *move)
			}
		}
	}
	return moves, errors.Join(trouble...)
}

// catchUp lets one version go where its tag is. It returns nil if it is there.
func (v *Vendor) catchUp(ctx context.Context, p entitlement.Product, before entitlement.Release) (*Move, error) {
	if v.hub.config.Walker == nil {
		return nil, fmt.Errorf("%w: following a tag needs a Walker in distr.Config", tenant.ErrInvalid)
	}
	for {
		found, err := v.moved(ctx, before)
		if err != nil || len(found.closures) == 0 {
			return nil, err
		}
		after := before
		after.Revision++
		after.Roots = found.rootsAfter(before)
		moved := false
		err = v.update(ctx, tenant.ManageProducts, func(tx VendorTx, _ time.Time) ([]Event, error) {
			moved = false
			now, err := releaseOf(tx, p.ID, before.Version)
			if err != nil {
				return nil, err
			}
			if now.Revision != before.Revision {
				// Somebody else moved it meanwhile, perhaps to something
				// newer than what was found here: look again.
				before = now
				return nil, nil
			}
			if err := tx.MoveRelease(p.ID, after, found.closures); err != nil {
				return nil, err
			}
			moved = true
			events, err := one(happened(ReleaseMoved, "", map[string]any{
				"product": p.ID, "version": before.Version, "before": rootsData(before.Roots), "after": rootsData(after.Roots),
			}))
			if err != nil {
				return nil, err
			}
			attached, err := attachAll(tx, p.ID, found.referrers)
			return append(events, attached...), err
		})
		if err != nil {
			return nil, err
		}
		if moved {
			return &Move{Product: p.ID, Before: before, After: after}, nil
		}
	}
}

// moved walks the repositories in which the tag means something else now. A tag
// that is gone has not moved: what was published stays.
func (v *Vendor) moved(ctx context.Context, r entitlement.Release) (find, error) {
	found := newFind()
	for path, root := range r.Roots {
		from, err := v.origin(ctx, path)
		if err != nil {
			return find{}, err
		}
		d, err := v.hub.config.Walker.Digest(ctx, from, path, root.Tag)
		switch {
		case errors.Is(err, tenant.ErrNotFound), err == nil && d == root.Digest:
			continue
		case err != nil:
			return find{}, err
		}
		if err := v.walkOne(ctx, found, path, d.String()); err != nil {
			return find{}, err
		}
	}
	return found, nil
}

// rootsAfter is where a release begins once it has moved.
func (f find) rootsAfter(before entitlement.Release) map[entitlement.RepositoryPath]entitlement.Root {
	roots := map[entitlement.RepositoryPath]entitlement.Root{}
	for path, root := range before.Roots {
		if c, moved := f.closures[path]; moved {
			root.Digest = c.Root
		}
		roots[path] = root
	}
	return roots
}
