package distr

import (
	"context"
	"errors"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Membership is that somebody is among a customer's people.
type Membership struct {
	Customer tenant.Customer // ID and Name, and nothing else of it
	Member   tenant.Member
}

// Memberships lists the customers that have somebody with this address among their
// people, by ID. A customer's people see their own, and of those what is open to
// them, be it to go in or to accept an invitation. The vendor's own people see
// those of anybody, in the customers that they see.
func (v *Vendor) Memberships(ctx context.Context, email tenant.Email) ([]Membership, error) {
	var list []Membership
	err := v.view(ctx, func(view VendorView) error {
		list = nil
		own := v.actor.is(CustomerUser(email))
		if !own {
			if err := v.may(view, nil, tenant.SeeCustomers); err != nil {
				return err
			}
		}
		customers, err := view.Memberships(email)
		if err != nil {
			return err
		}
		for _, id := range customers {
			m, seen, err := v.membership(view, id, email, own)
			if err != nil {
				return err
			}
			if seen {
				list = append(list, m)
			}
		}
		return nil
	})
	return list, err
}

// membership is that of one customer, if the actor may see it.
func (v *Vendor) membership(view VendorView, id tenant.CustomerID, email tenant.Email, own bool) (m Membership, seen bool, err error) {
	room, err := view.Open(id)
	if err != nil {
		return m, false, err
	}
	err = v.may(view, room, tenant.SeeMembers)
	if err != nil && own {
		err = v.may(view, room, tenant.JoinCustomer)
	}
	var refused *tenant.Refusal
	if errors.As(err, &refused) {
		return m, false, nil
	}
	if err != nil {
		return m, false, err
	}
	c, err := room.Customer()
	if err != nil {
		return m, false, err
	}
	members, err := room.Members()
	if err != nil {
		return m, false, err
	}
	m.Customer.ID, m.Customer.Name = c.ID, c.Name
	m.Member, seen = tenant.Team{Side: tenant.CustomerSide, Members: members}.Find(email)
	return m, seen, nil
}
