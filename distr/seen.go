package distr

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// seesAll says whether the actor sees every customer. If not, it sees those to whom
// it is assigned, or the error says why none.
func (v *Vendor) seesAll(view VendorView) (bool, error) {
	who, err := v.standingOf(view, nil)
	if err != nil || tenant.May(who, tenant.SeeCustomer).Allowed() {
		return err == nil, err
	}
	who.Assigned = true
	return false, tenant.May(who, tenant.SeeCustomer).Err()
}

// seen says whether the actor sees every customer, or which ones, by ID.
func (v *Vendor) seen(view VendorView) (all bool, only []tenant.CustomerID, err error) {
	if all, err = v.seesAll(view); err != nil || all {
		return all, nil, err
	}
	me, err := v.self(view)
	if err != nil {
		return false, nil, err
	}
	only, err = view.Assignments(me.ID)
	return false, only, err
}

// self is the actor's own record among the staff.
func (v *Vendor) self(view VendorView) (tenant.Member, error) {
	staff, err := view.Staff()
	if err != nil {
		return tenant.Member{}, err
	}
	me, found := tenant.Team{Side: tenant.VendorSide, Members: staff}.Find(tenant.Email(v.actor.Name))
	if v.actor.side != tenant.VendorSide || !found {
		return tenant.Member{}, fmt.Errorf("%s among the staff: %w", v.actor.Name, tenant.ErrNotFound)
	}
	return me, nil
}

// customersAmong is what a query selects of these customers.
func customersAmong(view VendorView, ids []tenant.CustomerID, q CustomerQuery) (customers []tenant.Customer, err error) {
	for _, id := range ids {
		if id <= q.After {
			continue
		}
		if q.Limit > 0 && len(customers) == q.Limit {
			break
		}
		room, err := view.Open(id)
		if err != nil {
			return nil, err
		}
		c, err := room.Customer()
		if err != nil {
			return nil, err
		}
		customers = append(customers, c)
	}
	return customers, nil
}
