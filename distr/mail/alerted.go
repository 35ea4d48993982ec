package mail

import (
	"context"
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// alerted tells of a license of which much is used: who decides at the customer's, and
// the vendor's own Administrators. Many customers let nobody in, and then it is the
// vendor who has to sell more.
func (c Courier) alerted(ctx context.Context, e distr.Event) (int, error) {
	data, err := read[struct {
		License string
		Plan    string
		Percent int64
		Used    int64
		Limit   int64
	}](e)
	if err != nil {
		return 0, err
	}
	customer, to, err := c.whoDecides(ctx, e.Customer)
	if err != nil {
		return 0, err
	}
	staff, err := c.m.config.Vendor.Staff(ctx)
	if err != nil {
		return 0, err
	}
	for _, m := range staff {
		if m.Role == tenant.Administrator && !m.Pending() && !slices.Contains(to, m.Email) {
			to = append(to, m.Email)
		}
	}
	vars := Alerted{Customer: customer.Name, License: data.Plan, Percent: data.Percent, Used: data.Used, Limit: data.Limit}
	if vars.License == "" {
		vars.License = data.License
	}
	return c.queue(ctx, e, LicenseAlert, vars, to...)
}

// whoDecides is a customer, where the vendor writes to, and its Administrators who get
// in.
func (c Courier) whoDecides(ctx context.Context, id tenant.CustomerID) (customer tenant.Customer, to []tenant.Email, err error) {
	account := c.m.config.Vendor.Account(id)
	if customer, err = account.Customer(ctx); err != nil {
		return customer, nil, err
	}
	readers, err := account.Readers(ctx)
	if err != nil {
		return customer, nil, err
	}
	if customer.Email != "" {
		to = append(to, customer.Email)
	}
	for _, r := range readers {
		if r.Member.Role == tenant.Administrator && r.Member.Email != customer.Email {
			to = append(to, r.Member.Email)
		}
	}
	return customer, to, nil
}
