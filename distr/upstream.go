package distr

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An Upstream is where the bytes of a repository lie, as it is kept.
type Upstream struct {
	Repository entitlement.RepositoryPath // whose; empty: of every repository that has none of its own
	Origin     entitlement.Origin         // without its Login
	Login      SealedLogin                // the zero one: nobody's
}

// A SealedLogin is a login with its password sealed, so that who reads the
// database cannot use it.
type SealedLogin struct {
	Username string
	Password []byte // sealed
}

// SetUpstream says where a repository lies, or, with an empty path, all that have
// no upstream of their own. Without a login in it, the one that was set before
// stays as long as the registry does: a login goes to one registry only. The
// repository need not belong to a product yet.
func (v *Vendor) SetUpstream(ctx context.Context, r entitlement.RepositoryPath, o entitlement.Origin) error {
	if err := checkUpstream(r, o); err != nil {
		return err
	}
	next := Upstream{Repository: r, Origin: o}
	next.Origin.Login = entitlement.Login{}
	given, err := v.sealLogin(o.Login, sealedUpstream, string(r))
	if err != nil {
		return err
	}
	return v.update(ctx, tenant.ManageUpstreams, func(tx VendorTx, _ time.Time) ([]Event, error) {
		before, err := upstreamOf(tx, r)
		if err != nil {
			return nil, err
		}
		next.Login = given
		if o.Login.IsZero() && before.Origin.Registry == o.Registry {
			next.Login = before.Login
		}
		if sameUpstream(before, next) {
			return nil, nil
		}
		if err := tx.PutUpstream(next); err != nil {
			return nil, err
		}
		return one(happened(UpstreamChanged, "", map[string]any{
			"repository": r, "before": upstreamData(before), "after": upstreamData(next), "newLogin": !o.Login.IsZero(),
		}))
	})
}

// RemoveUpstream lets a repository lie where all others do, and forgets the
// login there. It is a tenant.ErrNotFound if it has no upstream of its own.
func (v *Vendor) RemoveUpstream(ctx context.Context, r entitlement.RepositoryPath) error {
	return v.update(ctx, tenant.ManageUpstreams, func(tx VendorTx, _ time.Time) ([]Event, error) {
		before, err := upstreamOf(tx, r)
		if err != nil {
			return nil, err
		}
		if before.Origin.Registry == "" {
			return nil, fmt.Errorf("upstream of %s: %w", nameOfAll(r), tenant.ErrNotFound)
		}
		if err := tx.RemoveUpstream(r); err != nil {
			return nil, err
		}
		return one(happened(UpstreamRemoved, "", map[string]any{"repository": r, "before": upstreamData(before)}))
	})
}

// Upstreams lists where repositories lie, sorted by repository. Passwords are
// left out: nobody is ever shown them.
func (v *Vendor) Upstreams(ctx context.Context) (all []Upstream, err error) {
	err = v.look(ctx, tenant.SeeProducts, func(view VendorView) error {
		all, err = view.Upstreams()
		for i := range all {
			all[i].Login.Password = nil
		}
		return err
	})
	return all, err
}

func checkUpstream(r entitlement.RepositoryPath, o entitlement.Origin) error {
	if r != "" {
		if _, err := entitlement.ParseRepositoryPath(string(r)); err != nil {
			return invalid(err)
		}
	}
	switch err := o.Check(); {
	case err != nil:
		return invalid(err)
	case o.Registry == "":
		return fmt.Errorf("%w upstream of %s: it names no registry", tenant.ErrInvalid, nameOfAll(r))
	case r == "" && o.Repository != "":
		return fmt.Errorf("%w upstream: all repositories cannot lie in the one repository %s; say which of them does", tenant.ErrInvalid, o.Repository)
	}
	return nil
}

// upstreamOf is the zero Upstream if none is set.
func upstreamOf(view VendorView, r entitlement.RepositoryPath) (Upstream, error) {
	all, err := view.Upstreams()
	for _, u := range all {
		if u.Repository == r {
			return u, err
		}
	}
	return Upstream{Repository: r}, err
}

// upstreamData is an upstream as an event shows it.
// upstreamData says where a repository lies, and as whom; nil of what is not set.
func upstreamData(u Upstream) map[string]any {
	if u.Origin.Registry == "" {
		return nil
	}
	data := map[string]any{"registry": u.Origin.Registry}
	if u.Origin.Repository != "" {
		data["path"] = u.Origin.Repository
	}
	if u.Login.Username != "" {
		data["username"] = u.Login.Username
	}
	if len(u.Origin.TokenHosts) > 0 {
		data["tokenHosts"] = u.Origin.TokenHosts
	}
	if len(u.Origin.RedirectHosts) > 0 {
		data["redirectHosts"] = u.Origin.RedirectHosts
	}
	return data
}

func nameOfAll(r entitlement.RepositoryPath) string {
	if r == "" {
		return "all repositories"
	}
	return string(r)
}
