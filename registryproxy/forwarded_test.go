package registryproxy

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestForwarded(t *testing.T) {
	t.Parallel()
	ours := []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd00::/8")}
	tests := []struct {
		name   string
		peer   string // default: one of ours
		public string
		tls    bool
		header []string
		want   string
	}{
		{name: "nothing", want: "http://in.example"},
		{name: "nothing, over TLS", tls: true, want: "https://in.example"},
		{name: "both", header: []string{"X-Forwarded-Proto", "https", "X-Forwarded-Host", "acme.example:444"}, want: "https://acme.example:444"},
		{name: "the scheme", header: []string{"X-Forwarded-Proto", "HTTPS"}, want: "https://in.example"},
		{name: "the host", header: []string{"X-Forwarded-Host", "acme.example"}, want: "http://acme.example"},
		{name: "over TLS and not before", tls: true, header: []string{"X-Forwarded-Proto", "http"}, want: "http://in.example"},
		{name: "over IPv6", peer: "[fd00::1]:5", header: []string{"X-Forwarded-Proto", "https"}, want: "https://in.example"},
		{name: "over IPv4 in IPv6", peer: "[::ffff:10.1.2.3]:5", header: []string{"X-Forwarded-Proto", "https"}, want: "https://in.example"},
		{name: "the last of several", header: []string{"X-Forwarded-Proto", "http, https", "X-Forwarded-Host", "evil.example", "X-Forwarded-Host", "evil.example, acme.example"}, want: "https://acme.example"},
		{name: "RFC 7239", header: []string{"Forwarded", `for=1.2.3.4;Proto=https; host="acme.example:444"`}, want: "https://acme.example:444"},
		{name: "RFC 7239, the last of several", header: []string{"Forwarded", "host=evil.example;proto=http, for=10.0.0.1;proto=https;host=acme.example"}, want: "https://acme.example"},
		{name: "RFC 7239, of who asked only", header: []string{"Forwarded", "for=10.0.0.1"}, want: "http://in.example"},
		{name: "both say the same", header: []string{"Forwarded", "proto=https;host=acme.example", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "ACME.example"}, want: "https://ACME.example"},
		{name: "they add up", header: []string{"Forwarded", "proto=https", "X-Forwarded-Host", "acme.example"}, want: "https://acme.example"},
		{name: "they contradict each other", header: []string{"Forwarded", "proto=http;host=evil.example", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "acme.example"}, want: "http://in.example"},

		{name: "somebody else", peer: "10.2.0.1:5", header: []string{"X-Forwarded-Proto", "https", "X-Forwarded-Host", "evil.example"}, want: "http://in.example"},
		{name: "somebody else, by RFC 7239", peer: "10.2.0.1:5", header: []string{"Forwarded", "proto=https;host=evil.example"}, want: "http://in.example"},
		{name: "nobody in particular", peer: "@", header: []string{"X-Forwarded-Proto", "https"}, want: "http://in.example"},
		{name: "with a public URL", public: "https://acme.example", header: []string{"X-Forwarded-Proto", "http", "X-Forwarded-Host", "evil.example"}, want: "https://acme.example"},
		{name: "another scheme", header: []string{"X-Forwarded-Proto", "gopher"}, want: "http://in.example"},
		{name: "quotes", header: []string{"X-Forwarded-Host", `a.example",evil="`}, want: "http://in.example"},
		{name: "a path", header: []string{"X-Forwarded-Host", "acme.example/x"}, want: "http://in.example"},
		{name: "a user", header: []string{"X-Forwarded-Host", "a@acme.example"}, want: "http://in.example"},
		{name: "nothing last", header: []string{"X-Forwarded-Host", "evil.example,"}, want: "http://in.example"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, err := New(newTestGate(), Config{Upstream: Upstream{Registry: "upstream.invalid"}, TrustedProxies: ours, PublicURL: tt.public, Service: "acme"})
			require.NoError(t, err)
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://in.example/v2/", nil)
			if r.RemoteAddr = tt.peer; tt.peer == "" {
				r.RemoteAddr = "10.1.2.3:5"
			}
			if tt.tls {
				r.TLS = &tls.ConnectionState{}
			}
			for i := 0; i < len(tt.header); i += 2 {
				r.Header.Add(tt.header[i], tt.header[i+1])
			}
			w := httptest.NewRecorder()
			p.ServeHTTP(w, r)
			require.Equal(t, http.StatusUnauthorized, w.Code)
			require.Equal(t, `Bearer realm="`+tt.want+`/token",service="acme"`, w.Header().Get("WWW-Authenticate"))
		})
	}
}

// TestForwardedToNobody is the default: nobody is believed, whoever it is.
func TestForwardedToNobody(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	for _, header := range [][]string{{"X-Forwarded-Proto", "https", "X-Forwarded-Host", "evil.example"}, {"Forwarded", "proto=https;host=evil.example"}} {
		resp, _ := s.request(t, http.MethodGet, "/v2/", "", header...)
		require.Contains(t, resp.Header.Get("WWW-Authenticate"), `realm="http://`+s.host+`/token"`)
	}
	s.serve(t, s.gate, func(c *Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	resp, _ := s.request(t, http.MethodGet, "/v2/", "", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "acme.example")
	require.Contains(t, resp.Header.Get("WWW-Authenticate"), `realm="https://acme.example/token"`)
}
