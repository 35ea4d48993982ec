package distr

import (
	"context"
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
