package storetest

import (
	"context"
	"errors"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// brokenContexts do not care that somebody has given up.
func brokenContexts() []broken {
	return []broken{
		{"does not look at the context", "Cancel", "cancelled before", bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
			return s.Update(context.WithoutCancel(ctx), v, fn)
		})},
		{"looks at the context only at first", "Cancel", "cancelled within", bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return s.Update(context.WithoutCancel(ctx), v, fn)
		})},
		{"says that nothing was kept, and keeps it", "Cancel", "left something behind", bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
			return errors.Join(s.Update(context.WithoutCancel(ctx), v, fn), ctx.Err())
		})},
		{"looks at the context once more when all is kept", "Cancel", "said that it was not kept, and was", bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
			err := s.Update(ctx, v, fn)
			time.Sleep(5 * time.Millisecond)
			return errors.Join(err, ctx.Err())
		})},
	}
}
