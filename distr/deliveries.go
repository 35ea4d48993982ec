package distr

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// DeliveriesStay is how long the history of what endpoints were told stays.
const DeliveriesStay = 30 * 24 * time.Hour

// Deliveries lists the attempts to tell endpoints what happened, oldest first.
func (v *Vendor) Deliveries(ctx context.Context, q DeliveryQuery) (list []Delivery, err error) {
	err = v.look(ctx, tenant.SeeWebhooks, func(view VendorView) error {
		list, err = view.Deliveries(q)
		return err
	})
	return list, err
}

// An Outgoing is an endpoint, ready to be told something.
type Outgoing struct {
	Endpoint
	Secrets []WebhookSecret // which sign, the newest first
	Failed  int             // how often the next event has failed so far

	known acquaintances // of the customer whose it is
}

// Told is an event as the endpoint is told of it, and whether it is. Whoever receives
// at an endpoint of one customer may be that customer, and learns what its people may
// know, as [Vendor.Events] tells it to them. A test is for one endpoint, and goes out to
// it by itself.
func (o Outgoing) Told(of Event) (_ Event, told bool) { return o.told(of, o.known) }

func (e Endpoint) told(of Event, known acquaintances) (_ Event, told bool) {
	switch {
	case of.Kind == WebhookTest, len(e.Kinds) > 0 && !of.Kind.In(e.Kinds):
		return Event{}, false
	case e.Customer == "":
		return of, true
	case of.Customer != e.Customer:
		return Event{}, false
	}
	return of.toCustomers(known)
}

// Outgoing opens the secrets of an endpoint: it is for package webhook.
func (v *Vendor) Outgoing(ctx context.Context, id EndpointID) (out Outgoing, err error) {
	err = v.look(ctx, tenant.DeliverEvents, func(view VendorView) error {
		out = Outgoing{}
		if out.Endpoint, err = endpointOf(view, id); err != nil {
			return err
		}
		p, err := view.Post(out.Courier())
		out.Failed = p.Failures
		if err == nil && out.Customer != "" {
			out.known, err = acquaintancesOf(view, out.Customer)
		}
		return err
	})
	if err != nil {
		return Outgoing{}, err
	}
	sealed := [][]byte{out.Secret}
	if out.Old != nil && out.OldUntil.After(v.hub.now()) {
		sealed = append(sealed, out.Old)
	}
	for _, s := range sealed {
		key, err := v.open(s, sealedWebhook, string(id))
		if err != nil {
			return Outgoing{}, fmt.Errorf("the secret of webhook %s: %w", id, err)
		}
		out.Secrets = append(out.Secrets, webhookSecretOf(key))
	}
	out.Endpoint = out.shown()
	return out, nil
}

// NoteDeliveries writes down attempts to tell an endpoint something, in the order in
// which they were made, and says since when it has refused everything. The IDs are
// made here. What happens to be noted of an endpoint that was removed meanwhile is
// a tenant.ErrNotFound.
func (v *Vendor) NoteDeliveries(ctx context.Context, id EndpointID, list []Delivery) (failing time.Time, err error) {
	var random [6]byte
	if _, err := io.ReadFull(v.hub.config.Rand, random[:]); err != nil {
		return failing, fmt.Errorf("making the IDs of deliveries: %w", err)
	}
	err = v.post(ctx, func(tx VendorTx, _ time.Time) error {
		e, err := endpointOf(tx, id)
		if err != nil {
			return err
		}
		before := e.Failing
		noted := make([]Delivery, len(list))
		for i, d := range list {
			d.At, d.Took = d.At.UTC().Truncate(time.Microsecond), d.Took.Truncate(time.Microsecond)
			d.ID, d.Endpoint, d.Error = deliveryID(d.At, i, random[:]), id, short(d.Error)
			noted[i] = d
			switch {
			case d.Attempt == 0: // by hand, and says nothing of the others
			case d.Done:
				e.Failing = time.Time{}
			case e.Failing.IsZero():
				e.Failing = d.At
			}
		}
		failing = e.Failing
		if err := tx.PutDeliveries(noted); err != nil || e.Failing.Equal(before) {
			return err
		}
		return tx.PutEndpoint(e)
	})
	return failing, err
}

// ForgetDeliveries removes what is older than DeliveriesStay from the history.
func (v *Vendor) ForgetDeliveries(ctx context.Context) error {
	return v.post(ctx, func(tx VendorTx, at time.Time) error {
		return tx.RemoveDeliveries(deliveryID(at.Add(-DeliveriesStay), 0, nil))
	})
}

// deliveryID grows with time, and with the place among those of one time. No time is
// before 1970.
func deliveryID(at time.Time, place int, random []byte) DeliveryID {
	return DeliveryID(fmt.Sprintf("dlv_%014x%04x%x", max(at.UnixMicro(), 0), place, random))
}

// testOf says whether it is a test of this endpoint.
func testOf(test Event, id EndpointID) bool {
	var said struct {
		Endpoint EndpointID `json:"endpoint"`
	}
	return json.Unmarshal(test.Data, &said) == nil && said.Endpoint == id
}

// EachDelivery yields what Deliveries lists, reading page by page. An error is the
// last thing that it yields. The query's After is where it begins; Limit and Oldest
// are not looked at.
func (v *Vendor) EachDelivery(ctx context.Context, q DeliveryQuery) iter.Seq2[Delivery, error] {
	return func(yield func(Delivery, error) bool) {
		q := q
		q.Limit, q.Oldest = eventPage, true
		for {
			page, err := v.Deliveries(ctx, q)
			if err != nil {
				yield(Delivery{}, err)
				return
			}
			for _, d := range page {
				if !yield(d, nil) {
					return
				}
			}
			if len(page) < eventPage {
				return
			}
			q.After = page[len(page)-1].ID
		}
	}
}
