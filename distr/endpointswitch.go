package distr

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// DisableEndpoint switches an endpoint off: it is told nothing more, and nobody
// waits for it. Where it stood is kept for [Vendor.EnableEndpoint]. One that is off
// stays as it is.
func (v *Vendor) DisableEndpoint(ctx context.Context, id EndpointID, why string) error {
	return v.changeEndpoint(ctx, id, func(tx VendorTx, e *Endpoint, at time.Time) ([]Event, error) {
		if !e.Disabled.IsZero() {
			return nil, nil
		}
		p, err := tx.Post(e.Courier())
		if err != nil {
			return nil, err
		}
		if err := forgetPlace(tx, *e); err != nil {
			return nil, err
		}
		e.Disabled, e.Why, e.Place = at, short(why), p.Seq
		data := endpointData(*e)
		data["why"] = e.Why
		if !e.Failing.IsZero() {
			data["failing"] = e.Failing
		}
		if err := tx.PutEndpoint(*e); err != nil {
			return nil, err
		}
		return one(happened(WebhookDisabled, "", data))
	})
}

// EnableEndpoint switches an endpoint on again. It is told of what happens from now
// on, or, if missed, of what has happened meanwhile too, as far as that was not
// pruned. One that is on stays as it is.
func (v *Vendor) EnableEndpoint(ctx context.Context, id EndpointID, missed bool) error {
	return v.changeEndpoint(ctx, id, func(tx VendorTx, e *Endpoint, _ time.Time) ([]Event, error) {
		if e.Disabled.IsZero() {
			return nil, nil
		}
		stood := e.Place
		e.Disabled, e.Why, e.Failing, e.Place = time.Time{}, "", time.Time{}, 0
		if err := beginHere(tx, *e); err != nil {
			return nil, err
		}
		if missed {
			if err := tx.PutPost(Post{Courier: e.Courier(), Seq: stood}); err != nil {
				return nil, err
			}
		}
		data := endpointData(*e)
		data["missed"] = missed
		return one(happened(WebhookEnabled, "", data))
	})
}

// TestEndpoint writes down that an endpoint is tested, and returns the event of
// which it is to be told: by webhook.Sender.Test, at once, also if it is off.
func (v *Vendor) TestEndpoint(ctx context.Context, id EndpointID) (event Event, err error) {
	name, err := tenant.NewID("evt", v.hub.config.Rand)
	if err != nil {
		return event, err
	}
	err = v.changeEndpoint(ctx, id, func(_ VendorTx, e *Endpoint, _ time.Time) ([]Event, error) {
		test, err := happened(WebhookTest, "", endpointData(*e))
		test.ID = EventID(name)
		return []Event{test}, err
	})
	if err != nil {
		return event, err
	}
	err = v.look(ctx, tenant.ManageWebhooks, func(view VendorView) error {
		event, err = findEvent(view, EventID(name))
		return err
	})
	return event, err
}

// EventFor is an event as an endpoint is to be told of it once more, by
// webhook.Sender.Resend. It is a tenant.ErrNotFound if it was pruned, and a
// tenant.ErrInvalid if the endpoint is not to be told of it: what concerns one
// customer does not go where another's goes.
func (v *Vendor) EventFor(ctx context.Context, id EndpointID, event EventID) (found Event, err error) {
	err = v.look(ctx, tenant.ManageWebhooks, func(view VendorView) error {
		e, err := endpointOf(view, id)
		if err != nil {
			return err
		}
		if found, err = findEvent(view, event); err != nil {
			return err
		}
		if found.Kind == WebhookTest {
			return testsOnly(e, found)
		}
		var known acquaintances
		if e.Customer != "" {
			if known, err = acquaintancesOf(view, e.Customer); err != nil {
				return err
			}
		}
		as, is := e.told(found, known)
		if !is {
			return fmt.Errorf("%w: webhook %s is not told of %s, which is of the kind %s and concerns customer %q", tenant.ErrInvalid, id, event, found.Kind, found.Customer)
		}
		found = as
		return nil
	})
	if err != nil {
		return Event{}, err
	}
	return found, nil
}

// testsOnly refuses the test of another endpoint.
func testsOnly(e Endpoint, test Event) error {
	if test.Kind == WebhookTest && !testOf(test, e.ID) {
		return fmt.Errorf("%w: %s is a test of another webhook", tenant.ErrInvalid, test.ID)
	}
	return nil
}

// findEvent is the event of that ID. The error is a tenant.ErrNotFound.
func findEvent(view VendorView, id EventID) (Event, error) {
	found, err := view.Events(EventQuery{ID: id, Limit: 1})
	if err == nil && (id == "" || len(found) == 0) {
		err = fmt.Errorf("event %q: %w", id, tenant.ErrNotFound)
	}
	if err != nil {
		return Event{}, err
	}
	return found[0], nil
}
