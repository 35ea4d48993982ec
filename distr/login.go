package distr

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// SetGrantLogin gives a grant a login of its own at the upstream registry: what
// the grant allows is fetched with it. The zero login takes it away again. The
// customer never sees it.
func (a *Account) SetGrantLogin(ctx context.Context, id entitlement.GrantID, l entitlement.Login) error {
	sealed, err := a.vendor.sealLogin(l, sealedGrantLogin, string(a.id), string(id))
	if err != nil {
		return err
	}
	return a.update(ctx, tenant.ManageGrants, func(room CustomerTx, _ time.Time) ([]Event, error) {
		if _, err := room.Grant(id); err != nil {
			return nil, err
		}
		before, err := room.Logins()
		if err != nil {
			return nil, err
		}
		was, had := before[id]
		switch {
		case !l.IsZero():
			err = room.PutLogin(id, sealed)
		case had:
			err = room.RemoveLogin(id)
		default:
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return one(happened(GrantLoginChanged, a.id, map[string]any{"grant": id, "before": was.Username, "after": l.Username}))
	})
}

// Origin is where a repository lies, and how to log in there: with the login
// that the customer's grant brings along, else with that of the repository. It
// is the zero origin when no upstream is set.
func (v *Vendor) Origin(ctx context.Context, p tenant.Principal, repository string, grant entitlement.GrantID) (entitlement.Origin, error) {
	o, err := v.origin(ctx, entitlement.RepositoryPath(repository))
	if err != nil || grant == "" || p.Side != tenant.CustomerSide {
		return o, err
	}
	r, err := v.held.resident(ctx, p.Customer)
	if err != nil {
		return entitlement.Origin{}, err
	}
	if own, brings := r.logins[grant]; brings {
		o.Login, err = v.openLogin(own, sealedGrantLogin, string(p.Customer), string(grant))
	}
	return o, err
}

// origin is where a repository lies, with the vendor's own login.
func (v *Vendor) origin(ctx context.Context, r entitlement.RepositoryPath) (entitlement.Origin, error) {
	if err := v.held.refresh(ctx); err != nil {
		return entitlement.Origin{}, err
	}
	shelf, err := v.held.shelf(ctx)
	if err != nil {
		return entitlement.Origin{}, err
	}
	u, own := shelf.upstreams[r]
	if !own {
		u = shelf.upstreams[""]
	}
	o := u.Origin
	o.Login, err = v.openLogin(u.Login, sealedUpstream, string(u.Repository))
	return o, err
}

func (v *Vendor) sealLogin(l entitlement.Login, kind string, names ...string) (SealedLogin, error) {
	if l.IsZero() {
		return SealedLogin{}, nil
	}
	sealed, err := v.seal([]byte(l.Reveal()), kind, names...)
	return SealedLogin{Username: l.Username, Password: sealed}, err
}

func (v *Vendor) openLogin(l SealedLogin, kind string, names ...string) (entitlement.Login, error) {
	if l.Password == nil {
		return entitlement.Login{}, nil
	}
	password, err := v.open(l.Password, kind, names...)
	if err != nil {
		return entitlement.Login{}, err
	}
	return entitlement.NewLogin(l.Username, string(password)), nil
}

// sameUpstream says whether nothing has changed. What is sealed anew is another
// value, so a login that is given is always a change.
func sameUpstream(a, b Upstream) bool {
	return a.Origin.Registry == b.Origin.Registry && a.Origin.Repository == b.Origin.Repository &&
		slices.Equal(a.Origin.TokenHosts, b.Origin.TokenHosts) && slices.Equal(a.Origin.RedirectHosts, b.Origin.RedirectHosts) &&
		a.Login.Username == b.Login.Username && bytes.Equal(a.Login.Password, b.Login.Password)
}
