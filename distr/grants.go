package distr

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// NewGrant is what a vendor says of a grant to begin with.
type NewGrant struct {
	Name     string // default: the product's ID, with a number behind it if that is taken
	Product  entitlement.ProductID
	Versions entitlement.Versions
	Expires  time.Time // the first instant at which it no longer holds; zero: never
}

// Grant gives the customer versions of a product, from now on. A version named
// that is not published is a tenant.ErrNotFound that lists those which are; a
// name that another grant of the customer has is a tenant.ErrConflict.
func (a *Account) Grant(ctx context.Context, n NewGrant) (entitlement.Grant, error) {
	var g entitlement.Grant
	err := a.vendor.update(ctx, func(tx VendorTx, at time.Time) ([]Event, error) {
		room, err := tx.Edit(a.id)
		if err != nil {
			return nil, err
		}
		id, err := tenant.NewID("grt", a.vendor.hub.config.Rand)
		if err != nil {
			return nil, err
		}
		g = entitlement.Grant{
			ID: entitlement.GrantID(id), Name: n.Name, Product: n.Product, Versions: n.Versions,
			Expires: instant(n.Expires), Created: at,
		}
		held, err := room.Grants()
		if err != nil {
			return nil, err
		}
		if g.Name == "" {
			g.Name = freeName(held, string(g.Product))
		}
		if err := checkGrant(tx, held, g, entitlement.Versions{}); err != nil {
			return nil, err
		}
		if err := room.PutGrant(g); err != nil {
			return nil, err
		}
		return one(happened(GrantAdded, a.id, grantData(g)))
	})
	return g, err
}

// Amendment is what may change of a grant. What is nil or zero stays.
type Amendment struct {
	Name    string
	Add     entitlement.Versions // joins what stands
	Expires *time.Time           // the zero time is never, a past one ends it now
}

// Amend edits a grant: it can gain versions and not lose any, and its end may be
// moved to any instant.
func (a *Account) Amend(ctx context.Context, id entitlement.GrantID, change Amendment) (entitlement.Grant, error) {
	var g entitlement.Grant
	err := a.vendor.update(ctx, func(tx VendorTx, _ time.Time) ([]Event, error) {
		room, err := tx.Edit(a.id)
		if err != nil {
			return nil, err
		}
		before, err := room.Grant(id)
		if err != nil {
			return nil, err
		}
		next := before
		next.Versions = before.Versions.Plus(change.Add)
		if change.Name != "" {
			next.Name = change.Name
		}
		if change.Expires != nil {
			next.Expires = instant(*change.Expires)
		}
		if g, err = before.Amend(next); err != nil {
			return nil, invalid(err)
		}
		held, err := room.Grants()
		if err != nil {
			return nil, err
		}
		if err := checkGrant(tx, held, g, before.Versions); err != nil {
			return nil, err
		}
		if g.Name == before.Name && g.Expires.Equal(before.Expires) && slices.Equal(g.Versions.Terms(), before.Versions.Terms()) {
			return nil, nil
		}
		if err := room.PutGrant(g); err != nil {
			return nil, err
		}
		return one(happened(GrantAmended, a.id, map[string]any{"before": grantData(before), "after": grantData(g)}))
	})
	return g, err
}

// Grants lists the customer's grants, ended ones too, oldest first.
func (a *Account) Grants(ctx context.Context) (grants []entitlement.Grant, err error) {
	err = a.view(ctx, func(room CustomerView) error {
		grants, err = room.Grants()
		return err
	})
	return grants, err
}

// checkGrant asks what a grant alone cannot know: that its name is free among
// those of the customer, and that the versions it names beyond the old ones are
// published.
func checkGrant(view VendorView, held []entitlement.Grant, g entitlement.Grant, old entitlement.Versions) error {
	if err := tenant.CheckName("grant", g.Name); err != nil {
		return err
	}
	if _, err := product(view, g.Product); err != nil {
		return err
	}
	if err := g.Check(); err != nil {
		return invalid(err)
	}
	for _, other := range held {
		if other.ID != g.ID && (other.Name == g.Name || string(other.ID) == g.Name) {
			return fmt.Errorf("grant %q: %w, the customer has one of that name (%s); amend it, or use another name", g.Name, tenant.ErrConflict, other.ID)
		}
	}
	releases, err := view.Releases(g.Product)
	if err != nil {
		return err
	}
	published := make([]string, len(releases))
	for i, r := range releases {
		published[i] = r.Version
	}
	for _, name := range g.Versions.Names() {
		if slices.Contains(published, name) || slices.Contains(old.Names(), name) {
			continue
		}
		if len(published) == 0 {
			return fmt.Errorf("version %q of %s: %w; nothing of it is published yet", name, g.Product, tenant.ErrNotFound)
		}
		return fmt.Errorf("version %q of %s: %w; there are %s", name, g.Product, tenant.ErrNotFound, shortened(published))
	}
	return nil
}

func freeName(held []entitlement.Grant, wanted string) string {
	name := wanted
	for n := 2; slices.ContainsFunc(held, func(g entitlement.Grant) bool { return g.Name == name }); n++ {
		name = fmt.Sprintf("%s %d", wanted, n)
	}
	return name
}

// grantData is a grant as an event shows it.
func grantData(g entitlement.Grant) map[string]any {
	data := map[string]any{"grant": g.ID, "name": g.Name, "product": g.Product, "versions": g.Versions}
	if !g.Expires.IsZero() {
		data["expires"] = g.Expires
	}
	return data
}

// instant is a time as it is kept.
func instant(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(time.Microsecond)
}
