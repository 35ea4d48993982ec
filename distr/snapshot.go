package distr

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A snapshot is what a process remembers of one vendor, so that a decision asks
// no store. It is filled as questions come, and forgets just what has changed:
// at once what this process changes, within [Freshness] what others do.
type snapshot struct {
	hub    *Hub
	vendor tenant.VendorID

	told       bell          // rings when this process has written events
	doubts     atomic.Uint64 // how often this process has changed something
	refreshing sync.Mutex    // one caller asks what has changed, the others wait for its answer
	filling    sync.Mutex    // contents are big: one caller loads them

	mu      sync.RWMutex // guards all below
	checked time.Time    // when the store was last asked
	settled uint64       // the doubts that had been raised before that
	version Version      // up to which changes are known
	shelved *shelf
	staff   map[tenant.CredentialID]knownCredential
	keys    *keyring
	stocked map[entitlement.RepositoryPath]stock
	living  map[tenant.CustomerID]*resident
	roster  *roster

	set atomic.Pointer[tenant.Settings] // written under mu, read by every request without it
}

func newSnapshot(h *Hub, v tenant.VendorID) *snapshot {
	return &snapshot{
		hub: h, vendor: v,
		stocked: map[entitlement.RepositoryPath]stock{},
		living:  map[tenant.CustomerID]*resident{},
	}
}

// doubt lets the next reader ask the store before it believes the snapshot.
func (s *snapshot) doubt() { s.doubts.Add(1) }

// refresh forgets what has changed since it was loaded. When it returns, every
// change is known that this process had finished before, or another process by
// [Freshness] before. If the store cannot say, nothing that the snapshot
// holds may be believed, and the error says so.
func (s *snapshot) refresh(ctx context.Context) error {
	if s.fresh() {
		return nil
	}
	s.refreshing.Lock()
	defer s.refreshing.Unlock()
	if s.fresh() {
		return nil
	}
	// Read before the store is asked: a change that comes in between is not
	// among them. They are settled when its answer is known, and until then
	// nobody else believes the snapshot either.
	doubts := s.doubts.Load()
	s.mu.RLock()
	since := s.version
	s.mu.RUnlock()
	asked := s.hub.config.Now()
	changes, err := s.hub.store.Changed(ctx, s.vendor, since)
	if err != nil {
		s.doubt()
		return fmt.Errorf("asking what has changed: %w", err)
	}
	s.forget(changes)
	s.mu.Lock()
	s.checked, s.settled = asked, doubts
	s.mu.Unlock()
	return nil
}

func (s *snapshot) fresh() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.doubts.Load() != s.settled {
		return false
	}
	// A clock that was set back makes the age negative: not fresh either.
	age := s.hub.config.Now().Sub(s.checked)
	return !s.checked.IsZero() && age >= 0 && age < Freshness
}

func (s *snapshot) forget(c Changes) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.version = max(s.version, c.Version)
	if c.All || c.Vendor {
		s.shelved, s.staff, s.keys = nil, nil, nil
		s.set.Store(nil)
	}
	if c.All {
		clear(s.living)
		s.roster = nil
		for r, have := range s.stocked {
			s.stocked[r] = stock{have.contents, true}
		}
		return
	}
	for _, id := range c.Customers {
		delete(s.living, id)
	}
	s.roster.add(c.Customers)
	for _, id := range c.Products {
		for r, have := range s.stocked {
			if s.shelved == nil || s.shelved.products[r].ID == id {
				s.stocked[r] = stock{have.contents, true}
			}
		}
	}
}

// load reads the vendor's room and says of which version the state was.
func (s *snapshot) load(ctx context.Context, fn func(VendorView) error) (at Version, err error) {
	err = s.hub.store.View(ctx, s.vendor, func(view VendorView) error {
		if at, err = view.Version(); err != nil {
			return err
		}
		return fn(view)
	})
	return at, err
}

// keep runs fn, which puts what was loaded at that version into the snapshot,
// unless the snapshot has learnt of a change since: then what was loaded may be
// outdated, and serves only the caller who began before the change.
func (s *snapshot) keep(at Version, fn func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at >= s.version {
		fn()
	}
}
