package distr

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// An Account is a handle on one customer. No method of it takes a customer, so
// none can be aimed at another. It is safe to share.
type Account struct {
	vendor *Vendor
	id     tenant.CustomerID
}

// ID names the customer.
func (a *Account) ID() tenant.CustomerID { return a.id }

// update changes something in the customer's room, if the actor may do that, by
// way of the vendor's one write path.
func (a *Account) update(ctx context.Context, do tenant.Action, fn func(room CustomerTx, at time.Time) ([]Event, error)) error {
	return a.updateWide(ctx, do, func(_ VendorTx, room CustomerTx, at time.Time) ([]Event, error) { return fn(room, at) })
}

// updateWide is update for what goes by the vendor's room as well.
func (a *Account) updateWide(ctx context.Context, do tenant.Action, fn func(tx VendorTx, room CustomerTx, at time.Time) ([]Event, error)) error {
	return a.vendor.write(ctx, func(tx VendorTx, at time.Time) ([]Event, error) {
		room, err := tx.Edit(a.id)
		if err != nil {
			return nil, a.unseen(err)
		}
		if err := a.vendor.may(tx, room, do); err != nil {
			return nil, a.unseen(err)
		}
		return fn(tx, room, at)
	})
}

// look reads one consistent state of the customer's room, if the actor may.
func (a *Account) look(ctx context.Context, do tenant.Action, fn func(CustomerView) error) error {
	return a.lookWide(ctx, do, func(_ VendorView, room CustomerView) error { return fn(room) })
}

// lookWide is look for what goes by the vendor's room as well.
func (a *Account) lookWide(ctx context.Context, do tenant.Action, fn func(VendorView, CustomerView) error) error {
	return a.vendor.view(ctx, func(view VendorView) error {
		room, err := a.open(view, do)
		if err != nil {
			return err
		}
		return fn(view, room)
	})
}

// open enters the customer's room, if the actor may do that in there.
func (a *Account) open(view VendorView, do tenant.Action) (CustomerView, error) {
	room, err := view.Open(a.id)
	if err == nil {
		err = a.vendor.may(view, room, do)
	}
	return room, a.unseen(err)
}

// maySee asks whether the actor may see what the customer holds. An operator may
// whatever the state, so nothing is read for one.
func (a *Account) maySee(ctx context.Context) error {
	if a.vendor.actor.side == tenant.OperatorSide {
		return nil
	}
	return a.look(ctx, tenant.SeeCustomer, func(CustomerView) error { return nil })
}

// unseen makes one error of a customer that is not there and of one that is not
// there for who asks.
func (a *Account) unseen(err error) error {
	var refused *tenant.Refusal
	hidden := errors.As(err, &refused) && refused.Unseen()
	if hidden || absent(err) && refused == nil && a.vendor.actor.side != tenant.OperatorSide {
		return fmt.Errorf("customer %s: %w", a.id, tenant.ErrNotFound)
	}
	return err
}

// Customer is the customer's record.
func (a *Account) Customer(ctx context.Context) (c tenant.Customer, err error) {
	err = a.look(ctx, tenant.SeeCustomer, func(room CustomerView) error {
		c, err = room.Customer()
		return err
	})
	return c, err
}

// Enable switches a feature on, with all that it requires. It returns what is on
// now, and what was switched by this.
func (a *Account) Enable(ctx context.Context, f tenant.Feature) (on, switched tenant.Features, err error) {
	return a.Switch(ctx, map[tenant.Feature]bool{f: true})
}

// Disable switches a feature off, with all that require it. It returns what is
// on now, and what was switched by this.
func (a *Account) Disable(ctx context.Context, f tenant.Feature) (on, switched tenant.Features, err error) {
	return a.Switch(ctx, map[tenant.Feature]bool{f: false})
}

// Switch switches several features at once. A feature that is not defined and a
// request that contradicts itself are a tenant.ErrInvalid, and change nothing.
func (a *Account) Switch(ctx context.Context, to map[tenant.Feature]bool) (on, switched tenant.Features, err error) {
	_, err = a.edit(ctx, tenant.SwitchFeature, func(tx VendorTx, c *tenant.Customer, _ time.Time) ([]Event, error) {
		graph, err := a.vendor.graph(tx)
		if err != nil {
			return nil, err
		}
		before := c.Features
		on, switched = nil, nil
		if on, err = graph.Change(before, to); err != nil {
			return nil, err
		}
		switched = tenant.FeaturesOf(append(on.Without(before), before.Without(on)...)...)
		c.Features = on
		if len(switched) == 0 {
			return nil, nil
		}
		return one(happened(FeatureChanged, a.id, map[string]any{"before": before, "after": on}))
	})
	if err != nil {
		return nil, nil, err
	}
	return on, switched, nil
}

// NewToken makes a token with which the customer's machines pull. The token is
// returned this once; what is kept is the credential.
func (a *Account) NewToken(ctx context.Context, name string) (tenant.Credential, tenant.Token, error) {
	c, token, err := a.vendor.hub.newCredential(a.principal(), name)
	if err != nil {
		return tenant.Credential{}, tenant.Token{}, err
	}
	err = a.update(ctx, tenant.ManageTokens, func(room CustomerTx, _ time.Time) ([]Event, error) {
		if err := room.PutCredential(c); err != nil {
			return nil, err
		}
		return one(tokenEvent(TokenAdded, a.id, c))
	})
	if err != nil {
		return tenant.Credential{}, tenant.Token{}, err
	}
	return c, token, nil
}

// Tokens lists all credentials that the customer's machines pull with, revoked ones
// too, oldest first. Those of service accounts are among them, under the names of
// their installations: [Account.Installations] says which they are.
func (a *Account) Tokens(ctx context.Context) (cs []tenant.Credential, err error) {
	err = a.look(ctx, tenant.SeeTokens, func(room CustomerView) error {
		cs, err = room.Credentials()
		return err
	})
	return cs, err
}

func tokenEvent(kind Kind, customer tenant.CustomerID, c tenant.Credential) (Event, error) {
	return happened(kind, customer, map[string]any{"token": c.ID, "name": c.Name})
}

func (h *Hub) newCredential(who tenant.Principal, name string) (tenant.Credential, tenant.Token, error) {
	return tenant.NewCredential(who, name, h.now(), h.config.Rand)
}

// absent says whether an error is that something is not there.
func absent(err error) bool { return errors.Is(err, tenant.ErrNotFound) }
