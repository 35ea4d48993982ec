package sqlite

import (
	"container/list"
	"context"
	"sync"
)

// A turn is had by one at a time, first come first served. Whoever has it may
// write.
type turn struct {
	mu      sync.Mutex
	taken   bool
	waiting list.List // of chan struct{}, closed when it is their turn
}

// take waits for the turn. Its error is that of the context, and then the caller
// has not got it.
func (t *turn) take(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t.mu.Lock()
	if !t.taken {
		t.taken = true
		t.mu.Unlock()
		return nil
	}
	mine := make(chan struct{})
	place := t.waiting.PushBack(mine)
	t.mu.Unlock()

	select {
	case <-mine:
		return nil
	case <-ctx.Done():
		t.mu.Lock()
		defer t.mu.Unlock()
		select {
		case <-mine: // it was given to us meanwhile, and nobody else will pass it on
			return nil
		default:
			t.waiting.Remove(place)
			return ctx.Err()
		}
	}
}

// pass gives the turn to who has waited longest, or to whoever comes next.
func (t *turn) pass() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.taken = t.give()
}

// hand gives the turn to who has waited longest. If nobody waits it returns
// false, and the turn stays where it is: asking first and giving then would lose
// those who stop waiting in between.
func (t *turn) hand() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.give()
}

func (t *turn) give() bool {
	first := t.waiting.Front()
	if first == nil {
		return false
	}
	close(t.waiting.Remove(first).(chan struct{}))
	return true
}
