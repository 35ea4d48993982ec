package distr

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// maxDomains is how many domains a customer may list.
const maxDomains = 1000

// RestrictDomains says whether only addresses of the listed domains can be invited,
// or let in for the first time. With an empty list that is nobody. Who is in
// already stays.
func (a *Account) RestrictDomains(ctx context.Context, on bool) (tenant.Customer, error) {
	return a.editDomains(ctx, func(c *tenant.Customer) error {
		c.DomainsOnly = on
		return nil
	})
}

// AllowDomains adds domains to the customer's list. Those that are in it stay in
// it once.
func (a *Account) AllowDomains(ctx context.Context, ds ...tenant.Domain) (tenant.Customer, error) {
	return a.editDomains(ctx, func(c *tenant.Customer) error {
		c.Domains = tenant.DomainsOf(slices.Concat(c.Domains, ds)...)
		if len(c.Domains) > maxDomains {
			return fmt.Errorf("%w domains: %d of them; a customer lists at most %d", tenant.ErrInvalid, len(c.Domains), maxDomains)
		}
		return nil
	})
}

// DisallowDomains takes domains off the customer's list. One that is not in it is a
// tenant.ErrNotFound, and then nothing changes.
func (a *Account) DisallowDomains(ctx context.Context, ds ...tenant.Domain) (tenant.Customer, error) {
	return a.editDomains(ctx, func(c *tenant.Customer) error {
		for _, d := range ds {
			if !slices.Contains(c.Domains, d) {
				return fmt.Errorf("domain %.320q: %w; the customer lists %v", d, tenant.ErrNotFound, c.Domains)
			}
		}
		c.Domains = slices.DeleteFunc(tenant.DomainsOf(c.Domains...), func(d tenant.Domain) bool { return slices.Contains(ds, d) })
		return nil
	})
}

func (a *Account) editDomains(ctx context.Context, fn func(c *tenant.Customer) error) (tenant.Customer, error) {
	return a.editDoor(ctx, tenant.SetDomains, func(_ VendorTx, c *tenant.Customer, _ time.Time) ([]Event, error) {
		was := *c
		if err := fn(c); err != nil {
			return nil, err
		}
		if was.DomainsOnly == c.DomainsOnly && slices.Equal(was.Domains, c.Domains) {
			return nil, nil
		}
		return changed(DomainsChanged, a.id, domainsData(was), domainsData(*c))
	})
}

func domainsData(c tenant.Customer) map[string]any {
	return map[string]any{"restricted": c.DomainsOnly, "domains": tenant.DomainsOf(c.Domains...)}
}
