package distr

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Published is a release and what it consists of, per repository.
type Published struct {
	Product  entitlement.ProductID
	Release  entitlement.Release
	Closures map[entitlement.RepositoryPath]entitlement.Closure
}

// Publish pins a version: it finds out what the tag means now in each of the
// product's repositories, walks and verifies everything below, and keeps it. From
// then on the version is that, whatever becomes of the tag. An empty tag is the
// version's own name; under that it is pulled in any case.
//
// If anything is missing in one of the repositories, nothing is published. The
// same digests again are fine and change nothing; others are a
// tenant.ErrConflict.
func (v *Vendor) Publish(ctx context.Context, id entitlement.ProductID, version, tag string) (Published, error) {
	if v.hub.config.Walker == nil {
		return Published{}, fmt.Errorf("%w: publishing needs a Walker in distr.Config", tenant.ErrInvalid)
	}
	if err := entitlement.CheckVersion(version); err != nil {
		return Published{}, invalid(err)
	}
	if tag == "" {
		tag = entitlement.TagFor(version)
	}
	if err := entitlement.CheckTag(tag); err != nil {
		return Published{}, invalid(err)
	}
	var p entitlement.Product
	if err := v.view(ctx, func(view VendorView) (err error) {
		p, err = product(view, id)
		return err
	}); err != nil {
		return Published{}, err
	}
	found, err := v.walk(ctx, p, tag)
	if err != nil {
		return Published{}, fmt.Errorf("publishing %s %s: %w", id, version, err)
	}
	out := Published{Product: id, Closures: found}
	err = v.update(ctx, func(tx VendorTx, at time.Time) ([]Event, error) {
		out.Release = entitlement.Release{Version: version, At: at, Roots: map[entitlement.RepositoryPath]entitlement.Root{}}
		for r, c := range found {
			out.Release.Roots[r] = entitlement.Root{Tag: tag, Digest: c.Root}
		}
		before, err := sameRelease(tx, id, out.Release)
		if err != nil {
			return nil, err
		}
		if before != nil {
			out.Release = *before
			return nil, nil
		}
		if err := tx.PutRelease(id, out.Release, found); err != nil {
			return nil, err
		}
		roots := map[entitlement.RepositoryPath]any{}
		for r, root := range out.Release.Roots {
			roots[r] = map[string]any{"tag": root.Tag, "digest": root.Digest}
		}
		return one(happened(ReleasePublished, "", map[string]any{"product": id, "version": version, "roots": roots}))
	})
	return out, err
}

// walk finds out what the tag means in every repository of the product. All that
// is missing is said at once, so that the vendor pushes once more and not once
// per repository.
func (v *Vendor) walk(ctx context.Context, p entitlement.Product, tag string) (map[entitlement.RepositoryPath]entitlement.Closure, error) {
	found := map[entitlement.RepositoryPath]entitlement.Closure{}
	var missing []error
	for _, r := range p.Repositories {
		c, err := v.hub.config.Walker.Walk(ctx, r, tag)
		if errors.Is(err, tenant.ErrNotFound) {
			missing = append(missing, err)
			continue
		}
		if err != nil {
			return nil, err
		}
		found[r] = c
	}
	return found, errors.Join(missing...)
}

// sameRelease returns the release of that version if it is there and the same,
// and refuses one that is there and another, or a tag that belongs to another
// version.
func sameRelease(view VendorView, id entitlement.ProductID, next entitlement.Release) (*entitlement.Release, error) {
	releases, err := view.Releases(id)
	if err != nil {
		return nil, err
	}
	for _, old := range releases {
		for _, r := range slices.Sorted(maps.Keys(next.Roots)) {
			was, is := old.Roots[r], next.Roots[r]
			switch {
			case old.Version == next.Version && was != is:
				return nil, fmt.Errorf("%s %s: %w; it was published at %s as %s (%s) in %s, and tag %s is now %s: what is published never changes, publish this as another version",
					id, old.Version, tenant.ErrConflict, old.At.Format(time.RFC3339), was.Tag, was.Digest, r, is.Tag, is.Digest)
			case old.Version != next.Version:
				if taken := shared(was.Names(old.Version), is.Names(next.Version)); taken != "" {
					return nil, fmt.Errorf("tag %s of %s: %w; it belongs to version %s, and a tag stays with its version: push under another tag and publish that", taken, r, tenant.ErrConflict, old.Version)
				}
			}
		}
		if old.Version == next.Version {
			return &old, nil
		}
	}
	return nil, nil
}

// shared is a name that is in both lists, or "".
func shared(a, b []string) string {
	if i := slices.IndexFunc(a, func(name string) bool { return slices.Contains(b, name) }); i >= 0 {
		return a[i]
	}
	return ""
}
