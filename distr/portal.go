package distr

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Portal is the customer's portal as it is in effect: by what is set for all, and
// by what is set for this customer.
func (a *Account) Portal(ctx context.Context) (p tenant.Portal, err error) {
	err = a.lookWide(ctx, tenant.SeeCustomer, func(view VendorView, room CustomerView) error {
		c, err := room.Customer()
		if err != nil {
			return err
		}
		settings, err := view.Settings()
		p = settings.PortalOf(c)
		return err
	})
	return p, err
}

// SetPortal opens or closes the customer's portal. While something is set for all
// customers that decides in its place it is a tenant.ErrConflict: what is set for
// the customer stands as it is, and is in effect again when that is set back.
func (a *Account) SetPortal(ctx context.Context, open bool) (tenant.Customer, error) {
	return a.editPortal(ctx, tenant.SetPortal, portalCounts, func(c *tenant.Customer) { c.Portal = open })
}

// SetPortalVersion says which of the two portals the customer has. It is a
// tenant.ErrConflict while the portal is closed, and for a vendor who has the New
// one only.
func (a *Account) SetPortalVersion(ctx context.Context, version tenant.PortalVersion) (tenant.Customer, error) {
	return a.editPortal(ctx, tenant.SetPortalVersion, portalVersionCounts, func(c *tenant.Customer) { c.PortalVersion = version })
}

// portalCounts is nil if what is set for one customer says whether the portal is open.
func portalCounts(p tenant.Portal) error {
	if p.Source != tenant.FromCustomer {
		return overridden(p)
	}
	return nil
}

// portalVersionCounts is nil if what is set for one customer says which portal it is.
func portalVersionCounts(p tenant.Portal) error {
	switch {
	case p.Source == tenant.FromMode:
		return overridden(p)
	case !p.Open:
		return fmt.Errorf("%w: the customer's portal is closed; open it, and then say which one it is", tenant.ErrConflict)
	}
	return nil
}

// overridden is why nothing can be set for one customer.
func overridden(p tenant.Portal) error {
	why := "the portal is open for all customers"
	if p.Source == tenant.FromMode {
		why = "every customer has the New portal"
	}
	return fmt.Errorf("%w: overridden: %s; what is set for this customer counts when that is set back", tenant.ErrConflict, why)
}

func (a *Account) editPortal(ctx context.Context, do tenant.Action, counts func(tenant.Portal) error, set func(*tenant.Customer)) (tenant.Customer, error) {
	return a.editDoor(ctx, do, func(tx VendorTx, c *tenant.Customer, _ time.Time) ([]Event, error) {
		settings, err := tx.Settings()
		if err != nil {
			return nil, err
		}
		if err := counts(settings.PortalOf(*c)); err != nil {
			return nil, err
		}
		was := *c
		set(c)
		if was.Portal == c.Portal && was.PortalVersion == c.PortalVersion {
			return nil, nil
		}
		return changed(PortalChanged, a.id, portalData(was), portalData(*c))
	})
}

func portalData(c tenant.Customer) map[string]any {
	return map[string]any{"open": c.Portal, "version": c.PortalVersion}
}
