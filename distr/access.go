package distr

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// SetAccess sets how far the customer's own people may go, from their next request
// on. Roles stay as they are stored: the level caps them. Invitations that were
// held until the people have access go out with the first level that gives it.
//
// Pulls with the customer's tokens go on whatever the level, unless the vendor has
// set that Disabled stops them, too: see tenant.Settings.StopPulls.
func (a *Account) SetAccess(ctx context.Context, to tenant.Access) (tenant.Customer, error) {
	var c tenant.Customer
	err := a.updateWide(ctx, tenant.SetAccess, func(tx VendorTx, room CustomerTx, _ time.Time) (events []Event, err error) {
		if c, err = room.Customer(); err != nil {
			return nil, err
		}
		before := c.Access
		c.Access = to
		if _, err := tenant.ParseAccess(string(to)); err != nil || to == before {
			return nil, err
		}
		if err := a.keep(tx, room, c); err != nil {
			return nil, err
		}
		return one(happened(AccessChanged, a.id, map[string]any{"before": before, "after": to}))
	})
	if err != nil {
		return tenant.Customer{}, err
	}
	return c, nil
}
