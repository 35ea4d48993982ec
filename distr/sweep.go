package distr

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// SweepLicenses lets what is a gauge, such as the number of assets, begin each new
// period with the level that it stands at, and tells of the thresholds that it has
// reached by that: also when nobody adds or archives anything. It is done once,
// however often it is called and by how many. It returns how many alerts there were.
// Call it every few minutes.
func (v *Vendor) SweepLicenses(ctx context.Context) (n int, err error) {
	for c, err := range walk(ctx, v, tenant.DeliverEvents, v.unswept) {
		if err != nil {
			return n, err
		}
		alerts, err := v.sweepLicenses(ctx, c)
		n += alerts
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// unswept says whether a customer has a gauge that has not begun its period.
func (v *Vendor) unswept(view VendorView, c tenant.Customer) (id tenant.CustomerID, is bool, err error) {
	if !c.Archived.IsZero() {
		return "", false, nil
	}
	room, err := view.Open(c.ID)
	if err != nil {
		return "", false, err
	}
	if is, err = gaugeIsBehind(room, v.hub.now()); err != nil {
		return "", false, fmt.Errorf("customer %s: %w", c.ID, err)
	}
	return c.ID, is, nil
}

// gaugeIsBehind says whether the meter of this period says something else than the
// level of the gauge.
func gaugeIsBehind(room CustomerView, at time.Time) (bool, error) {
	contracts, err := room.Contracts()
	if err != nil || len(contracts) == 0 {
		return false, err
	}
	c, found := license.InForce(contracts, license.PerAsset, at)
	if !found || !c.Terms.Model.Metered() {
		return false, nil
	}
	zone, err := zoneOf(c.Zone)
	if err != nil {
		return false, err
	}
	p, err := c.Cycle(zone).At(at)
	if err != nil {
		return false, err
	}
	level, err := room.Meter(gaugeLevel().contract, gaugeLevel().period)
	if err != nil {
		return false, err
	}
	m, err := room.Meter(c.ID, p.Number)
	return m.Used != level.Used || m.Revision != c.Revision && level.Used > 0, err
}

// sweepLicenses begins a customer's periods. Where a gauge stands is no change, and
// kept also if there is nothing to tell of it.
func (v *Vendor) sweepLicenses(ctx context.Context, id tenant.CustomerID) (n int, err error) {
	at := v.hub.now()
	err = v.hub.store.Update(ctx, v.id, func(tx VendorTx) error {
		n = 0
		if err := v.may(tx, nil, tenant.DeliverEvents); err != nil {
			return err
		}
		room, err := tx.Edit(id)
		if err != nil {
			return err
		}
		alerts, err := reckon(room, at)
		if n = len(alerts); n == 0 || err != nil {
			return err
		}
		return v.append(tx, at, alerts)
	})
	if err != nil {
		return 0, fmt.Errorf("beginning the periods of customer %s: %w", id, err)
	}
	if n > 0 {
		v.held.doubt()
		v.held.told.ring()
	}
	return n, nil
}
