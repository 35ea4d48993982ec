package distr

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// added is the grant that comes of what a vendor says, checked against all
// that stands. It has no ID yet.
func added(view VendorView, room CustomerView, n NewGrant, at time.Time) (entitlement.Grant, error) {
	g := entitlement.Grant{
		Name: n.Name, Product: n.Product, Versions: n.Versions, Expires: instant(n.Expires), Created: at,
	}
	held, err := room.Grants()
	if err != nil {
		return g, err
	}
	if g.Name == "" {
		g.Name = freeName(held, string(g.Product))
	}
	return g, checkGrant(view, held, g, entitlement.Versions{})
}

// amended is a grant before and after an edit, checked against all that stands.
func amended(view VendorView, room CustomerView, id entitlement.GrantID, change Amendment) (before, next entitlement.Grant, err error) {
	if before, err = room.Grant(id); err != nil {
		return before, next, err
	}
	next = before
	next.Versions = before.Versions.Plus(change.Add)
	if change.Name != "" {
		next.Name = change.Name
	}
	if change.Expires != nil {
		next.Expires = instant(*change.Expires)
	}
	if next, err = before.Amend(next); err != nil {
		return before, next, invalid(err)
	}
	held, err := room.Grants()
	if err != nil {
		return before, next, err
	}
	return before, next, checkGrant(view, held, next, before.Versions)
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
