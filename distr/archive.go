package distr

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Archive puts the customer aside: it is only looked at, its people do not get in,
// and its tokens are refused, those too that clients hold already. Nothing is lost,
// see [Account.Unarchive]; people and tokens that must not come back with it can be
// taken away meanwhile.
func (a *Account) Archive(ctx context.Context) (tenant.Customer, error) {
	return a.edit(ctx, tenant.ArchiveCustomer, func(_ VendorTx, c *tenant.Customer, at time.Time) ([]Event, error) {
		if !c.Archived.IsZero() {
			return nil, nil
		}
		c.Archived = at
		return one(happened(CustomerArchived, a.id, map[string]any{"name": c.Name}))
	})
}

// Unarchive ends what [Account.Archive] has begun: all is as it was.
func (a *Account) Unarchive(ctx context.Context) (tenant.Customer, error) {
	return a.editDoor(ctx, tenant.ArchiveCustomer, func(_ VendorTx, c *tenant.Customer, _ time.Time) ([]Event, error) {
		if c.Archived.IsZero() {
			return nil, nil
		}
		since := c.Archived
		c.Archived = time.Time{}
		return one(happened(CustomerUnarchived, a.id, map[string]any{"name": c.Name, "archived": since}))
	})
}
