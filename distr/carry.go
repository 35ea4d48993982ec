package distr

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// carry writes what those do who carry scans out. How far a run has come is no change
// of anything, and seen in its record, so there need not be an event; what there is of
// them is kept along with it.
func (v *Vendor) carry(ctx context.Context, fn func(tx VendorTx, at time.Time) ([]Event, error)) error {
	if err := tenant.CheckID("vendor", string(v.id)); err != nil {
		return err
	}
	at := v.hub.now()
	told := false
	err := v.hub.store.Update(ctx, v.id, func(tx VendorTx) error {
		told = false // it may run again
		if err := v.may(tx, nil, tenant.CarryOutScans); err != nil {
			return err
		}
		events, err := fn(tx, at)
		if err != nil || len(events) == 0 {
			return err
		}
		told = true
		return v.append(tx, at, events)
	})
	if err == nil && told {
		v.held.doubt()
		v.held.told.ring()
	}
	return err
}
