package registryproxy

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPublic(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"8.8.8.8": true, "1.1.1.1": true, "172.15.255.255": true, "172.32.0.0": true, "100.63.255.255": true, "100.128.0.0": true,
		"223.255.255.255": true, "2606:4700::1111": true, "2a00::1": true,

		"127.0.0.1": false, "127.255.255.255": false, "0.0.0.0": false, "0.1.2.3": false, "10.0.0.1": false, "172.16.0.1": false, "172.31.255.255": false,
		"192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false, "100.127.255.255": false, "192.0.0.1": false, "192.0.2.1": false,
		"198.18.0.1": false, "198.19.255.255": false, "198.51.100.1": false, "203.0.113.1": false, "192.88.99.1": false, "224.0.0.1": false,
		"239.255.255.255": false, "240.0.0.1": false, "255.255.255.255": false,
		"::": false, "::1": false, "::ffff:8.8.8.8": false, "::ffff:127.0.0.1": false, "::7f00:1": false, "64:ff9b::7f00:1": false,
		"64:ff9b::808:808": false, "64:ff9b:1::1": false, "100::1": false, "2001::1": false, "2001:2::1": false, "2001:db8::1": false,
		"2002:7f00:1::": false, "3fff::1": false, "fc00::1": false, "fd00:ec2::254": false, "fe80::1": false, "fe80::1%eth0": false, "fec0::1": false, "ff02::1": false,
	} {
		require.Equal(t, want, public(netip.MustParseAddr(address)), address)
	}
	require.False(t, public(netip.Addr{}))
}

func TestPublicName(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"storage.example": true, "a.b.amazonaws.com": true, "8.8.8.8": true, "2606:4700::1111": true, "storage.example.": true, "xn--bcher-kva.example": true,
		"localhost": false, "LOCALHOST": false, "a.localhost": false, "registry": false, "printer.local": false, "metadata.google.internal": false,
		"127.0.0.1": false, "127.1": false, "2130706433": false, "0x7f.1": false, "127.0.0.0x1": false, "1.2.3.4.5": false, "::1": false, "10.0.0.1.": false,
	} {
		require.Equal(t, want, publicName(host), host)
	}
}

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
