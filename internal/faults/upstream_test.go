//go:build unix

package faults

import (
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/embedded"
)

// An elsewhere is a registry on a port of its own.
type elsewhere struct {
	inner  *embedded.Registry
	server *httptest.Server
	host   string
	over   *http.Transport // to it
}

// newElsewhere starts one over a folder of its own. Each of its answers goes
// through the handler, if there is one.
func newElsewhere(t testing.TB, through func(http.Handler) http.Handler) *elsewhere {
	t.Helper()
	inner, err := embedded.Open(embedded.Config{Root: t.TempDir()})
	require.NoError(t, err)
	var handler http.Handler = &httputil.ReverseProxy{
		Transport: inner.Transport(), ErrorLog: log.New(io.Discard, "", 0), // of connections that were cut
		Rewrite: func(r *httputil.ProxyRequest) { r.Out.URL.Scheme, r.Out.URL.Host = "http", embedded.Host },
	}
	if through != nil {
		handler = through(handler)
	}
	e := &elsewhere{inner: inner, server: httptest.NewUnstartedServer(handler), over: &http.Transport{DisableCompression: true}}
	e.server.Config.ErrorLog = log.New(io.Discard, "", 0) // as above
	e.server.Start()
	e.host = strings.TrimPrefix(e.server.URL, "http://")
	return e
}

// rest closes what is idle.
func (e *elsewhere) rest() {
	e.over.CloseIdleConnections()
	e.server.CloseClientConnections()
	e.inner.Transport().(interface{ CloseIdleConnections() }).CloseIdleConnections()
}

func (e *elsewhere) close(t testing.TB) {
	t.Helper()
	e.rest()
	e.server.Close()
	require.NoError(t, e.inner.Close())
}

// nowhere is an address that nobody listens at.
func nowhere(t testing.TB) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	return l.Addr().String()
}
