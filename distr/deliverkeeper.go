package distr

import (
	"context"
	"errors"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// KeepDelivering gives a courier all that happens until ctx ends: at once what is
// changed through this hub, within DeliverConfig.Every what other processes change.
// Several may do so for one courier, in one process or many: one delivers at a time.
//
// A courier that fails is left alone for a while, longer each time, and what waits
// for it waits in the store; no change is slower or fails for that. Trouble is
// logged when it begins and when it is over. An error is returned only if the actor
// may not deliver, or if the courier has no name to go by.
func (v *Vendor) KeepDelivering(ctx context.Context, c Courier, conf DeliverConfig) error {
	conf = conf.completed()
	if err := checkCourier(c.Name()); err != nil {
		return err
	}
	if hopeless, err := v.mayNotDeliver(ctx); hopeless {
		return err
	}
	failing := false
	for ctx.Err() == nil {
		told := v.held.told.wait() // before looking, so that nothing falls in between
		n, err := v.deliver(ctx, c, conf)
		if ctx.Err() != nil {
			break
		}
		var later *NotNow
		wait := conf.Every
		switch {
		case errors.As(err, &later):
			wait = min(wait, max(later.Until().Sub(v.hub.now()), time.Millisecond))
		case err != nil && !failing:
			v.hub.config.Log.Warn("events are not delivered; they wait and are tried again", "vendor", v.id, "courier", c.Name(), "error", err)
			failing = true
		case err == nil && n > 0:
			if failing {
				v.hub.config.Log.Info("events are delivered again", "vendor", v.id, "courier", c.Name())
				failing = false
			}
			continue // there may be more
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-told:
		case <-timer.C:
		}
		timer.Stop()
	}
	return nil //nolint:nilerr // what failed was logged, and is tried again by who comes next
}

// mayNotDeliver says whether the actor may not, or there can be no such vendor. A
// store in trouble is no reason not to begin.
func (v *Vendor) mayNotDeliver(ctx context.Context) (bool, error) {
	err := v.look(ctx, tenant.DeliverEvents, func(VendorView) error { return nil })
	return errors.Is(err, tenant.ErrForbidden) || errors.Is(err, tenant.ErrInvalid), err
}
