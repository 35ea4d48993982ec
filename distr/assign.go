package distr

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Assign lets one of the vendor's own people see customers: all of these or, if one
// is not there, none. Those that they see already stay as they are.
func (v *Vendor) Assign(ctx context.Context, id tenant.MemberID, customers ...tenant.CustomerID) error {
	return v.assigning(ctx, id, customers, true)
}

// Unassign takes customers from the sight of one of the vendor's own people, from
// their next request on: all of these or, if one is not there, none.
func (v *Vendor) Unassign(ctx context.Context, id tenant.MemberID, customers ...tenant.CustomerID) error {
	return v.assigning(ctx, id, customers, false)
}

func (v *Vendor) assigning(ctx context.Context, id tenant.MemberID, customers []tenant.CustomerID, on bool) error {
	return v.update(ctx, tenant.ManageStaff, func(tx VendorTx, _ time.Time) ([]Event, error) {
		p, err := v.staffPeople(tx)
		if err != nil {
			return nil, err
		}
		m, err := p.team.Get(id)
		if err != nil {
			return nil, err
		}
		var all []Event
		for _, c := range customers {
			events, err := assign(tx, m, c, on)
			if err != nil {
				return nil, fmt.Errorf("assigning %s: %w", m.Email, err)
			}
			all = append(all, events...)
		}
		return all, nil
	})
}

// assign changes whether somebody is assigned to one customer.
func assign(tx VendorTx, m tenant.Member, c tenant.CustomerID, on bool) ([]Event, error) {
	if _, err := tx.Open(c); err != nil {
		return nil, err
	}
	if is, err := tx.Assigned(m.ID, c); err != nil || is == on {
		return nil, err
	}
	change, kind := tx.Assign, StaffAssigned
	if !on {
		change, kind = tx.Unassign, StaffUnassigned
	}
	if err := change(m.ID, c); err != nil {
		return nil, err
	}
	return one(happened(kind, c, personData(m, nil)))
}

// Assignments lists to which customers one of the vendor's own people is assigned,
// by ID. Somebody's own assignments are theirs to see; those of others are for
// whoever may change them, since they say which customers there are.
func (v *Vendor) Assignments(ctx context.Context, id tenant.MemberID) (customers []tenant.CustomerID, err error) {
	err = v.look(ctx, tenant.SeeStaff, func(view VendorView) error {
		staff, err := view.Staff()
		if err != nil {
			return err
		}
		m, err := tenant.Team{Side: tenant.VendorSide, Members: staff}.Get(id)
		if err != nil {
			return err
		}
		if !v.actor.is(Staff(m.Email)) {
			if err := v.may(view, nil, tenant.ManageStaff); err != nil {
				return err
			}
		}
		customers, err = view.Assignments(id)
		return err
	})
	return customers, err
}

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
