package distr

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

// usesAtATime is how many uses one update writes at most.
const usesAtATime = 1000

// A usageQueue is the uses of one vendor's customers that are to be written. The
// first who comes leads: he writes all that wait, in one update, and hands the lead to
// the first who has come meanwhile. So a commit, which waits for the disk, is shared
// by all who came while the one before was waiting, and nobody waits for a timer.
type usageQueue struct {
	hub *Hub

	mu      sync.Mutex
	led     bool
	waiting []*pendingUse
}

// A pendingUse waits to be written.
type pendingUse struct {
	account *Account
	use     Use
	leads   chan struct{} // gets one value if it is to lead
	done    chan struct{} // closed when out and err say what became of it
	out     Recorded
	err     error
}

func (q *usageQueue) record(ctx context.Context, p *pendingUse) (Recorded, error) {
	q.mu.Lock()
	q.waiting = append(q.waiting, p)
	first := !q.led
	q.led = true
	q.mu.Unlock()
	if first {
		q.lead(ctx)
	} else if !q.await(ctx, p) {
		return Recorded{}, fmt.Errorf("recording use %q: it is open whether it is counted, tell it again: %w", p.use.Key, ctx.Err())
	}
	<-p.done // who leads is among those who are written
	return p.out, p.err
}

// await waits until a use is written, or leads. It returns false if the context ended
// before either.
func (q *usageQueue) await(ctx context.Context, p *pendingUse) bool {
	select {
	case <-p.done:
	case <-p.leads:
		q.lead(ctx)
	case <-ctx.Done():
		q.leave(p)
		return false
	}
	return true
}

// lead writes what waits. It goes on when the leader's own context ends: others wait.
func (q *usageQueue) lead(ctx context.Context) {
	q.mu.Lock()
	n := min(len(q.waiting), usesAtATime)
	batch := slices.Clone(q.waiting[:n])
	q.waiting = slices.Delete(q.waiting, 0, n)
	q.mu.Unlock()
	defer q.pass()
	defer func() {
		for _, p := range batch {
			close(p.done)
		}
	}()
	if err := q.hub.writeUsages(context.WithoutCancel(ctx), batch); err != nil {
		for _, p := range batch {
			p.out, p.err = Recorded{}, fmt.Errorf("recording use %q: %w", p.use.Key, err)
		}
	}
}

// pass hands the lead to the first who waits.
func (q *usageQueue) pass() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.led = len(q.waiting) > 0; q.led {
		q.waiting[0].leads <- struct{}{}
	}
}

// leave takes somebody out who does not wait any longer.
func (q *usageQueue) leave(p *pendingUse) {
	q.mu.Lock()
	if i := slices.Index(q.waiting, p); i >= 0 {
		q.waiting = slices.Delete(q.waiting, i, i+1)
	}
	q.mu.Unlock()
	select {
	case <-p.leads: // was handed the lead just then
		q.pass()
	default:
	}
}
