package embedded

import (
	"context"
	"fmt"
	"net"
	"sync"
)

// listener is a net.Listener without a socket: each dial makes a pair of
// in-memory pipe ends, keeps one and hands the other to Accept.
type listener struct {
	conns  chan net.Conn // unbuffered, so no connection can be lost between dial and Close
	closed chan struct{}
	once   sync.Once
}

func newListener() *listener {
	return &listener{conns: make(chan net.Conn), closed: make(chan struct{})}
}

// dial has the shape of http.Transport.DialContext. It refuses every address
// but Host's, so that a redirect or a realm that points elsewhere fails
// instead of being answered by the wrong registry. Neither is there an https:
// go-containerregistry tries it first and takes the error for an answer.
func (l *listener) dial(ctx context.Context, _, addr string) (net.Conn, error) {
	if addr != Host+":80" {
		return nil, fmt.Errorf("embedded registry: no way to %s, only to http://%s", addr, Host)
	}
	client, server := net.Pipe()
	select {
	case l.conns <- server:
		return client, nil
	case <-l.closed:
		return nil, fmt.Errorf("embedded registry: %w", net.ErrClosed)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *listener) Addr() net.Addr { return memory{} }

// memory is the address of both ends of a connection.
type memory struct{}

func (memory) Network() string { return "memory" }
func (memory) String() string  { return Host }
