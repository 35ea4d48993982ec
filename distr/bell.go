package distr

import "sync"

// A bell wakes everybody who waits for it. The zero value is ready.
type bell struct {
	mu   sync.Mutex
	next chan struct{}
}

// wait is a channel that is closed by the next ring. Whoever takes it before they
// look misses nothing that comes after.
func (b *bell) wait() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next == nil {
		b.next = make(chan struct{})
	}
	return b.next
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next != nil {
		close(b.next)
		b.next = nil
	}
}
