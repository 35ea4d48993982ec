package registryproxy

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestConfigRefused(t *testing.T) {
	t.Parallel()
	up := Upstream{Registry: "registry.example"}
	key, err := tenant.NewSigningKey(rand.Reader)
	require.NoError(t, err)
	other, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	require.NoError(t, err)
	tests := []struct {
		name   string
		config Config
		says   string
	}{
		{"no upstream", Config{}, `upstream ""`},
		{"upstream with a path", Config{Upstream: Upstream{Registry: "https://registry.example/v2"}}, "upstream"},
		{"upstream over something else", Config{Upstream: Upstream{Registry: "ftp://registry.example"}}, "upstream"},
		{"public URL with a path", Config{Upstream: up, PublicURL: "https://acme.example/registry"}, "public URL"},
		{"public URL with a slash", Config{Upstream: up, PublicURL: "https://acme.example/"}, "public URL"},
		{"public URL without a scheme", Config{Upstream: up, PublicURL: "acme.example"}, "public URL"},
		{"public URL with a user", Config{Upstream: up, PublicURL: "https://a@acme.example"}, "public URL"},
		{"service with quotes", Config{Upstream: up, Service: `a"b`}, "service"},
		{"short life", Config{Upstream: up, TokenLife: 59 * time.Second}, "token life 59s"},
		{"half seconds", Config{Upstream: up, TokenLife: 90*time.Second + 500*time.Millisecond}, "token life"},
		{"long life", Config{Upstream: up, TokenLife: 2 * time.Hour}, "token life"},
		{"refusals", Config{Upstream: up, Refusals: "perhaps"}, `refusals "perhaps"`},
		{"trusted proxies", Config{Upstream: up, TrustedProxies: make([]netip.Prefix, 1)}, "trusted proxies"},
		{"stall", Config{Upstream: up, Stall: -1}, "stall"},
		{"vendor", Config{Upstream: up, Vendor: "a/b"}, "a/b"},
		{"two keys of one name", Config{Upstream: up, Keys: []tenant.SigningKey{key, key}}, "two keys"},
		{"a key without a name", Config{Upstream: up, Keys: []tenant.SigningKey{{Private: key.Private}}}, "signing key"},
		{"a key on another curve", Config{Upstream: up, Keys: []tenant.SigningKey{{ID: "a", Private: other}}}, "P-256"},
		{"no chance", Config{Upstream: up, Rand: strings.NewReader("")}, io.EOF.Error()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := New(newTestGate(), tt.config)
			require.ErrorContains(t, err, tt.says)
		})
	}
	_, err = New(nil, Config{Upstream: up})
	require.ErrorContains(t, err, "gatekeeper")
}

func TestRealm(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	for _, tt := range []struct {
		name, host, public, realm string
		status                    int
	}{
		{"the host asked for", "registry.acme.example:5000", "", `realm="http://registry.acme.example:5000/token"`, 401},
		{"an address", "[::1]:5000", "", `realm="http://[::1]:5000/token"`, 401},
		{"the public URL", "10.0.0.1", "https://registry.acme.example", `realm="https://registry.acme.example/token",service="registry.acme.example"`, 401},
		{"no host that we would write", "a%2f,b", "", "", 400},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := &stand{gate: s.gate, upstream: s.upstream}
			s.serve(t, s.gate, func(c *Config) { c.PublicURL = tt.public })
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.server.URL+"/v2/", nil)
			require.NoError(t, err)
			req.Host = tt.host
			req.Header.Set("X-Forwarded-Proto", "https")
			req.Header.Set("X-Forwarded-Host", "evil.example")
			resp, _ := send(t, req)
			require.Equal(t, tt.status, resp.StatusCode)
			require.Contains(t, resp.Header.Get("WWW-Authenticate"), tt.realm)
		})
	}
}

func TestOtherPaths(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	for path, status := range map[string]int{"/": 404, "/v2": 404, "/token/": 404, "/favicon.ico": 404, "/.well-known/jwks.json": 200} {
		resp, _ := s.request(t, http.MethodGet, path, "")
		require.Equal(t, status, resp.StatusCode, path)
		require.Equal(t, "nosniff", resp.Header.Get("X-Content-Type-Options"))
	}
	resp, _ := s.request(t, http.MethodPost, "/.well-known/jwks.json", "")
	require.Equal(t, http.StatusMethodNotAllowed, resp.StatusCode)
}
