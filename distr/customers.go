package distr

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// NewCustomer is what a vendor says of a customer to begin with.
type NewCustomer struct {
	ID       tenant.CustomerID // default: made from chance
	Name     string
	Email    string          // optional
	Plan     string          // optional: the name of a plan is sold from now on, see Account.Sell; any other text is a label
	Features tenant.Features // what is on, besides what that requires; nil: the defaults

	// What it takes a higher right to say.
	Access        tenant.Access        // default: as the vendor's settings say
	Portal        bool                 // opens the customer's portal, unless something is set for all
	PortalVersion tenant.PortalVersion // only for a portal that is open
	Domains       []tenant.Domain      // only addresses of these can be invited, empty: none; nil: all

	// Invite says whether to invite Email, as an Administrator. Default: as the
	// vendor's settings say. What became of it is in the event.
	Invite *bool
}

// CreateCustomer adds a customer. It begins with the default features and, unless
// the vendor's settings say another, with its people's access disabled. If it is to
// be invited, that is one transaction with the rest; an invitation that finds the
// access disabled is held and goes out with the first level that gives it. Whoever
// of the staff would not see the customer otherwise is assigned to it. An ID that
// is taken is a tenant.ErrConflict.
func (v *Vendor) CreateCustomer(ctx context.Context, n NewCustomer) (tenant.Customer, error) {
	c, err := v.newCustomer(n)
	if err != nil {
		return tenant.Customer{}, err
	}
	err = v.update(ctx, tenant.AddCustomer, func(tx VendorTx, at time.Time) ([]Event, error) {
		c.Created = at
		return v.begin(tx, &c, n, at)
	})
	if err != nil {
		return tenant.Customer{}, err
	}
	return c, nil
}

// newCustomer is the record as far as it can be told from what was said.
func (v *Vendor) newCustomer(n NewCustomer) (tenant.Customer, error) {
	c := tenant.Customer{ID: n.ID, Profile: tenant.Profile{Name: n.Name, Plan: n.Plan}}
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
	return c, nil
}

// Customers lists customers by ID, as far as the actor sees them.
func (v *Vendor) Customers(ctx context.Context, q CustomerQuery) (customers []tenant.Customer, err error) {
	err = v.look(ctx, tenant.SeeCustomers, func(view VendorView) error {
		all, only, err := v.seen(view)
		if err != nil {
			return err
		}
		if all {
			customers, err = view.Customers(q)
			return err
		}
		customers, err = customersAmong(view, only, q)
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

// A CustomerQuery selects customers.
type CustomerQuery struct {
	After tenant.CustomerID // only those behind this ID
	Limit int               // at most so many; 0 is no limit
}
