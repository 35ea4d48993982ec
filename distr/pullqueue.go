package distr

import (
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// defaultPullQueue is how many entries wait for the writer if nothing else is
// said. A server that begins twenty thousand pulls a second fills it in one.
const defaultPullQueue = 16_384

// A writtenPull is an entry as the writer takes it, a copy.
type writtenPull struct {
	who    tenant.Principal // its credential; the vendor says into which room
	record PullRecord
}

// begin queues a new entry, or counts it as lost if there is no room.
func (b *pullBook) begin(key pullKey, pull entitlement.Pull, entry entryMaker) error {
	if len(b.fresh)+b.held >= b.room {
		b.lost++
		b.call()
		return nil
	}
	if len(b.open) >= maxOpenPulls {
		b.forget(pull.Time)
	}
	record, err := entry(key.who, pull)
	if err != nil {
		b.lost++
		return err
	}
	e := &openPull{who: key.who, key: key, record: record, latest: pull.Time, queued: true}
	if len(b.open) < maxOpenPulls { // else it does not grow
		if before := b.open[key]; before != nil {
			before.loose = true
		}
		b.open[key] = e
		if pull.Allowed {
			b.last[pullPlace{key.who, key.repository}] = e
		}
	}
	b.fresh = append(b.fresh, e)
	if len(b.fresh) >= b.room/2 {
		b.call()
	}
	return nil
}

// grow adds to an entry. It takes no room in the queue, so it is never lost.
func (b *pullBook) grow(e *openPull, at time.Time, bytes int64, cut bool) {
	e.record.Bytes += max(0, bytes)
	e.record.Cut = e.record.Cut || cut
	if at.After(e.latest) {
		e.latest = at
	}
	if !e.queued {
		e.queued = true
		b.grown = append(b.grown, e)
	}
}

// call wakes the writer before its time.
func (b *pullBook) call() {
	select {
	case b.wake <- struct{}{}:
	default: // it was called already
	}
}

// pullsAtOnce is how many entries one update writes.
const pullsAtOnce = 1000

// take hands the entries of one update to the writer, fresh ones first, and grown
// ones if it asks for them. Until it settles they count as held.
func (b *pullBook) take(grown bool) []writtenPull {
	b.mu.Lock()
	defer b.mu.Unlock()
	var taken []writtenPull
	b.fresh = handOver(b.fresh, pullsAtOnce, &taken)
	if grown {
		b.grown = handOver(b.grown, pullsAtOnce-len(taken), &taken)
	}
	b.held += len(taken)
	return taken
}

func handOver(queue []*openPull, most int, taken *[]writtenPull) []*openPull {
	n := min(len(queue), most)
	for _, e := range queue[:n] {
		*taken = append(*taken, writtenPull{e.who, e.record})
		e.queued = false
	}
	rest := queue[n:]
	if len(rest) == 0 {
		return nil // what was queued is let go
	}
	return rest
}

// settle says that so many entries of those that were handed over are safe.
func (b *pullBook) settle(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.held -= n
}

// lose counts entries that are gone.
func (b *pullBook) lose(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lost += uint64(n)
}

func (b *pullBook) counts() (waiting int, lost uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.fresh) + len(b.grown) + b.held, b.lost
}

func (b *pullBook) resize(room int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.room = room
}

// full says whether half of the room is taken.
func (b *pullBook) full() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.fresh)+b.held >= b.room/2
}

// tidy forgets what nobody goes on with.
func (b *pullBook) tidy(at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.drop(func(e *openPull) bool { return at.Sub(e.latest) >= maxPullMemory })
	for who, r := range b.refused {
		if at.Sub(r.since) >= pullWindow {
			delete(b.refused, who)
		}
	}
}

// forget makes room among what is remembered: first by those that have ended, and
// if these are too few by any. To forget one too early costs an entry more.
func (b *pullBook) forget(at time.Time) {
	b.drop(func(e *openPull) bool { return at.Sub(e.latest) >= pullWindow })
	most := maxOpenPulls / 8 * 7
	if over := len(b.open) - most; over > 0 {
		b.drop(func(*openPull) bool { over--; return over >= 0 })
	}
}

// drop lets go of entries that are not queued.
func (b *pullBook) drop(which func(*openPull) bool) {
	for key, e := range b.open {
		if !e.queued && which(e) {
			delete(b.open, key)
			e.loose = true
		}
	}
	for place, e := range b.last {
		if e.loose && !e.queued {
			delete(b.last, place)
		}
	}
}
