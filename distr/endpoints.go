package distr

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// MaxEndpoints is how many a vendor may have: each reads all that happens.
const MaxEndpoints = 100

// LongestOldSecret is how long an old secret may go on to sign.
const LongestOldSecret = 30 * 24 * time.Hour

// A NewEndpoint is an address to be told what happens.
type NewEndpoint struct {
	URL      string            // https://, to a public address, in ASCII, without a login
	Kinds    []Kind            // of what it is told, see [Kind.In]; none: of all
	Customer tenant.CustomerID // of whom; empty: of all
	Owner    tenant.Email      // who is written to when it is switched off; empty: nobody

	// Private takes http:// too, and addresses that are not public. Only an
	// operator or a program of the vendor's may say so, and who delivers has to be
	// told as well (webhook.Config).
	Private bool
}

// AddEndpoint adds an address that is told what happens from now on, beginning with
// that it was added. The secret that signs what it is told is returned this once.
func (v *Vendor) AddEndpoint(ctx context.Context, n NewEndpoint) (e Endpoint, s WebhookSecret, err error) {
	if n, err = n.checked(); err != nil {
		return e, s, err
	}
	id, err := tenant.NewID("end", v.hub.config.Rand)
	if err != nil {
		return e, s, err
	}
	e = Endpoint{ID: EndpointID(id), URL: n.URL, Kinds: slices.Clone(n.Kinds), Customer: n.Customer, Owner: n.Owner}
	if s, e.Secret, err = v.newWebhookSecret(e.ID); err != nil {
		return Endpoint{}, WebhookSecret{}, err
	}
	err = v.update(ctx, tenant.ManageWebhooks, func(tx VendorTx, at time.Time) ([]Event, error) {
		if n.Private && v.actor.side != tenant.OperatorSide {
			return nil, fmt.Errorf("%w: a webhook at an address that is not public is added at the machine itself", tenant.ErrForbidden)
		}
		all, err := tx.Endpoints()
		if err != nil {
			return nil, err
		}
		if len(all) >= MaxEndpoints {
			return nil, fmt.Errorf("%w: there are %d webhooks, and no more are allowed; remove one first", tenant.ErrConflict, len(all))
		}
		if n.Customer != "" {
			if _, err := tx.Open(n.Customer); err != nil {
				return nil, err
			}
		}
		e.Created = at
		if err := beginHere(tx, e); err != nil {
			return nil, err
		}
		data := endpointData(e)
		data["customer"], data["kinds"] = e.Customer, e.Kinds
		return one(happened(WebhookAdded, "", data))
	})
	if err != nil {
		return Endpoint{}, WebhookSecret{}, err
	}
	return e.shown(), s, nil
}

// beginHere keeps an endpoint that is to be told of what comes now, beginning with
// what is written in this transaction.
func beginHere(tx VendorTx, e Endpoint) error {
	last, err := tx.LastEvent()
	if err != nil {
		return err
	}
	if err := tx.PutPost(Post{Courier: e.Courier(), Seq: last.Seq}); err != nil {
		return err
	}
	return tx.PutEndpoint(e)
}

// Endpoints lists who is told what happens, first added first. Their secrets are
// left out: nobody is ever shown them again.
func (v *Vendor) Endpoints(ctx context.Context) (all []Endpoint, err error) {
	err = v.look(ctx, tenant.SeeWebhooks, func(view VendorView) error {
		if all, err = view.Endpoints(); err != nil {
			return err
		}
		for i := range all {
			all[i] = all[i].shown()
		}
		return nil
	})
	return all, err
}

// RemoveEndpoint removes an address, and the history of what it was told.
func (v *Vendor) RemoveEndpoint(ctx context.Context, id EndpointID) error {
	return v.changeEndpoint(ctx, id, func(tx VendorTx, e *Endpoint, _ time.Time) ([]Event, error) {
		if err := forgetPlace(tx, *e); err != nil {
			return nil, err
		}
		if err := tx.RemoveEndpoint(id); err != nil {
			return nil, err
		}
		return one(happened(WebhookRemoved, "", endpointData(*e)))
	})
}

// RotateEndpointSecret gives an endpoint another secret, returned this once. For as
// long as keepOld, up to LongestOldSecret, the old one signs too, so that the
// receiver can change over meanwhile.
func (v *Vendor) RotateEndpointSecret(ctx context.Context, id EndpointID, keepOld time.Duration) (WebhookSecret, error) {
	if keepOld < 0 || keepOld > LongestOldSecret {
		return WebhookSecret{}, fmt.Errorf("%w: the old secret can go on for up to %s, not for %s", tenant.ErrInvalid, LongestOldSecret, keepOld)
	}
	secret, sealed, err := v.newWebhookSecret(id)
	if err != nil {
		return WebhookSecret{}, err
	}
	err = v.changeEndpoint(ctx, id, func(tx VendorTx, e *Endpoint, at time.Time) ([]Event, error) {
		old := e.Secret
		e.Secret, e.Old, e.OldUntil = sealed, nil, time.Time{}
		data := endpointData(*e)
		if keepOld > 0 {
			e.Old, e.OldUntil = old, at.Add(keepOld)
			data["oldUntil"] = e.OldUntil
		}
		if err := tx.PutEndpoint(*e); err != nil {
			return nil, err
		}
		return one(happened(WebhookRotated, "", data))
	})
	if err != nil {
		return WebhookSecret{}, err
	}
	return secret, nil
}

// changeEndpoint changes one, if the actor may.
func (v *Vendor) changeEndpoint(ctx context.Context, id EndpointID, fn func(tx VendorTx, e *Endpoint, at time.Time) ([]Event, error)) error {
	return v.update(ctx, tenant.ManageWebhooks, func(tx VendorTx, at time.Time) ([]Event, error) {
		e, err := endpointOf(tx, id)
		if err != nil {
			return nil, err
		}
		return fn(tx, &e, at)
	})
}

func endpointOf(view VendorView, id EndpointID) (Endpoint, error) {
	all, err := view.Endpoints()
	if err != nil {
		return Endpoint{}, err
	}
	for _, e := range all {
		if e.ID == id {
			return e, nil
		}
	}
	return Endpoint{}, fmt.Errorf("webhook %q: %w", id, tenant.ErrNotFound)
}

// forgetPlace lets nobody wait for what the endpoint has not been told.
func forgetPlace(tx VendorTx, e Endpoint) error {
	if err := tx.RemovePost(e.Courier()); err != nil && !absent(err) {
		return err
	}
	return nil
}

// shown is an endpoint as it may be shown.
func (e Endpoint) shown() Endpoint {
	e.Secret, e.Old = nil, nil
	return e
}

// endpointData is an endpoint as events show it.
func endpointData(e Endpoint) map[string]any {
	return map[string]any{"endpoint": e.ID, "host": e.Host(), "owner": e.Owner}
}

// newWebhookSecret makes a secret and seals it.
func (v *Vendor) newWebhookSecret(of EndpointID) (s WebhookSecret, sealed []byte, err error) {
	if s, err = newWebhookSecret(v.hub.config.Rand); err != nil {
		return s, nil, err
	}
	sealed, err = v.seal(s.Key(), sealedWebhook, string(of))
	return s, sealed, err
}
