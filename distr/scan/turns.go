package scan

import (
	"context"
	"net"
	"sync"
)

// turns lets one at a time talk to each host.
type turns struct {
	mu   sync.Mutex
	held map[string]*turn
}

type turn struct {
	free  chan struct{}
	wants int // who has it or waits for it
}

func newTurns() *turns { return &turns{held: map[string]*turn{}} }

// take waits for a host. What it returns gives the host back.
func (t *turns) take(ctx context.Context, host string) (give func(), err error) {
	t.mu.Lock()
	mine := t.held[host]
	if mine == nil {
		mine = &turn{free: make(chan struct{}, 1)}
		t.held[host] = mine
	}
	mine.wants++
	t.mu.Unlock()
	leave := func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if mine.wants--; mine.wants == 0 {
			delete(t.held, host)
		}
	}
	select {
	case mine.free <- struct{}{}:
		return func() { <-mine.free; leave() }, nil
	case <-ctx.Done():
		leave()
		return nil, ctx.Err()
	}
}

// A line is the connection of one request. A transport closes it some time after the
// answer; the next request is made when it is closed.
type line struct {
	mu   sync.Mutex
	over bool
	conn net.Conn
}

func (l *line) keep(conn net.Conn, err error) (net.Conn, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if l.over { // nobody waits for it any more
		_ = conn.Close()
		return nil, context.Canceled
	}
	l.conn = conn
	return conn, nil
}

func (l *line) hangUp() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over = true
	if l.conn != nil {
		_ = l.conn.Close()
	}
}
