package registryproxy

import (
	"crypto/rand"
	"crypto/x509"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestTokenConfusion makes tokens in all the ways in which one was once taken for
// good that should not have been.
func TestTokenConfusion(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	foreign, err := tenant.NewSigningKey(rand.Reader)
	require.NoError(t, err)
	spare, err := tenant.NewSigningKey(rand.Reader)
	require.NoError(t, err)
	own, err := tenant.NewSigningKey(rand.Reader)
	require.NoError(t, err)
	s := newStand(t, func(c *Config) {
		c.Now = func() time.Time { return now }
		c.Keys = []tenant.SigningKey{own, spare}
	})
	who := s.gate.token(t, "globex").Claim()
	public, err := x509.MarshalPKIXPublicKey(&own.Private.PublicKey)
	require.NoError(t, err)
	publicJWK, err := newJWK(foreign)
	require.NoError(t, err)

	good := func() *claims {
		return &claims{
			Issuer: "registry", Audience: "registry", Subject: string(who.Credential), ID: "1",
			Expires: now.Add(time.Minute).Unix(), NotBefore: now.Unix(), Issued: now.Unix(),
			Access: []access{{"repository", string(app), []string{actionPull}}}, Side: who.Side, Vendor: who.Vendor, Customer: who.Customer,
		}
	}
	type header = map[string]any
	tests := []struct {
		name   string
		method jwt.SigningMethod
		key    any
		kid    string
		header header
		change func(*claims)
		good   bool
	}{
		{name: "good", good: true},
		{name: "by the second key", key: spare.Private, kid: spare.ID, good: true},
		{name: "alg none", method: jwt.SigningMethodNone, key: jwt.UnsafeAllowNoneSignatureType},
		{name: "HS256 with the public key", method: jwt.SigningMethodHS256, key: public},
		{name: "HS256 with the kid", method: jwt.SigningMethodHS256, key: []byte(own.ID)},
		{name: "another key under our kid", key: foreign.Private},
		{name: "another kid", kid: foreign.ID, key: foreign.Private},
		{name: "a kid that is a path", kid: "../../dev/null"},
		{name: "a kid that is a list", header: header{"kid": []string{own.ID}}},
		{name: "no kid", header: header{"kid": nil}},
		{name: "one of our keys under the other's kid", key: spare.Private},
		{name: "jwk", key: foreign.Private, header: header{"jwk": publicJWK}},
		{name: "jwk beside our key", header: header{"jwk": publicJWK}},
		{name: "jku", header: header{"jku": "https://evil.example/jwks.json"}},
		{name: "x5u", header: header{"x5u": "https://evil.example/cert"}},
		{name: "x5c", header: header{"x5c": []string{"AAAA"}}},
		{name: "crit", header: header{"crit": []string{"b64"}, "b64": false}},
		{name: "something that we never write", header: header{"cty": "JWT"}},
		{name: "wrong audience", change: func(c *claims) { c.Audience = "another" }},
		{name: "no audience", change: func(c *claims) { c.Audience = "" }},
		{name: "wrong issuer", change: func(c *claims) { c.Issuer = "another" }},
		{name: "no issuer", change: func(c *claims) { c.Issuer = "" }},
		{name: "no end", change: func(c *claims) { c.Expires = 0 }},
		{name: "ended within the leeway", change: func(c *claims) { c.Expires = now.Add(-29 * time.Second).Unix() }, good: true},
		{name: "ended", change: func(c *claims) { c.Expires = now.Add(-30 * time.Second).Unix() }},
		{name: "begins within the leeway", change: func(c *claims) { c.NotBefore = now.Add(30 * time.Second).Unix() }, good: true},
		{name: "begins later", change: func(c *claims) { c.NotBefore = now.Add(31 * time.Second).Unix() }},
		{name: "no beginning", change: func(c *claims) { c.NotBefore = 0 }},
		{name: "another vendor's customer", change: func(c *claims) { c.Vendor = "ACME" }},
		{name: "neither side", change: func(c *claims) { c.Side = "" }},
		{name: "staff with a customer", change: func(c *claims) { c.Side = tenant.VendorSide }},
		{name: "a customer without one", change: func(c *claims) { c.Customer = "" }},
		{name: "staff, for a customer's credential", change: func(c *claims) { c.Side, c.Customer = tenant.VendorSide, "" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := good()
			if tt.change != nil {
				tt.change(c)
			}
			method, key, kid := tt.method, tt.key, tt.kid
			if method == nil {
				method = jwt.SigningMethodES256
			}
			if key == nil {
				key = own.Private
			}
			if kid == "" {
				kid = own.ID
			}
			token := jwt.NewWithClaims(method, c)
			token.Header["kid"] = kid
			for name, value := range tt.header {
				if token.Header[name] = value; value == nil {
					delete(token.Header, name)
				}
			}
			text, err := token.SignedString(key)
			require.NoError(t, err)
			for range 2 { // what is remembered must not differ from what was found
				resp, _ := s.request(t, http.MethodGet, "/v2/acme/app/manifests/1.4.2", text)
				if tt.good {
					require.Equal(t, http.StatusOK, resp.StatusCode)
					continue
				}
				require.Equal(t, http.StatusUnauthorized, resp.StatusCode)
				require.Contains(t, resp.Header.Get("WWW-Authenticate"), `error="invalid_token"`)
			}
		})
	}
}

func TestAuthorizationHeader(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	bearer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
	tests := []struct {
		name   string
		header []string
		status int
		says   string
	}{
		{"as it should be", []string{"Bearer " + bearer}, 200, ""},
		{"in other letters", []string{"bEARER " + bearer}, 200, ""},
		{"twice", []string{"Bearer " + bearer, "Bearer " + bearer}, 401, "invalid_token"},
		{"two in one", []string{"Bearer " + bearer + ", Bearer " + bearer}, 401, "invalid_token"},
		{"without an end", []string{"Bearer " + strings.Repeat("a", maxAuthorization)}, 401, "invalid_token"},
		{"empty", []string{""}, 401, "realm="},
		{"no token", []string{"Bearer"}, 401, "invalid_token"},
		{"something behind", []string{"Bearer " + bearer + "x"}, 401, "invalid_token"},
		{"another part", []string{"Bearer " + bearer + ".e30"}, 401, "invalid_token"},
		{"padded", []string{"Bearer " + bearer + "=="}, 401, "invalid_token"},
		{"a login", []string{"Basic Z2xvYmV4OnRva2Vu"}, 401, `error="invalid_token"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.server.URL+"/v2/acme/app/manifests/1.4.2", nil)
			require.NoError(t, err)
			req.Header["Authorization"] = tt.header
			resp, _ := send(t, req)
			require.Equal(t, tt.status, resp.StatusCode)
			require.Contains(t, resp.Header.Get("WWW-Authenticate"), tt.says)
		})
	}
}

// TestRememberedTokenEnds is that a token that was verified once still ends.
func TestRememberedTokenEnds(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := newStand(t, func(c *Config) { c.Now = func() time.Time { return now } })
	token := s.gate.token(t, "globex")
	bearer := s.bearer(t, token, pull(app))
	status := func() int {
		resp, _ := s.request(t, http.MethodGet, "/v2/acme/app/manifests/1.4.2", bearer)
		return resp.StatusCode
	}
	require.Equal(t, http.StatusOK, status())
	now = now.Add(defaultTokenLife + graceful + leeway - time.Second)
	require.Equal(t, http.StatusOK, status())
	now = now.Add(time.Second)
	require.Equal(t, http.StatusUnauthorized, status())
	require.Equal(t, http.StatusUnauthorized, status())
}

// FuzzVerify: nothing but a token that we made opens anything, and nothing makes
// us panic.
func FuzzVerify(f *testing.F) {
	gate := newTestGate()
	p, err := New(gate, Config{Upstream: Upstream{Registry: "upstream.invalid"}})
	require.NoError(f, err)
	at := time.Now()
	ring, err := p.keys.now(f.Context())
	require.NoError(f, err)
	made, err := p.sign(f.Context(), tenant.Principal{Side: tenant.CustomerSide, Vendor: acme, Customer: "globex", Credential: "crd_1"}, []access{}, nil, at)
	require.NoError(f, err)
	parts := strings.Split(made, ".")
	f.Add(made)
	f.Add(parts[0] + "." + parts[1] + ".")
	f.Add("eyJhbGciOiJub25lIn0." + parts[1] + ".")
	f.Add("e30.e30.e30")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		who, err := p.verifyToken(ring, text, at)
		if text == made {
			require.NoError(t, err)
			require.Equal(t, tenant.CustomerID("globex"), who.Customer)
			return
		}
		require.Error(t, err)
		require.Equal(t, bearer{}, who)
	})
}
