//go:build unix

package faults

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// An injector listens on a port, relays each connection to another, and lets
// something happen to it.
type injector struct {
	listener *net.TCPListener
	target   string
	fault    func() fault // of the next connection; called by one goroutine

	relaying sync.WaitGroup
	mu       sync.Mutex
	links    map[*link]bool // nil: closed
}

// newInjector is one in front of a target, host and port. It is to be closed.
func newInjector(target string, next func() fault) (*injector, error) {
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	i := &injector{listener: l.(*net.TCPListener), target: target, fault: next, links: map[*link]bool{}}
	i.relaying.Go(i.accept)
	return i, nil
}

// host is where it listens.
func (i *injector) host() string { return i.listener.Addr().String() }

// close ends all connections, whatever has become of them, and waits.
func (i *injector) close() {
	_ = i.listener.Close() // it was only listened on
	i.mu.Lock()
	links := i.links
	i.links = nil
	i.mu.Unlock()
	for l := range links {
		l.end(false)
	}
	i.relaying.Wait()
}

func (i *injector) accept() {
	for {
		near, err := i.listener.AcceptTCP()
		if err != nil {
			return // it was closed
		}
		f := i.fault()
		i.relaying.Go(func() { i.link(near, f) })
	}
}

// A link is a connection on its way through an injector.
type link struct {
	near, far *net.TCPConn // of who dialled, and of the target
	once      sync.Once
	ended     chan struct{}
}

// end closes both ends, by RST if it is a reset.
func (l *link) end(reset bool) {
	l.once.Do(func() {
		close(l.ended)
		for _, end := range []*net.TCPConn{l.near, l.far} {
			if reset {
				_ = end.SetLinger(0) // or it is a cut
			}
			_ = end.Close() // whoever is at it hears of it
		}
	})
}

// link relays one connection until both of its directions have ended.
func (i *injector) link(near *net.TCPConn, f fault) {
	far, err := new(net.Dialer).DialContext(context.Background(), "tcp", i.target)
	if err != nil {
		_ = near.Close() // as if nobody were here
		return
	}
	l := &link{near: near, far: far.(*net.TCPConn), ended: make(chan struct{})}
	i.mu.Lock()
	if i.links != nil {
		i.links[l] = true
	}
	closed := i.links == nil
	i.mu.Unlock()
	if closed {
		l.end(false)
	}
	var both sync.WaitGroup
	both.Go(func() { l.relay(l.far, l.near, f, f.up) })
	both.Go(func() { l.relay(l.near, l.far, f, !f.up) })
	both.Wait()
	l.end(false)
	i.mu.Lock()
	delete(i.links, l)
	i.mu.Unlock()
}

// relay relays one direction, to which the fault happens or does not.
func (l *link) relay(dst, src *net.TCPConn, f fault, struck bool) {
	if !struck {
		f = fault{trouble: fine}
	}
	switch err := f.relay(dst, src, l.ended); {
	case errors.Is(err, errHalfOpen):
		<-l.ended
	case errors.Is(err, errReset):
		l.end(true)
	default:
		l.end(false)
	}
}

// TestInjector is that a fault does what it is called after, and nothing before.
func TestInjector(t *testing.T) {
	t.Parallel()
	said := noise(1, 100_000)
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	var talking sync.WaitGroup
	talking.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			talking.Go(func() {
				_, _ = conn.Write(said) // until it is cut
				_ = conn.Close()
			})
		}
	})
	t.Cleanup(talking.Wait)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	for _, tt := range []struct {
		fault fault
		want  int // bytes
		is    error
	}{
		{fault{trouble: fine}, len(said), nil},
		{fault{trouble: tiny, after: 10}, len(said), nil},
		{fault{trouble: slow, after: 10, rate: 4 << 20}, len(said), nil},
		{fault{trouble: late, after: 10, delay: 1}, len(said), nil},
		{fault{trouble: cut, after: 5000}, 5000, nil},
		{fault{trouble: cut, after: 5000, up: true}, len(said), nil},
		{fault{trouble: reset, after: 5000}, -1, errConnReset},
		{fault{trouble: halfOpen, after: 5000}, 5000, errStill},
	} {
		t.Run(string(tt.fault.trouble), func(t *testing.T) {
			t.Parallel()
			i, err := newInjector(l.Addr().String(), func() fault { return tt.fault })
			require.NoError(t, err)
			got, err := hear(t, i)
			i.close()
			require.ErrorIs(t, err, tt.is)
			if tt.want >= 0 {
				require.Len(t, got, tt.want)
				require.True(t, bytes.Equal(said[:tt.want], got))
			}
		})
	}
}

var (
	errConnReset = syscall.ECONNRESET
	errStill     = os.ErrDeadlineExceeded
)

// hear reads until nothing more comes.
func hear(t *testing.T, i *injector) ([]byte, error) {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", i.host())
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	var got []byte
	buffer := make([]byte, 1<<20)
	for {
		patience := 30 * time.Second
		if len(got) == 5000 {
			patience = 200 * time.Millisecond // what is half open by then stays so
		}
		require.NoError(t, conn.SetReadDeadline(time.Now().Add(patience)))
		n, err := conn.Read(buffer)
		got = append(got, buffer[:n]...)
		if errors.Is(err, io.EOF) {
			return got, nil
		}
		if err != nil {
			return got, err
		}
	}
}
