package registryproxy

import (
	"context"
	"sync"
)

// lanes let work on one thing go on one after the other, and work on different
// things side by side. The zero value is ready.
type lanes struct {
	mu   sync.Mutex
	busy map[laneKey]*lane
}

// A laneKey is what work is done on.
type laneKey struct{ registry, repository, tag string }

// A lane is one thing that is worked on. Its place holds something while somebody
// is at it.
type lane struct {
	place chan struct{}
	users int // at it, and waiting
}

// enter waits for its turn, and returns what ends it. The error is that of the
// context.
func (l *lanes) enter(ctx context.Context, key laneKey) (leave func(), err error) {
	l.mu.Lock()
	if l.busy == nil {
		l.busy = map[laneKey]*lane{}
	}
	at := l.busy[key]
	if at == nil {
		at = &lane{place: make(chan struct{}, 1)}
		l.busy[key] = at
	}
	at.users++
	l.mu.Unlock()
	select {
	case at.place <- struct{}{}:
		return func() { <-at.place; l.drop(key, at) }, nil
	case <-ctx.Done():
		l.drop(key, at)
		return nil, ctx.Err()
	}
}

// drop forgets a lane that nobody uses any more.
func (l *lanes) drop(key laneKey, at *lane) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if at.users--; at.users == 0 {
		delete(l.busy, key)
	}
}
