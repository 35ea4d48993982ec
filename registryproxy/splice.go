package registryproxy

import (
	"context"
	"io"
	"net"
	"net/http/httptrace"
	"sync/atomic"
)

// A spliceConn is a connection to a registry, from which the kernel can move bytes to
// somewhere else (splice(2)), past the buffers of this process. A body of net/http whose
// length is known reads straight from the connection into the buffer that it is given,
// once for each time that it is read, when nothing lies before it. So who wants the bytes
// elsewhere says so for one buffer: asked to read into that one, the connection has them
// moved, says how many they were, and the body counts them as read. Where a body reads
// into anything else, as one behind TLS does, it gets them as always. One that is chunked
// reads several times, and into what is left of the buffer: it must not be read so.
type spliceConn struct {
	*net.TCPConn
	detour atomic.Pointer[detour]
}

// A detour is where the bytes go that are to be read into a buffer.
type detour struct {
	buffer *byte // the first of it
	move   func(io.Reader) int64
	taken  bool
}

// Read reads into the buffer, or has moved what has come, past it. What is wrong with
// this end of the way is found out before, so who moves meets the other end: its errors
// are not the registry's.
func (c *spliceConn) Read(b []byte) (int, error) {
	if d := c.detour.Load(); d != nil && !d.taken && len(b) > 0 && &b[0] == d.buffer {
		if n, err := arrived(c.TCPConn); err == nil && n > 0 {
			d.taken = true
			return int(d.move(&io.LimitedReader{R: c.TCPConn, N: min(n, int64(len(b)))})), nil
		}
	}
	return c.TCPConn.Read(b)
}

// read reads a piece of a body, of which this is the connection; nil: any other. It
// says whether the bytes were moved; else they lie in the buffer.
func (c *spliceConn) read(body io.Reader, buffer []byte, move func(io.Reader) int64) (n int, moved bool, err error) {
	if c == nil {
		n, err = body.Read(buffer)
		return n, false, err
	}
	d := &detour{buffer: &buffer[0], move: move}
	c.detour.Store(d)
	defer c.detour.Store(nil)
	n, err = body.Read(buffer)
	return n, d.taken, err
}

// spliced dials connections that can splice, where the system can.
func spliced(dial func(context.Context, string, string) (net.Conn, error)) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if tcp, ok := conn.(*net.TCPConn); ok && canSplice {
			return &spliceConn{TCPConn: tcp}, err
		}
		return conn, err
	}
}

// watchConn notes by which connection the answer to a request comes: none of these if
// it comes over TLS, or by a transport of somebody's own.
func (t *transfer) watchConn(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(got httptrace.GotConnInfo) {
		conn, _ := got.Conn.(*spliceConn)
		t.conn.Store(conn) // the last one counts: those before it led to a token, or on to another address
	}})
}
