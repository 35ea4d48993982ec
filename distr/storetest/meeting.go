package storetest

import (
	"sync"
	"time"
)

// patience is how long one side of a race waits for the other: long enough for
// a store that lets both in at once to do so, and all that a store which does
// not has to pay.
const patience = 20 * time.Millisecond

// A meeting brings two functions to the same point, if the store runs them at
// the same time at all.
type meeting struct {
	mu   sync.Mutex
	here int
	both chan struct{}
}

func newMeeting() *meeting { return &meeting{both: make(chan struct{})} }

// wait returns when the other is here too, or when it will not come.
func (m *meeting) wait() {
	m.mu.Lock()
	m.here++
	if m.here == 2 {
		close(m.both)
	}
	m.mu.Unlock()
	select {
	case <-m.both:
	case <-time.After(patience):
	}
}

// together calls fn n times at once and returns the errors.
func together(n int, fn func(i int) error) []error {
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = fn(i) })
	}
	all.Wait()
	return errs
}
