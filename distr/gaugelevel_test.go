package distr

import (
	"context"

	"github.com/seed361c4c3e/distr-go/license"
)

// SetGauge sets the gauge of a customer's assets, as whoever adds and archives assets
// does in the same update.
func SetGauge(ctx context.Context, a *Account, used int64) error {
	v := a.vendor
	return v.hub.store.Update(ctx, v.id, func(tx VendorTx) error {
		room, err := tx.Edit(a.id)
		if err != nil {
			return err
		}
		alerts, err := gauge(room, license.PerAsset, used, v.hub.now())
		if err != nil || len(alerts) == 0 {
			return err
		}
		return v.append(tx, v.hub.now(), alerts)
	})
}
