package storetest

import (
	"context"
	"sync"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// brokenRaces let those who work at the same time see each other's work, or not
// see it.
func brokenRaces() []broken {
	return []broken{
		{"writes without looking whether anything has changed", "Serializable", "one was lost", func() distr.Store { return newDeferring(nothing) }},
		{"looks only whether what it writes has changed", "Serializable", "that each read both rooms", func() distr.Store { return newDeferring(written) }},
		{"looks only whether the records that it read have changed", "Serializable", "the last customer there is room for", func() distr.Store { return newDeferring(read) }},
		{"reads the newest state with each method", "Consistent", "a View sees the state with which it began", func() distr.Store { return newestStore{memory.New()} }},
		{"shows what is not kept yet", "Consistent", "an update that is under way", func() distr.Store { return &leakingStore{Store: memory.New()} }},
	}
}

// newestStore has views that look anew each time that a customer is opened.
type newestStore struct{ distr.Store }

func (s newestStore) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	return s.Store.View(ctx, v, func(room distr.VendorView) error {
		return fn(newestView{room, func(id tenant.CustomerID) (c distr.CustomerView, err error) {
			return c, s.Store.View(ctx, v, func(now distr.VendorView) error {
				if c, err = now.Open(id); err != nil {
					return err
				}
				record, err := c.Customer()
				c = recordView{c, record}
				return err
			})
		}})
	})
}

type newestView struct {
	distr.VendorView
	open func(tenant.CustomerID) (distr.CustomerView, error)
}

func (v newestView) Open(id tenant.CustomerID) (distr.CustomerView, error) { return v.open(id) }

// recordView has read the customer's record already.
type recordView struct {
	distr.CustomerView
	record tenant.Customer
}

func (v recordView) Customer() (tenant.Customer, error) { return v.record, nil }

// leakingStore shows its views what an update has set so far.
type leakingStore struct {
	distr.Store
	mu      sync.Mutex
	profile map[tenant.CustomerID]tenant.Profile // while an update is under way
}

func (s *leakingStore) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	return s.Store.Update(ctx, v, func(tx distr.VendorTx) error {
		s.set(func() { s.profile = map[tenant.CustomerID]tenant.Profile{} })
		defer s.set(func() { s.profile = nil })
		return fn(press{tx, func(c distr.CustomerTx) distr.CustomerTx { return leakingTx{c, s} }})
	})
}

func (s *leakingStore) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	return s.Store.View(ctx, v, func(room distr.VendorView) error {
		return fn(lens{room, func(c distr.CustomerView) distr.CustomerView {
			record, _ := c.Customer()
			s.set(func() {
				if p, leaked := s.profile[record.ID]; leaked {
					record.Profile = p
				}
			})
			return recordView{c, record}
		}})
	})
}

func (s *leakingStore) set(fn func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn()
}

type leakingTx struct {
	distr.CustomerTx
	s *leakingStore
}

func (tx leakingTx) SetProfile(p tenant.Profile) error {
	record, err := tx.Customer()
	if err != nil {
		return err
	}
	tx.s.set(func() { tx.s.profile[record.ID] = p })
	return tx.CustomerTx.SetProfile(p)
}
