package distr

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Published is a release and what it consists of, per repository.
type Published struct {
	Product   entitlement.ProductID
	Release   entitlement.Release
	Closures  map[entitlement.RepositoryPath]entitlement.Closure
	Referrers map[entitlement.RepositoryPath][]entitlement.Referrer
}

// Publish pins a version: it finds out what the tag means now in each of the
// product's repositories, walks and verifies everything below, and keeps it, with
// the signatures and whatever else refers to it. From then on the version is
// that, whatever becomes of the tag. An empty tag is the version's own name; under
// that it is pulled in any case.
//
// If anything is missing in one of the repositories, nothing is published. The
// same digests again are fine, and find what refers to them by now; others are a
// tenant.ErrConflict.
func (v *Vendor) Publish(ctx context.Context, id entitlement.ProductID, version, tag string) (Published, error) {
	return v.PublishRelease(ctx, NewRelease{Product: id, Version: version, Tag: tag})
}

// Follow publishes a version that goes where its tag goes, such as a nightly
// build: each time the tag has moved, the version consists of what it means now,
// and what it was before stays part of it. See [Vendor.CatchUp].
func (v *Vendor) Follow(ctx context.Context, id entitlement.ProductID, version, tag string) (Published, error) {
	return v.PublishRelease(ctx, NewRelease{Product: id, Version: version, Tag: tag, Follows: true})
}

// NewRelease is what is to be published.
type NewRelease struct {
	Product entitlement.ProductID
	Version string
	Tag     string // default: the version's own name
	Follows bool   // as by [Vendor.Follow]
	Notify  bool   // the people of customers who hold the version are told by letter
}

// PublishRelease is [Vendor.Publish] or [Vendor.Follow], and can let the people of
// customers who hold the version know. What was published before is news to nobody.
func (v *Vendor) PublishRelease(ctx context.Context, n NewRelease) (Published, error) {
	id, next, tag := n.Product, entitlement.Release{Version: n.Version, Follows: n.Follows}, n.Tag
	p, tag, err := v.mayPublish(ctx, id, next.Version, tag)
	if err != nil {
		return Published{}, err
	}
	found, err := v.walk(ctx, p, tag)
	if err != nil {
		return Published{}, fmt.Errorf("publishing %s %s: %w", id, next.Version, err)
	}
	if err := v.unmoved(ctx, found, tag); err != nil {
		return Published{}, fmt.Errorf("publishing %s %s: %w", id, next.Version, err)
	}
	out := Published{Product: id, Closures: found.closures, Referrers: found.referrers}
	err = v.update(ctx, tenant.ManageProducts, func(tx VendorTx, at time.Time) ([]Event, error) {
		out.Release = next
		out.Release.At, out.Release.Roots = at, found.roots(tag)
		before, err := sameRelease(tx, id, out.Release)
		if err != nil {
			return nil, err
		}
		var events []Event
		if before != nil {
			out.Release = *before
		} else {
			if err := tx.PutRelease(id, out.Release, found.closures); err != nil {
				return nil, err
			}
			data := map[string]any{
				"product": id, "version": next.Version, "roots": rootsData(out.Release.Roots), "follows": next.Follows,
			}
			if n.Notify {
				data["notify"] = true
			}
			if events, err = one(happened(ReleasePublished, "", data)); err != nil {
				return nil, err
			}
		}
		attached, err := attachAll(tx, id, found.referrers)
		return append(events, attached...), err
	})
	return out, err
}

// mayPublish checks what is asked for before anything is walked. The tag is the
// one that was named, or the version's own.
func (v *Vendor) mayPublish(ctx context.Context, id entitlement.ProductID, version, tag string) (p entitlement.Product, from string, err error) {
	if v.hub.config.Walker == nil {
		return p, "", fmt.Errorf("%w: publishing needs a Walker in distr.Config", tenant.ErrInvalid)
	}
	if err := entitlement.CheckVersion(version); err != nil {
		return p, "", invalid(err)
	}
	if tag == "" {
		tag = entitlement.TagFor(version)
	}
	if err := entitlement.CheckTag(tag); err != nil {
		return p, "", invalid(err)
	}
	err = v.look(ctx, tenant.ManageProducts, func(view VendorView) error {
		p, err = product(view, id)
		return err
	})
	return p, tag, err
}

// rootsData is where a release begins, as an event shows it.
func rootsData(roots map[entitlement.RepositoryPath]entitlement.Root) map[entitlement.RepositoryPath]any {
	data := map[entitlement.RepositoryPath]any{}
	for r, root := range roots {
		data[r] = map[string]any{"tag": root.Tag, "digest": root.Digest}
	}
	return data
}

// sameRelease returns the release of that version if it is there and the same,
// and refuses one that is there and another, or a tag that belongs to another
// version. One that follows its tag is the same wherever the tag is now: to go
// there is CatchUp's.
func sameRelease(view VendorView, id entitlement.ProductID, next entitlement.Release) (*entitlement.Release, error) {
	releases, err := view.Releases(id)
	if err != nil {
		return nil, err
	}
	for _, old := range releases {
		for _, r := range slices.Sorted(maps.Keys(next.Roots)) {
			was, is := old.Roots[r], next.Roots[r]
			switch {
			case old.Version == next.Version && old.Follows != next.Follows:
				return nil, fmt.Errorf("%s %s: %w; a version follows its tag from the beginning or never: publish this as another version", id, old.Version, tenant.ErrConflict)
			case old.Version == next.Version && (was.Tag != is.Tag || was.Digest != is.Digest && !old.Follows):
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
