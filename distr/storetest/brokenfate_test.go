package storetest

import (
	"context"
	"errors"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// errRollback has a right store forget what was done.
var errRollback = errors.New("roll back")

type vendorFn = func(distr.VendorTx) error

// brokenFates keep what is to be forgotten, or say so.
func brokenFates() []broken {
	return []broken{
		{"keeps what was written before an error", "Atomic", "an update that failed left something behind", func() distr.Store {
			return bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
				var failed error
				err := s.Update(ctx, v, func(tx distr.VendorTx) error {
					failed = fn(tx)
					return nil
				})
				return errors.Join(failed, err)
			})
		}},
		{"keeps what was written before a panic", "Atomic", "an update that panicked left something behind", func() distr.Store {
			return bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
				var panicked any
				err := s.Update(ctx, v, func(tx distr.VendorTx) error {
					defer func() { panicked = recover() }()
					return fn(tx)
				})
				if panicked != nil {
					panic(panicked)
				}
				return err
			})
		}},
		{"swallows a panic", "Atomic", "hands on the panic", func() distr.Store {
			return bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
				defer func() { _ = recover() }()
				return s.Update(ctx, v, fn)
			})
		}},
		{"makes an error of its own of the function's", "Atomic", "returns the error of its function", func() distr.Store {
			return bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
				if err := s.Update(ctx, v, fn); err != nil {
					return errors.New(err.Error())
				}
				return nil
			})
		}},
		{"raises the version when an update fails", "Atomic", "an update that failed left something behind", func() distr.Store {
			return bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
				err := s.Update(ctx, v, fn)
				if err != nil {
					return errors.Join(err, s.Update(ctx, v, func(tx distr.VendorTx) error { return tx.Append(distr.Event{ID: "failed"}) }))
				}
				return err
			})
		}},
		{"never forgets the ID of an event", "Atomic", "taken for good", func() distr.Store {
			used := map[distr.EventID]bool{}
			return bendTx(func(tx distr.VendorTx) distr.VendorTx { return rememberingTx{tx, used} })
		}},
		{"lets a transaction live on", "Ended", "used after its function returned changed something", func() distr.Store {
			s := memory.New()
			return bent{Store: s, tx: func(tx distr.VendorTx) distr.VendorTx { return &immortalTx{VendorTx: tx, s: s} }}
		}},
		{"has one transaction for all", "Ended", "slipped its changes into another one", func() distr.Store {
			current := &sharedTx{}
			return bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
				return s.Update(ctx, v, func(tx distr.VendorTx) error {
					current.VendorTx = tx
					return fn(current)
				})
			})
		}},
	}
}

// brokenContexts do not care that somebody has given up.
func brokenContexts() []broken {
	return []broken{
		{"does not look at the context", "Cancel", "cancelled before", func() distr.Store {
			return bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
				return s.Update(context.WithoutCancel(ctx), v, fn)
			})
		}},
		{"looks at the context only at first", "Cancel", "cancelled within", func() distr.Store {
			return bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				return s.Update(context.WithoutCancel(ctx), v, fn)
			})
		}},
		{"says that nothing was kept, and keeps it", "Cancel", "left something behind", func() distr.Store {
			return bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
				return errors.Join(s.Update(context.WithoutCancel(ctx), v, fn), ctx.Err())
			})
		}},
		{"looks at the context once more when all is kept", "Cancel", "said that it was not kept, and was", func() distr.Store {
			return bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
				err := s.Update(ctx, v, fn)
				time.Sleep(2 * time.Millisecond)
				return errors.Join(err, ctx.Err())
			})
		}},
	}
}

type rememberingTx struct {
	distr.VendorTx
	used map[distr.EventID]bool
}

func (tx rememberingTx) Append(e distr.Event) error {
	if tx.used[e.ID] {
		return errors.New("taken for good")
	}
	tx.used[e.ID] = true
	return tx.VendorTx.Append(e)
}

// immortalTx adds customers also when it has ended, in an update of its own.
type immortalTx struct {
	distr.VendorTx
	s distr.Store
}

func (tx *immortalTx) AddCustomer(c tenant.Customer) error {
	if err := tx.VendorTx.AddCustomer(c); err == nil || errors.Is(err, tenant.ErrConflict) {
		return err
	}
	return tx.s.Update(context.Background(), acme, func(next distr.VendorTx) error { return next.AddCustomer(c) })
}

type sharedTx struct{ distr.VendorTx }
