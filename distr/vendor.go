package distr

import (
	"context"
	"errors"
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
	uses  *usageQueue
}

// ID names the vendor.
func (v *Vendor) ID() tenant.VendorID { return v.id }

// As returns the same handle in the hands of somebody. What they may do is asked of
// tenant.May each time, and changes are written down under their name. A handle
// that is in nobody's hands is good for the methods of a gate alone, which go by a
// principal.
func (v *Vendor) As(a Actor) *Vendor {
	held := *v
	held.actor = a
	return &held
}

// errUnchanged ends an Update that found nothing to do.
var errUnchanged = errors.New("nothing to change")

// update changes something of the vendor's, if the actor may do that.
func (v *Vendor) update(ctx context.Context, do tenant.Action, fn func(tx VendorTx, at time.Time) ([]Event, error)) error {
	return v.write(ctx, func(tx VendorTx, at time.Time) ([]Event, error) {
		if err := v.may(tx, nil, do); err != nil {
			return nil, err
		}
		return fn(tx, at)
	})
}

// write is the one way in which anything changes. fn asks whether the actor may,
// and returns what happened along with its changes; both are kept in one
// transaction. A change that says nothing about itself is not kept.
func (v *Vendor) write(ctx context.Context, fn func(tx VendorTx, at time.Time) ([]Event, error)) error {
	if v.actor.Name == "" {
		return errNobody
	}
	if err := tenant.CheckID("vendor", string(v.id)); err != nil {
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
		return v.append(tx, at, events)
	})
	v.held.doubt()
	if errors.Is(err, errUnchanged) {
		return nil
	}
	if err == nil {
		v.held.told.ring()
	}
	return err
}

// look reads something of the vendor's, if the actor may do that.
func (v *Vendor) look(ctx context.Context, do tenant.Action, fn func(VendorView) error) error {
	return v.view(ctx, func(view VendorView) error {
		if err := v.may(view, nil, do); err != nil {
			return err
		}
		return fn(view)
	})
}

// view reads one consistent state of the vendor's room, whoever asks: it is for
// what a gate asks, and for methods that ask may themselves.
func (v *Vendor) view(ctx context.Context, fn func(VendorView) error) error {
	if err := tenant.CheckID("vendor", string(v.id)); err != nil {
		return err
	}
	return v.hub.store.View(ctx, v.id, fn)
}
