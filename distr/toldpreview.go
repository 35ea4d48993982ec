package distr

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// mayLookAt says whether the actor may see what could be seen at that instant. What
// has been published since something ended would be among it.
func (v *Vendor) mayLookAt(at, now time.Time) error {
	if v.concealed() && at.Before(now) {
		return fmt.Errorf("%w: %s is over, and only the vendor's own people look back; leave the instant away for now", tenant.ErrForbidden, at.Format(time.RFC3339))
	}
	return nil
}

// toldHolding is what is held as the actor is told: grants that have not begun show
// nothing yet, at whatever instant.
func (v *Vendor) toldHolding(h entitlement.Holding, now time.Time) entitlement.Holding {
	if v.concealed() {
		h.Grants = slices.DeleteFunc(slices.Clone(h.Grants), func(g entitlement.Grant) bool { return g.Starts.After(now) })
	}
	return h
}

// hides says whether a repository in which the customer stands so is not there for the
// actor.
func (v *Vendor) hides(s Standing) bool {
	return v.concealed() && !s.Visible && s.Reason != entitlement.Expired
}

// toldProducts takes from products the names of the repositories that are not shown.
func (v *Vendor) toldProducts(products map[entitlement.ProductID]ProductPreview) {
	if !v.concealed() {
		return
	}
	for id, p := range products {
		p.Product.Repositories = make([]entitlement.RepositoryPath, len(p.Repositories))
		for i, r := range p.Repositories {
			p.Product.Repositories[i] = r.Repository
		}
		products[id] = p
	}
}
