package distr

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Archive puts the customer aside: it is only looked at, its people do not get in,
// and its tokens are refused, those too that clients hold already. Nothing is lost,
// see [Account.Unarchive]; people and tokens that must not come back with it can be
// taken away meanwhile, and licenses be ended. Periods of these that begin meanwhile
// are never charged; those that have begun are charged first.
func (a *Account) Archive(ctx context.Context) (tenant.Customer, error) {
	return a.edit(ctx, tenant.ArchiveCustomer, func(tx VendorTx, c *tenant.Customer, at time.Time) ([]Event, error) {
		if !c.Archived.IsZero() {
			return nil, nil
		}
		begun, err := a.settleAll(tx, at)
		if err != nil {
			return nil, err
		}
		c.Archived = at
		archived, err := one(happened(CustomerArchived, a.id, map[string]any{"name": c.Name}))
		return append(begun, archived...), err
	})
}

// Unarchive ends what [Account.Archive] has begun: all is as it was, and
// licenses are charged again from the next period on.
func (a *Account) Unarchive(ctx context.Context) (tenant.Customer, error) {
	return a.editDoor(ctx, tenant.ArchiveCustomer, func(tx VendorTx, c *tenant.Customer, at time.Time) ([]Event, error) {
		if c.Archived.IsZero() {
			return nil, nil
		}
		since := c.Archived
		if err := a.skip(tx, since, at); err != nil {
			return nil, err
		}
		c.Archived = time.Time{}
		return one(happened(CustomerUnarchived, a.id, map[string]any{"name": c.Name, "archived": since}))
	})
}
