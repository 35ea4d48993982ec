package distr

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Vendor is a handle on one vendor: its customers, products and staff. It is
// safe to share. It fits registryproxy.Gatekeeper.
type Vendor struct {
	hub   *Hub
	id    tenant.VendorID
	actor Actor
	held  *snapshot
}

// ID names the vendor.
func (v *Vendor) ID() tenant.VendorID { return v.id }

// As returns the same handle in the hands of somebody. Changes are written down
// under that name; a handle that is in nobody's hands changes nothing.
func (v *Vendor) As(a Actor) *Vendor {
	held := *v
	held.actor = a
	return &held
}

// errUnchanged ends an Update that found nothing to do.
var errUnchanged = errors.New("nothing to change")

// update is the one way in which anything changes. fn returns what happened
// along with its changes, and both are kept in one transaction. A change that
// says nothing about itself is not kept.
func (v *Vendor) update(ctx context.Context, fn func(tx VendorTx, at time.Time) ([]Event, error)) error {
	if err := v.mayChange(); err != nil {
		return err
	}
	at := v.hub.now()
	err := v.hub.store.Update(ctx, v.id, func(tx VendorTx) error {
		events, err := fn(tx, at)
		if err != nil {
			return err
		}
		if len(events) == 0 {
			return errUnchanged
		}
		for _, e := range events {
			id, err := tenant.NewID("evt", v.hub.config.Rand)
			if err != nil {
				return err
			}
			e.ID, e.Time, e.Actor = EventID(id), at, v.actor
			if err := tx.Append(e); err != nil {
				return fmt.Errorf("writing down %s: %w", e.Kind, err)
			}
		}
		return nil
	})
	v.held.doubt()
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// mayChange says why nothing can be changed by this handle, if so.
func (v *Vendor) mayChange() error {
	if v.actor.Name == "" {
		return fmt.Errorf("%w: a change needs somebody who makes it; use As on the vendor's handle", tenant.ErrForbidden)
	}
	return tenant.CheckID("vendor", string(v.id))
}

// view reads one consistent state of the vendor's room.
func (v *Vendor) view(ctx context.Context, fn func(VendorView) error) error {
	if err := tenant.CheckID("vendor", string(v.id)); err != nil {
		return err
	}
	return v.hub.store.View(ctx, v.id, fn)
}

// Events lists what happened, oldest first.
func (v *Vendor) Events(ctx context.Context, q EventQuery) (events []Event, err error) {
	err = v.view(ctx, func(view VendorView) error {
		events, err = view.Events(q)
		return err
	})
	return events, err
}
