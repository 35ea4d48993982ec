package storetest

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestRightStores shows that the checks ask for no more than is promised: stores
// which go about it in quite different ways pass all of them.
func TestRightStores(t *testing.T) {
	for _, right := range []struct {
		name string
		open func() distr.Store
	}{
		{"in memory", func() distr.Store { return memory.New() }},
		{"runs each function twice", bendUpdate(runTwice)},
		{"runs functions elsewhere", bendUpdate(runElsewhere)},
		{"always answers All", bendChanged(func(c distr.Changes) distr.Changes { return distr.Changes{Version: c.Version, All: true} })},
		{"counts in tens", func() distr.Store { return scaled{memory.New(), 10, 1} }},
		{"lets readers and writers wait for each other", func() distr.Store { return &locking{Store: memory.New()} }},
		{"hands out nil for an empty list", bendView(func(v distr.VendorView) distr.VendorView { return nilView{v} })},
	} {
		for _, c := range Checks() {
			t.Run(right.name+"/"+c.Name, func(t *testing.T) {
				t.Parallel()
				require.Empty(t, complaints(t, func(t T) { c.Run(t, right.open()) }))
			})
		}
	}
}

// TestReopen opens a store again that kept everything, one that kept nothing and
// one that forgot something.
func TestReopen(t *testing.T) {
	for _, again := range []struct {
		name string
		open func(s distr.Store) distr.Store
		says string
	}{
		{"kept nothing", func(distr.Store) distr.Store { return memory.New() }, "the room of acme, opened again"},
		{"forgot what has changed", func(s distr.Store) distr.Store {
			return bent{Store: s, changed: func(c distr.Changes) distr.Changes { return distr.Changes{Version: c.Version, Vendor: true} }}
		}, "Changed since the beginning, opened again"},
		{"forgot which events there were", func(s distr.Store) distr.Store {
			return bent{Store: s, tx: func(tx distr.VendorTx) distr.VendorTx { return forgettingTx{tx} }}
		}, "an event of an ID that was taken before"},
	} {
		t.Run(again.name, func(t *testing.T) {
			s := memory.New()
			require.Contains(t, complaints(t, func(t T) { Reopen(t, s, func() distr.Store { return again.open(s) }) }), again.says)
		})
	}
	s := memory.New()
	require.Empty(t, complaints(t, func(t T) { Reopen(t, s, func() distr.Store { return s }) }), "a store that kept everything")
}

// runTwice forgets what a first run did, as a store does whose commit failed.
func runTwice(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
	if err := s.Update(ctx, v, func(tx distr.VendorTx) error { return errors.Join(fn(tx), errRollback) }); !errors.Is(err, errRollback) {
		return err
	}
	return s.Update(ctx, v, fn)
}

// runElsewhere runs functions in another goroutine, as a store does which lets
// one caller do the work of all that wait.
func runElsewhere(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
	var err error
	var panicked any
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { panicked = recover() }()
		err = s.Update(ctx, v, fn)
	}()
	<-done
	if panicked != nil {
		panic(panicked)
	}
	return err
}

// locking has one lock for views and updates.
type locking struct {
	distr.Store
	mu sync.RWMutex
}

func (s *locking) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.Store.View(ctx, v, fn)
}

func (s *locking) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Store.Update(ctx, v, fn)
}

type nilView struct{ distr.VendorView }

func (v nilView) Events(q distr.EventQuery) ([]distr.Event, error) {
	list, err := v.VendorView.Events(q)
	if len(list) == 0 {
		return nil, err
	}
	return list, err
}

type forgettingTx struct{ distr.VendorTx }

func (tx forgettingTx) Append(e distr.Event) error {
	if err := tx.VendorTx.Append(e); !errors.Is(err, tenant.ErrConflict) {
		return err
	}
	return nil
}
