package distr

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// MayPush says whether the principal may write to the repository: the vendor's
// own people may, to those that a product has.
func (v *Vendor) MayPush(ctx context.Context, p tenant.Principal, repository string) error {
	if err := v.standing(ctx, p); err != nil {
		return err
	}
	if p.Side != tenant.VendorSide {
		return fmt.Errorf("%w: only the vendor's own people write to the registry", tenant.ErrForbidden)
	}
	shelf, err := v.held.shelf(ctx)
	if err != nil {
		return err
	}
	if _, ok := shelf.products[entitlement.RepositoryPath(repository)]; !ok {
		return noRepository(repository)
	}
	return nil
}

// MayMove says whether a tag may mean the digest from now on. A tag of a
// published version stays where it is, or customers and the vendor would mean two
// things by one name, unless the version follows it.
func (v *Vendor) MayMove(ctx context.Context, repository, tag string, d entitlement.Digest) error {
	r := entitlement.RepositoryPath(repository)
	if err := v.held.refresh(ctx); err != nil {
		return err
	}
	p, contents, err := v.held.contents(ctx, r)
	if err != nil {
		return err
	}
	version, is, published := contents.Tag(tag)
	if !published || is == d {
		return nil
	}
	release, err := v.release(ctx, p.ID, version)
	if err != nil {
		return err
	}
	if release.Follows && release.Roots[r].Tag == tag {
		return nil
	}
	return fmt.Errorf("tag %s of %s: %w; it is version %s, published as %s, and stays that: push under another tag",
		tag, r, tenant.ErrConflict, version, is)
}

// Pushed takes in a manifest that the vendor's people have pushed. If it refers
// to something that is published, whoever holds that holds it too from then on;
// and a version that follows the tag goes there. The list of referrers that
// clients keep under a tag is nothing of its own: it is made of what refers.
func (v *Vendor) Pushed(ctx context.Context, p tenant.Principal, repository string, m entitlement.Push) error {
	if v.hub.config.Walker == nil {
		return nil // nothing was published, and nothing can be
	}
	who, err := v.credential(ctx, p)
	if err != nil {
		return err
	}
	v = v.As(Program(who.Name).From(ViaRegistry, netip.Addr{}))
	r := entitlement.RepositoryPath(repository)
	product, contents, err := v.held.contents(ctx, r)
	if err != nil {
		return err
	}
	if _, known := contents.Find(m.Subject); known && m.Tag != entitlement.FallbackTag(m.Subject) {
		if err := v.attachPushed(ctx, product.ID, r, contents, m); err != nil {
			return fmt.Errorf("attaching %s to %s in %s: %w", m.Digest, m.Subject, r, err)
		}
	}
	version, is, published := contents.Tag(m.Tag)
	if !published || is == m.Digest {
		return nil
	}
	release, err := v.release(ctx, product.ID, version)
	if err != nil || !release.Follows {
		return err
	}
	_, err = v.catchUp(ctx, product, release)
	return err
}

// attachPushed attaches a manifest to what it refers to.
func (v *Vendor) attachPushed(ctx context.Context, p entitlement.ProductID, r entitlement.RepositoryPath, contents *entitlement.Contents, m entitlement.Push) error {
	if !v.mayRefer(r, contents, m.Subject, m.Digest) {
		return nil
	}
	from, err := v.origin(ctx, r)
	if err != nil {
		return err
	}
	c, err := v.hub.config.Walker.Walk(ctx, from, r, m.Digest.String())
	if err != nil {
		return err
	}
	c = alone(c)
	var referrers []entitlement.Referrer
	if c.Subject == m.Subject {
		referrers = append(referrers, entitlement.Referrer{Subject: m.Subject, Closure: c})
	}
	if entitlement.DerivedTag(m.Tag) {
		referrers = append(referrers, entitlement.Referrer{Subject: m.Subject, Tag: m.Tag, Closure: c})
	}
	return v.update(ctx, tenant.ManageProducts, func(tx VendorTx, _ time.Time) ([]Event, error) {
		return attach(tx, p, r, referrers)
	})
}

// release looks a release up.
func (v *Vendor) release(ctx context.Context, p entitlement.ProductID, version string) (r entitlement.Release, err error) {
	err = v.view(ctx, func(view VendorView) error {
		r, err = releaseOf(view, p, version)
		return err
	})
	return r, err
}

func releaseOf(view VendorView, p entitlement.ProductID, version string) (entitlement.Release, error) {
	releases, err := view.Releases(p)
	for _, r := range releases {
		if r.Version == version {
			return r, err
		}
	}
	return entitlement.Release{}, errors.Join(err, fmt.Errorf("version %q of %s: %w", version, p, tenant.ErrNotFound))
}
