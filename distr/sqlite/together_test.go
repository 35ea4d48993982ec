package sqlite

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// together runs the functions as updates of one transaction: the first waits in
// its function until all others wait for their turn. It returns the error of
// each, and for one that panicked or left its goroutine what it left behind.
func together(t *testing.T, s *Store, members ...member) []outcome {
	t.Helper()
	outcomes := make([]outcome, len(members))
	var all sync.WaitGroup
	running := make(chan struct{})
	for i, m := range members {
		if i > 0 {
			<-running // so that the first is the first
		}
		all.Go(func() {
			defer func() { outcomes[i].panicked = recover() }()
			ctx := t.Context
			if m.ctx != nil {
				ctx = m.ctx
			}
			outcomes[i].err = s.Update(ctx(), m.vendor, func(tx distr.VendorTx) error {
				if i == 0 {
					close(running)
					waitFor(t, s, len(members)-1)
					s.group.late.Reset(time.Minute) // the waiting took its time
				}
				return m.fn(tx)
			})
			outcomes[i].returned = true
		})
	}
	all.Wait()
	return outcomes
}

type member struct {
	vendor tenant.VendorID
	ctx    func() context.Context // nil: that of the test
	fn     func(distr.VendorTx) error
}

type outcome struct {
	err      error
	panicked any
	returned bool
}

func (t *turn) length() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.waiting.Len()
}

// waitFor waits until so many wait for their turn.
func waitFor(t *testing.T, s *Store, callers int) {
	for s.turn.length() < callers && t.Context().Err() == nil {
		time.Sleep(100 * time.Microsecond)
	}
}
