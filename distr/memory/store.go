package memory

import (
	"context"
	"fmt"
	"sync"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Store is a [distr.Store] in memory. [New] makes one; it is safe to share.
type Store struct {
	mu    sync.Mutex
	rooms map[tenant.VendorID]*room
}

var _ distr.Store = (*Store)(nil)

// New makes an empty store.
func New() *Store {
	return &Store{rooms: map[tenant.VendorID]*room{}}
}

// View calls fn with the state of the room as it is now. Updates go on
// meanwhile; fn does not see them.
func (s *Store) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("viewing vendor %s: %w", v, err)
	}
	open := &span{}
	defer open.end()
	return fn(&view{open, s.state(v)})
}

// Update calls fn once, when all earlier updates of this vendor are through.
// The error of fn comes back as it is, and so does its panic.
func (s *Store) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("updating vendor %s: nothing was kept: %w", v, err)
	}
	r := s.room(v)
	select {
	case r.turn <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("waiting to update vendor %s: nothing was kept: %w", v, ctx.Err())
	}
	defer func() { <-r.turn }()

	draft := r.begin()
	defer draft.open.end()
	if err := fn(draft); err != nil {
		return err
	}
	draft.open.end()
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("updating vendor %s: nothing was kept: %w", v, err)
	}
	r.keep(draft)
	return nil
}

// Changed answers precisely, and with All only for a version that the room has
// not reached: whoever read that has read it elsewhere.
func (s *Store) Changed(ctx context.Context, v tenant.VendorID, since distr.Version) (distr.Changes, error) {
	if err := ctx.Err(); err != nil {
		return distr.Changes{}, fmt.Errorf("asking what changed at vendor %s: %w", v, err)
	}
	return s.state(v).changed(since), nil
}

// room is the vendor's room, made if there is none.
func (s *Store) room(v tenant.VendorID) *room {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, there := s.rooms[v]
	if !there {
		r = newRoom()
		s.rooms[v] = r
	}
	return r
}

// state is the room's state as it is now. Reading makes no room, or strangers
// could fill the memory by asking for vendors that do not exist.
func (s *Store) state(v tenant.VendorID) *state {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r, there := s.rooms[v]; there {
		return r.now.Load()
	}
	return &state{}
}
