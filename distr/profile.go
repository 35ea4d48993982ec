package distr

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A profileEdit changes a customer's record, and returns what to write down: nothing
// if there is nothing to change.
type profileEdit func(tx VendorTx, c *tenant.Customer, at time.Time) ([]Event, error)

// edit changes the customer's record.
func (a *Account) edit(ctx context.Context, do tenant.Action, fn profileEdit) (tenant.Customer, error) {
	return a.editAnd(ctx, do, fn, func(VendorTx, CustomerTx, time.Time) ([]Event, error) { return nil, nil })
}

// editDoor is edit for what decides whether people can be let in: invitations that
// were held until they can go out along with it, also if it is set to what it was.
func (a *Account) editDoor(ctx context.Context, do tenant.Action, fn profileEdit) (tenant.Customer, error) {
	return a.editAnd(ctx, do, fn, a.vendor.releaseHeld)
}

func (a *Account) editAnd(ctx context.Context, do tenant.Action, fn profileEdit, then func(VendorTx, CustomerTx, time.Time) ([]Event, error)) (tenant.Customer, error) {
	var c tenant.Customer
	err := a.updateWide(ctx, do, func(tx VendorTx, room CustomerTx, at time.Time) (events []Event, err error) {
		if c, err = room.Customer(); err != nil {
			return nil, err
		}
		if events, err = fn(tx, &c, at); err != nil {
			return nil, err
		}
		if len(events) > 0 {
			if err := a.keep(tx, room, c); err != nil {
				return nil, err
			}
		}
		more, err := then(tx, room, at)
		return append(events, more...), err
	})
	if err != nil {
		return tenant.Customer{}, err
	}
	return c, nil
}

// keep writes the customer's record, if it makes sense. Features are asked as they
// are in effect: what was switched on before somebody defined it anew stands in the
// way of nothing.
func (a *Account) keep(view VendorView, room CustomerTx, c tenant.Customer) error {
	graph, err := a.vendor.graph(view)
	if err != nil {
		return err
	}
	asked := c.Profile
	asked.Features = graph.Effective(c.Features)
	if err := asked.Check(graph); err != nil {
		return err
	}
	return room.SetProfile(c.Profile)
}

// Edit is what may change of a customer's record. What is nil stays.
type Edit struct {
	Name  *string
	Email *string // empty: none
	Plan  *string // empty: none
}

// Edit changes the customer's name, address or plan. Nobody who was invited is
// invited again, but an invitation of the address that is held, and so has not been
// sent, is for the new one from now on; without one it is taken back. Another plan is sold if it names one of the vendor's, as
// to a new customer, and is a tenant.ErrConflict if a license of its model is in force;
// any other text is a label, and grants nothing.
func (a *Account) Edit(ctx context.Context, e Edit) (tenant.Customer, error) {
	var old tenant.Email
	var planned bool
	return a.editAnd(ctx, tenant.EditCustomer, func(_ VendorTx, c *tenant.Customer, _ time.Time) ([]Event, error) {
		old = c.Email
		before, after := map[string]any{}, map[string]any{}
		set := func(field string, is *string, to string) {
			if *is != to {
				before[field], after[field] = *is, to
				*is = to
			}
		}
		if e.Name != nil {
			set("name", &c.Name, *e.Name)
		}
		if e.Email != nil {
			email := tenant.Email("")
			if *e.Email != "" {
				var err error
				if email, err = tenant.ParseEmail(*e.Email); err != nil {
					return nil, err
				}
			}
			set("email", (*string)(&c.Email), string(email))
		}
		if e.Plan != nil {
			planned = c.Plan != *e.Plan
			set("plan", &c.Plan, *e.Plan)
		}
		return changed(CustomerChanged, a.id, before, after)
	}, func(tx VendorTx, room CustomerTx, at time.Time) ([]Event, error) {
		moved, err := a.moveHeld(tx, room, old, at)
		if err != nil || !planned {
			return moved, err
		}
		c, err := room.Customer()
		if err != nil {
			return nil, err
		}
		sold, err := a.vendor.beginPlan(tx, room, c, at)
		return append(moved, sold...), err
	})
}

// changed is one event if something has changed, and none if nothing has.
func changed(kind Kind, customer tenant.CustomerID, before, after map[string]any) ([]Event, error) {
	if len(after) == 0 {
		return nil, nil
	}
	return one(happened(kind, customer, map[string]any{"before": before, "after": after}))
}
