package ear

import (
	"io"
	"net"
	"os"
	"sync/atomic"
)

// A Listener takes the place of a server's own, which it is made of, before the server
// starts. That one listens for TCP.
type Listener struct {
	net.Listener
	Files atomic.Int64 // bytes that came from a file
	Conns atomic.Int64 // bytes that came from another connection
}

// Accept is for the server.
func (l *Listener) Accept() (net.Conn, error) {
	inner, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{inner.(*net.TCPConn), l}, nil
}

type conn struct {
	*net.TCPConn
	heard *Listener
}

// ReadFrom is what the server calls where it leaves the copying to the kernel.
func (c *conn) ReadFrom(from io.Reader) (int64, error) {
	n, err := c.TCPConn.ReadFrom(from)
	if limited, ok := from.(*io.LimitedReader); ok {
		switch limited.R.(type) {
		case *os.File:
			c.heard.Files.Add(n)
		case *net.TCPConn:
			c.heard.Conns.Add(n)
		}
	}
	return n, err
}
