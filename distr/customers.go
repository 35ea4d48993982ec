package distr

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// NewCustomer is what a vendor says of a customer to begin with.
type NewCustomer struct {
	ID    tenant.CustomerID // default: made from chance
	Name  string
	Email string // optional
}

// CreateCustomer adds a customer. It begins with the default features and with
// its people's access disabled. An ID that is taken is a tenant.ErrConflict.
func (v *Vendor) CreateCustomer(ctx context.Context, n NewCustomer) (tenant.Customer, error) {
	c, err := v.newCustomer(n)
	if err != nil {
		return tenant.Customer{}, err
	}
	err = v.update(ctx, tenant.AddCustomer, func(tx VendorTx, at time.Time) ([]Event, error) {
		c.Created = at
		if err := tx.AddCustomer(c); err != nil {
			return nil, err
		}
		return one(happened(CustomerAdded, c.ID, map[string]any{
			"name": c.Name, "email": c.Email, "access": c.Access, "features": c.Features,
		}))
	})
	return c, err
}

func (v *Vendor) newCustomer(n NewCustomer) (tenant.Customer, error) {
	c := tenant.Customer{ID: n.ID, Profile: tenant.Profile{
		Name: n.Name, Access: tenant.AccessDisabled, Features: v.hub.config.Features.Defaults(),
	}}
	if n.ID == "" {
		id, err := tenant.NewID("cus", v.hub.config.Rand)
		if err != nil {
			return c, err
		}
		c.ID = tenant.CustomerID(id)
	}
	if _, err := tenant.ParseCustomerID(string(c.ID)); err != nil {
		return c, err
	}
	if n.Email != "" {
		email, err := tenant.ParseEmail(n.Email)
		if err != nil {
			return c, err
		}
		c.Email = email
	}
	return c, c.Check(v.hub.config.Features)
}

// Customers lists customers by ID.
func (v *Vendor) Customers(ctx context.Context, q CustomerQuery) (customers []tenant.Customer, err error) {
	err = v.look(ctx, tenant.SeeCustomers, func(view VendorView) error {
		customers, err = view.Customers(q)
		return err
	})
	return customers, err
}

// Account gives a handle on one of the vendor's customers. It asks nothing of
// the store; a customer that is not there shows when the handle is used.
func (v *Vendor) Account(id tenant.CustomerID) *Account {
	return &Account{vendor: v, id: id}
}

// one makes a list of one event, for updates about which there is one thing to
// say.
func one(e Event, err error) ([]Event, error) { return []Event{e}, err }
