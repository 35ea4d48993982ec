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
	return a.editDoor(ctx, tenant.SetAccess, func(_ VendorTx, c *tenant.Customer, _ time.Time) ([]Event, error) {
		before := c.Access
		if _, err := tenant.ParseAccess(string(to)); err != nil || to == before {
			return nil, err
		}
		c.Access = to
		return one(happened(AccessChanged, a.id, map[string]any{"before": before, "after": to}))
	})
}
