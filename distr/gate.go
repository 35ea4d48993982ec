package distr

import (
	"context"
	"fmt"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Authenticate says who a token belongs to. A token of another vendor, of no
// customer, one that is wrong or was revoked, is a tenant.ErrUnauthenticated, and so
// is any of a customer who is archived, or whose access level stops pulls.
func (v *Vendor) Authenticate(ctx context.Context, t tenant.Token) (tenant.Principal, error) {
	claim := t.Claim()
	if claim.Vendor != v.id {
		return tenant.Principal{}, fmt.Errorf("%w: the token is for another vendor's registry", tenant.ErrUnauthenticated)
	}
	c, err := v.credential(ctx, claim)
	if err != nil {
		return tenant.Principal{}, err
	}
	at := v.hub.now()
	if !c.Matches(t, at) {
		if c.Live(at) {
			return tenant.Principal{}, errUnknownToken
		}
		return tenant.Principal{}, errRevoked
	}
	// Only who holds the token hears that.
	if err := v.held.stopped(ctx, c.of); err != nil {
		return tenant.Principal{}, err
	}
	c.use.note(at)
	claim.Rotated = c.Generation()
	return claim, nil
}

var (
	// One text whatever part of a claim is wrong: who holds no token learns
	// nothing about which customers there are.
	errUnknownToken = fmt.Errorf("%w: the token is not known", tenant.ErrUnauthenticated)
	errRevoked      = fmt.Errorf("%w: the token was revoked", tenant.ErrUnauthenticated)
	errRotated      = fmt.Errorf("%w: the token was replaced by another", tenant.ErrUnauthenticated)
)

// credential looks up what a principal names, live or not.
func (v *Vendor) credential(ctx context.Context, p tenant.Principal) (c knownCredential, err error) {
	if err := v.held.refresh(ctx); err != nil {
		return c, err
	}
	switch p.Side {
	case tenant.CustomerSide:
		r, err := v.held.resident(ctx, p.Customer)
		if err != nil && !absent(err) {
			return c, err
		}
		if err == nil {
			c = r.credentials[p.Credential]
		}
	case tenant.VendorSide:
		staff, err := v.held.staffCredentials(ctx)
		if err != nil {
			return c, err
		}
		c = staff[p.Credential]
	case tenant.OperatorSide: // has no token
	}
	if c.ID == "" {
		return c, errUnknownToken
	}
	return c, nil
}

// standing checks that a principal may still speak: its credential is there and
// was neither revoked nor rotated since the principal was made, and nothing stops the
// customer.
func (v *Vendor) standing(ctx context.Context, p tenant.Principal) error {
	if p.Vendor != v.id {
		return errUnknownToken
	}
	c, err := v.credential(ctx, p)
	if err != nil {
		return err
	}
	at := v.hub.now()
	if !c.Live(at) {
		return errRevoked
	}
	if p.Rotated != c.Generation() {
		return errRotated
	}
	if err := v.held.stopped(ctx, c.of); err != nil {
		return err
	}
	c.use.note(at)
	return nil
}

// Repositories lists, sorted, the repositories in which the principal holds
// anything now; all of the vendor's for its staff.
func (v *Vendor) Repositories(ctx context.Context, p tenant.Principal) ([]string, error) {
	if err := v.standing(ctx, p); err != nil {
		return nil, err
	}
	shelf, err := v.held.shelf(ctx)
	if err != nil {
		return nil, err
	}
	names := []string{}
	for _, r := range shelf.sorted {
		h, err := v.holding(ctx, p, r)
		if err != nil {
			return nil, err
		}
		if h.Any(v.hub.now()) {
			names = append(names, string(r))
		}
	}
	return names, nil
}

// Holding is what the principal holds of the product that has the repository,
// prepared for the repository's contents. A principal whose credential has been
// revoked, or whose customer is stopped, is a tenant.ErrUnauthenticated, a repository that no product has a
// tenant.ErrNotFound.
func (v *Vendor) Holding(ctx context.Context, p tenant.Principal, repository string) (entitlement.Holding, *entitlement.Contents, error) {
	if err := v.standing(ctx, p); err != nil {
		return entitlement.Holding{}, nil, err
	}
	h, err := v.holding(ctx, p, entitlement.RepositoryPath(repository))
	if err != nil {
		return entitlement.Holding{}, nil, err
	}
	return h, h.Contents(), nil
}

func (v *Vendor) holding(ctx context.Context, p tenant.Principal, r entitlement.RepositoryPath) (entitlement.Holding, error) {
	if p.Side == tenant.CustomerSide {
		return v.held.holding(ctx, p.Customer, r)
	}
	product, contents, err := v.held.contents(ctx, r)
	if err != nil {
		return entitlement.Holding{}, err
	}
	all := entitlement.Grant{ID: "staff", Product: product.ID, Versions: entitlement.All()}
	return entitlement.Holding{Product: product, Grants: []entitlement.Grant{all}}.Over(contents), nil
}

func noRepository(r string) error {
	return fmt.Errorf("repository %q: %w; no product has it", r, tenant.ErrNotFound)
}
