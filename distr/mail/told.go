package mail

import (
	"context"
	"errors"
	"slices"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// whoIsTold is whom it concerns that somebody has come: who invited them, if they
// are of the staff and still see the customer; otherwise the vendor's
// Administrators.
func (c Courier) whoIsTold(ctx context.Context, id tenant.CustomerID, joined tenant.MemberID) (customer tenant.Customer, to []tenant.Email, err error) {
	vendor := c.m.config.Vendor
	account := vendor.Account(id)
	if customer, err = account.Customer(ctx); err != nil {
		return customer, nil, err
	}
	members, err := account.Members(ctx)
	if err != nil {
		return customer, nil, err
	}
	staff, err := vendor.Staff(ctx)
	if err != nil {
		return customer, nil, err
	}
	by := ""
	if i := slices.IndexFunc(members, func(m tenant.Member) bool { return m.ID == joined }); i >= 0 {
		by = members[i].By
	}
	for _, s := range staff {
		if s.Pending() {
			continue
		}
		if string(s.Email) == by {
			sees, err := c.sees(ctx, s, id)
			if err != nil {
				return customer, nil, err
			}
			if sees {
				return customer, []tenant.Email{s.Email}, nil
			}
		}
		if s.Role == tenant.Administrator {
			to = append(to, s.Email)
		}
	}
	return customer, to, nil
}

// sees says whether one of the staff sees the customer.
func (c Courier) sees(ctx context.Context, s tenant.Member, id tenant.CustomerID) (bool, error) {
	if s.Role == tenant.Administrator {
		return true, nil
	}
	assigned, err := c.m.config.Vendor.Assignments(ctx, s.ID)
	if errors.Is(err, tenant.ErrNotFound) { // removed a moment ago
		return false, nil
	}
	return slices.Contains(assigned, id), err
}
