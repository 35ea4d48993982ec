package distr

import (
	"context"
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
	err := a.updateWide(ctx, tenant.ManageGrants, func(tx VendorTx, room CustomerTx, at time.Time) (_ []Event, err error) {
		if g, err = added(tx, room, n, at); err != nil {
			return nil, err
		}
		id, err := tenant.NewID("grt", a.vendor.hub.config.Rand)
		if err != nil {
			return nil, err
		}
		g.ID = entitlement.GrantID(id)
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
// moved to any instant. One that ends thereby is told at once as one that has come to
// its end, see [Vendor.RemindExpiries].
func (a *Account) Amend(ctx context.Context, id entitlement.GrantID, change Amendment) (entitlement.Grant, error) {
	var g entitlement.Grant
	err := a.updateWide(ctx, tenant.ManageGrants, func(tx VendorTx, room CustomerTx, at time.Time) ([]Event, error) {
		before, next, err := amended(tx, room, id, change)
		if err != nil {
			return nil, err
		}
		g = next
		if g.Name == before.Name && g.Expires.Equal(before.Expires) && slices.Equal(g.Versions.Terms(), before.Versions.Terms()) {
			return nil, nil
		}
		if err := room.PutGrant(g); err != nil {
			return nil, err
		}
		e, err := happened(GrantAmended, a.id, map[string]any{"before": grantData(before), "after": grantData(g)})
		if err != nil {
			return nil, err
		}
		ended, err := endedBy(tx, room, before, g, at)
		return append([]Event{e}, ended...), err
	})
	return g, err
}

// Grants lists the customer's grants, ended ones too, oldest first.
func (a *Account) Grants(ctx context.Context) (grants []entitlement.Grant, err error) {
	err = a.look(ctx, tenant.SeeCustomer, func(room CustomerView) error {
		grants, err = room.Grants()
		return err
	})
	return grants, err
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
