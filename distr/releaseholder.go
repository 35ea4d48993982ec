package distr

import (
	"context"
	"fmt"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// HoldsRelease says whether a customer holds a version of a product now: as
// [Vendor.ReleaseReaders] goes by it, for who tells of a release later on.
func (v *Vendor) HoldsRelease(ctx context.Context, c tenant.CustomerID, id entitlement.ProductID, version string) (held bool, err error) {
	var p entitlement.Product
	err = v.look(ctx, tenant.DeliverEvents, func(view VendorView) (err error) {
		p, err = product(view, id)
		return err
	})
	if err != nil {
		return false, err
	}
	if held, err = v.held.holdsNow(ctx, c, p, version); err != nil {
		return false, fmt.Errorf("finding out whether customer %s holds %s %s: %w", c, id, version, err)
	}
	return held, nil
}

// holdsNow asks what the registry would ask.
func (s *snapshot) holdsNow(ctx context.Context, id tenant.CustomerID, p entitlement.Product, version string) (bool, error) {
	if err := s.refresh(ctx); err != nil {
		return false, err
	}
	r, err := s.resident(ctx, id)
	if err != nil {
		return false, err
	}
	return r.holds(p).Decide(s.hub.now(), version).Allowed, nil
}
