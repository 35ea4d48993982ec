package memory

import (
	"errors"
	"sync"
)

// errEnded is what a view or transaction answers that was kept for too long.
var errEnded = errors.New("this view or transaction has ended: use it only within the function that it was given to")

// A span is the time during which a view or transaction may be used. Its lock
// also orders the methods of a transaction that several goroutines use, so that
// not even one that comes too late can touch a state that others read.
type span struct {
	mu   sync.Mutex
	over bool
}

// during calls fn unless the time is over.
func (s *span) during(fn func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return errEnded
	}
	return fn()
}

func (s *span) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
}

// read is during for what has a result.
func read[R any](s *span, fn func() (R, error)) (result R, err error) {
	err = s.during(func() error {
		result, err = fn()
		return err
	})
	return result, err
}
