package distr

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// edit changes the customer's record as fn says, which returns what to write down:
// nothing if there is nothing to change.
func (a *Account) edit(ctx context.Context, do tenant.Action, fn func(tx VendorTx, c *tenant.Customer, at time.Time) ([]Event, error)) (tenant.Customer, error) {
	var c tenant.Customer
	err := a.updateWide(ctx, do, func(tx VendorTx, room CustomerTx, at time.Time) (events []Event, err error) {
		if c, err = room.Customer(); err != nil {
			return nil, err
		}
		if events, err = fn(tx, &c, at); err != nil || len(events) == 0 {
			return nil, err
		}
		return events, a.keep(tx, room, c)
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
// invited again, and no plan grants anything by itself.
func (a *Account) Edit(ctx context.Context, e Edit) (tenant.Customer, error) {
	return a.edit(ctx, tenant.EditCustomer, func(_ VendorTx, c *tenant.Customer, _ time.Time) ([]Event, error) {
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
			set("plan", &c.Plan, *e.Plan)
		}
		return changed(CustomerChanged, a.id, before, after)
	})
}

// changed is one event if something has changed, and none if nothing has.
func changed(kind Kind, customer tenant.CustomerID, before, after map[string]any) ([]Event, error) {
	if len(after) == 0 {
		return nil, nil
	}
	return one(happened(kind, customer, map[string]any{"before": before, "after": after}))
}

// Archive puts the customer aside: it is only looked at, its people do not get in,
// and its tokens are refused, those too that clients hold already. Nothing is lost;
// see [Account.Unarchive].
func (a *Account) Archive(ctx context.Context) (tenant.Customer, error) {
	return a.edit(ctx, tenant.ArchiveCustomer, func(_ VendorTx, c *tenant.Customer, at time.Time) ([]Event, error) {
		if !c.Archived.IsZero() {
			return nil, nil
		}
		c.Archived = at
		return one(happened(CustomerArchived, a.id, map[string]any{"name": c.Name}))
	})
}

// Unarchive ends what [Account.Archive] has begun: all is as it was.
func (a *Account) Unarchive(ctx context.Context) (tenant.Customer, error) {
	return a.edit(ctx, tenant.ArchiveCustomer, func(_ VendorTx, c *tenant.Customer, _ time.Time) ([]Event, error) {
		if c.Archived.IsZero() {
			return nil, nil
		}
		since := c.Archived
		c.Archived = time.Time{}
		return one(happened(CustomerUnarchived, a.id, map[string]any{"name": c.Name, "archived": since}))
	})
}
