package registryproxy

import (
	"io"
	"net"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// An ear listens to how a server writes to its connections.
type ear struct {
	net.Listener
	heard *heard
}

// heard is how many bytes the kernel was asked to bring to clients.
type heard struct {
	files atomic.Int64 // from a file
	conns atomic.Int64 // from another connection
}

func (e ear) Accept() (net.Conn, error) {
	conn, err := e.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &heardConn{conn.(*net.TCPConn), e.heard}, nil
}

type heardConn struct {
	*net.TCPConn
	heard *heard
}

func (h *heardConn) ReadFrom(from io.Reader) (int64, error) {
	n, err := h.TCPConn.ReadFrom(from)
	if limited, ok := from.(*io.LimitedReader); ok {
		switch limited.R.(type) {
		case *os.File:
			h.heard.files.Add(n)
		case *net.TCPConn:
			h.heard.conns.Add(n)
		}
	}
	return n, err
}

// listenTo serves a stand's proxy once more, by way of an ear.
func (s *stand) listenTo(tb testing.TB) *heard {
	tb.Helper()
	heard := &heard{}
	s.server = httptest.NewUnstartedServer(s.proxy)
	s.server.Listener = ear{s.server.Listener, heard}
	s.server.Start()
	tb.Cleanup(s.server.Close)
	s.host = strings.TrimPrefix(s.server.URL, "http://")
	return heard
}

// requireHeard is that all of an answer was brought by the kernel, but for what goes
// out together with the headers, here and upstream. The client may have it before the
// server knows.
func requireHeard(tb testing.TB, bytes *atomic.Int64, size int) {
	tb.Helper()
	const headers = 8192
	require.Eventually(tb, func() bool { return bytes.Load() >= int64(size-headers) }, 10*time.Second, time.Millisecond,
		"something hides where the bytes come from, or that the kernel could bring them")
}
