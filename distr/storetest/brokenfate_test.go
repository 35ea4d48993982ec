package storetest

import (
	"context"
	"errors"

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
		{"keeps what was written before an error", "Atomic", "an update that failed left something behind", bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
			var failed error
			err := s.Update(ctx, v, func(tx distr.VendorTx) error {
				failed = fn(tx)
				return nil
			})
			return errors.Join(failed, err)
		})},
		{"keeps what was written before a panic", "Atomic", "an update that panicked left something behind", bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
			var panicked any
			err := s.Update(ctx, v, func(tx distr.VendorTx) error {
				defer func() { panicked = recover() }()
				return fn(tx)
			})
			if panicked != nil {
				panic(panicked)
			}
			return err
		})},
		{"swallows a panic", "Atomic", "hands on the panic", bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
			defer func() { _ = recover() }()
			return s.Update(ctx, v, fn)
		})},
		{"makes an error of its own of the function's", "Atomic", "returns the error of its function", bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
			if err := s.Update(ctx, v, fn); err != nil {
				return errors.New(err.Error())
			}
			return nil
		})},
		{"raises the version when an update fails", "Atomic", "an update that failed left something behind", bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
			err := s.Update(ctx, v, fn)
			if err != nil {
				return errors.Join(err, s.Update(ctx, v, func(tx distr.VendorTx) error { return appendNext(tx, distr.Event{ID: "failed"}) }))
			}
			return err
		})},
		{"never forgets the ID of an event", "Atomic", "taken for good", func() distr.Store {
			used := map[distr.EventID]bool{}
			return bendTx(func(tx distr.VendorTx) distr.VendorTx { return rememberingTx{tx, used} })()
		}},
		{"loses a connection when a View panics", "Atomic", "no connection is free", func() distr.Store {
			return &leakyStore{Store: memory.New(), free: 20}
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
			})()
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

// leakyStore has so many connections, and gets none back from a panic.
type leakyStore struct {
	distr.Store
	free int
}

func (s *leakyStore) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	if s.free == 0 {
		return errors.New("no connection is free")
	}
	s.free--
	err := s.Store.View(ctx, v, fn)
	s.free++
	return err
}
