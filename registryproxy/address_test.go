package registryproxy

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRedirectHosts(t *testing.T) {
	t.Parallel()
	d := &redirects{hosts: []string{"a.example", "*.b.example", "c.example:9000", "*.d.example:9000", "e.example:443", "[::1]:9000", "*.0.0.1"}}
	for address, want := range map[string]bool{
		"https://a.example/": true, "https://A.Example/": true, "https://a.example:443/": true, "http://a.example/": true, "http://a.example:80/": true,
		"https://x.b.example/": true, "https://x.y.B.example/": true, "https://c.example:9000/": true, "https://x.d.example:9000/": true, "https://e.example/": true, "https://[::1]:9000/": true,
		"https://a.example:8443/": false, "http://a.example:443/": false, "https://x.a.example/": false, "https://b.example/": false, "https://xb.example/": false,
		"https://c.example/": false, "https://x.d.example/": false, "https://a.example.evil.example/": false, "https://127.0.0.1/": false, "https://[::1]/": false,
	} {
		u, err := url.Parse(address)
		require.NoError(t, err)
		require.Equal(t, want, d.names(u), address)
	}
}

// TestPublicByProxy is what the proxy of an environment is asked for: what it
// resolves names to is its own affair, and nothing that is local by its form is
// asked of it.
func TestPublicByProxy(t *testing.T) {
	t.Parallel()
	storage := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "blob") }))
	t.Cleanup(storage.Close)
	var tunnels atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tunnels.Add(1)
		there, err := (&net.Dialer{}).DialContext(r.Context(), "tcp", storage.Listener.Addr().String())
		if err != nil || r.Method != http.MethodConnect {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		here, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		_, _ = io.WriteString(here, "HTTP/1.1 200 OK\r\n\r\n")
		go func() {
			_, _ = io.Copy(there, here)
			_ = there.Close()
		}()
		_, _ = io.Copy(here, there)
		_ = here.Close()
	}))
	t.Cleanup(proxy.Close)
	by, err := url.Parse(proxy.URL)
	require.NoError(t, err)
	trusted := x509.NewCertPool()
	trusted.AddCert(storage.Certificate())
	own := tls.Certificate{Certificate: [][]byte{storage.Certificate().Raw}}
	transport := newPublicTransport(&http.Transport{Proxy: http.ProxyURL(by), TLSClientConfig: &tls.Config{RootCAs: trusted, Certificates: []tls.Certificate{own}}})
	get := func(ctx context.Context, address string) (string, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		require.NoError(t, err)
		resp, err := transport.RoundTrip(req)
		if err != nil {
			return "", err
		}
		defer func() { _ = resp.Body.Close() }()
		body, err := io.ReadAll(resp.Body)
		return string(body), err
	}
	body, err := get(t.Context(), "https://example.com/x") // which the certificate of the test's server is for
	require.NoError(t, err)
	require.Equal(t, "blob", body)
	require.EqualValues(t, 1, tunnels.Load())
	for _, address := range []string{"https://localhost/x", "https://127.0.0.1/x", "https://2130706433/x", "https://[::1]/x", "https://registry/x"} {
		_, err := get(t.Context(), address)
		require.ErrorIs(t, err, errPrivate, address)
	}
	require.EqualValues(t, 1, tunnels.Load())
	require.Empty(t, trustOf(&tls.Config{Certificates: []tls.Certificate{own}}).Certificates, "a certificate of ours stays at home")
}
