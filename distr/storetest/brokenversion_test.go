package storetest

import (
	"context"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// brokenVersions do not say what has changed.
func brokenVersions() []broken {
	noCustomers := bendChanged(func(c distr.Changes) distr.Changes { c.Customers = nil; return c })
	noProducts := bendChanged(func(c distr.Changes) distr.Changes { c.Products = nil; return c })
	return []broken{
		{"raises the version at every other update", "Changed", "raises the version", func() distr.Store { return scaled{memory.New(), 1, 2} }},
		{"raises the version for a pull", "Changed", "PutPulls raised the version", bendTx(func(tx distr.VendorTx) distr.VendorTx { return eventfulTx{tx} })},
		{"raises the version when an update fails", "Changed", "in an update that failed, raised the version", bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
			err := s.Update(ctx, v, fn)
			if err != nil {
				_ = s.Update(ctx, v, func(tx distr.VendorTx) error { return tx.PutStaffCredential(tenant.Credential{ID: "failed"}) })
			}
			return err
		})},
		{"shows an update the version to come", "Changed", "the version that an update finds", bendTx(func(tx distr.VendorTx) distr.VendorTx { return eagerTx{tx} })},
		{"does not name customers", "Changed", "the customers that have changed", noCustomers},
		{"does not name products", "Changed", "the products that have changed", noProducts},
		{"does not name the vendor", "Changed", "whether products, staff, settings, upstreams, keys or secrets have changed", bendChanged(func(c distr.Changes) distr.Changes { c.Vendor = false; return c })},
		{"names a customer who has not changed", "Changed", "a customer that has not changed", bendChanged(func(c distr.Changes) distr.Changes {
			c.Customers = append(c.Customers, "stranger")
			return c
		})},
		{"names a product that has not changed", "Changed", "a product that has not changed", bendChanged(func(c distr.Changes) distr.Changes {
			c.Products = []entitlement.ProductID{productID}
			return c
		})},
		{"answers further than it looked", "Changed", "reaches to the version of the room", bendChanged(func(c distr.Changes) distr.Changes { c.Version++; return c })},
		{"does not name customers", "Follow", "the customers' rooms, as a follower has them", noCustomers},
		{"does not name products", "Follow", "the releases and what refers to them, as a follower has them", noProducts},
		{"names what changed last only", "Follow", "as a follower has them", func() distr.Store { return lastOnly{memory.New()} }},
	}
}

// scaled counts times/by versions for each one. It is a right store if by is 1.
type scaled struct {
	distr.Store
	times, by distr.Version
}

func (s scaled) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	return s.Store.View(ctx, v, func(room distr.VendorView) error { return fn(scaledView{room, s}) })
}

func (s scaled) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	return s.Store.Update(ctx, v, func(tx distr.VendorTx) error { return fn(scaledTx{tx, s}) })
}

func (s scaled) Changed(ctx context.Context, v tenant.VendorID, since distr.Version) (distr.Changes, error) {
	c, err := s.Store.Changed(ctx, v, since*s.by/s.times)
	c.Version = c.Version * s.times / s.by
	return c, err
}

type scaledView struct {
	distr.VendorView
	s scaled
}

func (v scaledView) Version() (distr.Version, error) {
	n, err := v.VendorView.Version()
	return n * v.s.times / v.s.by, err
}

type scaledTx struct {
	distr.VendorTx
	s scaled
}

func (tx scaledTx) Version() (distr.Version, error) { return scaledView{tx.VendorTx, tx.s}.Version() }

type eventfulTx struct{ distr.VendorTx }

func (tx eventfulTx) PutPulls(p []distr.PullRecord) error {
	if err := tx.VendorTx.PutPulls(p); err != nil {
		return err
	}
	return appendNext(tx.VendorTx, distr.Event{ID: distr.EventID("pull of " + p[0].TokenName), Customer: "nobody"})
}

type eagerTx struct{ distr.VendorTx }

func (tx eagerTx) Version() (distr.Version, error) {
	n, err := tx.VendorTx.Version()
	return n + 1, err
}

// lastOnly says what the last update has changed, whatever it is asked.
type lastOnly struct{ distr.Store }

func (s lastOnly) Changed(ctx context.Context, v tenant.VendorID, since distr.Version) (distr.Changes, error) {
	now, err := s.Store.Changed(ctx, v, since)
	if err != nil || now.Version == since {
		return now, err
	}
	return s.Store.Changed(ctx, v, now.Version-1)
}
