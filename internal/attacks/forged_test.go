package attacks_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestForgedTokens: a token is good only as it was made here. Most rows are signed
// with the very key that the server signs with, so that what is refused is what
// the row is about.
func TestForgedTokens(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", true)
	own, umbras := s.acme.signing(t), s.umbra.signing(t)
	foreign, err := tenant.NewSigningKey(rand.Reader)
	require.NoError(t, err)
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	public, err := x509.MarshalPKIXPublicKey(&own.Private.PublicKey)
	require.NoError(t, err)
	published := one(t, s.acme.host, http.MethodGet, "/.well-known/jwks.json").body
	in := func(name string, d time.Duration) func(*mint) {
		return func(m *mint) { m.claims[name] = s.clock.now().Add(d).Unix() }
	}
	claim := func(name string, value any) func(*mint) {
		return func(m *mint) {
			if m.claims[name] = value; value == nil {
				delete(m.claims, name)
			}
		}
	}
	header := func(name string, value any) func(*mint) {
		return func(m *mint) { m.header[name] = value }
	}
	by := func(method jwt.SigningMethod, key any) func(*mint) {
		return func(m *mint) { m.method, m.key = method, key }
	}
	both := func(changes ...func(*mint)) func(*mint) {
		return func(m *mint) {
			for _, change := range changes {
				change(m)
			}
		}
	}
	type access = []map[string]any
	tests := []struct {
		name   string
		change func(*mint)
		status int
		why    string
	}{
		{"as it was made", func(*mint) {}, 200, ""},
		{"alg none", by(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType), 401, "invalid_token"},
		{"HS256 with the public key (PKIX)", by(jwt.SigningMethodHS256, public), 401, "invalid_token"},
		{"HS256 with the public key (JWKS)", by(jwt.SigningMethodHS256, []byte(published)), 401, "invalid_token"},
		{"HS256 with nothing", by(jwt.SigningMethodHS256, []byte{}), 401, "invalid_token"},
		{"RS256", by(jwt.SigningMethodRS256, rsaKey), 401, "invalid_token"},
		{"another key under our kid", by(jwt.SigningMethodES256, foreign.Private), 401, "invalid_token"},
		{"another vendor's key", both(by(jwt.SigningMethodES256, umbras.Private), header("kid", umbras.ID)), 401, "invalid_token"},
		{"another vendor's key under our kid", by(jwt.SigningMethodES256, umbras.Private), 401, "invalid_token"},
		{"an unknown kid", header("kid", foreign.ID), 401, "invalid_token"},
		{"no kid", header("kid", ""), 401, "invalid_token"},
		{"a kid that is a path", header("kid", "../../../../dev/null"), 401, "invalid_token"},
		{"a kid that is a query", header("kid", own.ID+"' OR '1'='1"), 401, "invalid_token"},
		{"a kid that is huge", header("kid", strings.Repeat("k", 8<<10)), 401, "invalid_token"},
		{"a kid that is a list", header("kid", []string{own.ID}), 401, "invalid_token"},
		{"jwk (CVE-2025-24976)", both(by(jwt.SigningMethodES256, foreign.Private), header("jwk", json.RawMessage(published))), 401, "invalid_token"},
		{"jwk beside our own key", header("jwk", json.RawMessage(published)), 401, "invalid_token"},
		{"jku", header("jku", "http://"+s.umbra.host+"/.well-known/jwks.json"), 401, "invalid_token"},
		{"x5u", header("x5u", "http://127.0.0.1/"), 401, "invalid_token"},
		{"x5c", header("x5c", []string{base64.StdEncoding.EncodeToString(public)}), 401, "invalid_token"},
		{"crit", both(header("crit", []string{"b64"}), header("b64", false)), 401, "invalid_token"},
		{"for another audience (docker_auth)", claim("aud", "another"), 401, "invalid_token"},
		{"for several audiences", claim("aud", []string{"registry", "another"}), 401, "invalid_token"},
		{"for nobody", claim("aud", nil), 401, "invalid_token"},
		{"by another issuer", claim("iss", "another"), 401, "invalid_token"},
		{"by nobody", claim("iss", nil), 401, "invalid_token"},
		{"without an end", claim("exp", nil), 401, "invalid_token"},
		{"without a beginning", claim("nbf", nil), 401, "invalid_token"},
		{"an end that is text", claim("exp", "never"), 401, "invalid_token"},
		{"an end beyond all times", claim("exp", 1e300), 401, "invalid_token"},
		{"ended within the leeway", in("exp", -10*time.Second), 200, ""},
		{"ended", in("exp", -31*time.Second), 401, "invalid_token"},
		{"begins within the leeway", in("nbf", 10*time.Second), 200, ""},
		{"begins later", in("nbf", 2*time.Minute), 401, "invalid_token"},
		{"of another vendor", claim("vendor", "umbra"), 401, "invalid_token"},
		{"of another vendor in name", claim("vendor", "ACME"), 401, "invalid_token"},
		{"another customer, the same login", claim("customer", stark), 401, "invalid_token"},
		{"staff, by a customer's login", both(claim("side", "vendor"), claim("customer", nil)), 401, "invalid_token"},
		{"staff with a customer", claim("side", "vendor"), 401, "invalid_token"},
		{"neither side", claim("side", "super"), 401, "invalid_token"},
		{"a login that is not there", claim("sub", "crd_aaaaaaaaaaaaaaaa"), 401, "invalid_token"},
		{"a login that is a path", claim("sub", "../"+stark), 401, "invalid_token"},
		{"access to nothing", claim("access", access{}), 401, "insufficient_scope"},
		{"access to another repository", claim("access", access{{"type": "repository", "name": chart, "actions": []string{"pull"}}}), 401, "insufficient_scope"},
		{"access to one like it", claim("access", access{{"type": "repository", "name": "acme", "actions": []string{"pull"}}}), 401, "insufficient_scope"},
		{"access by a pattern", claim("access", access{{"type": "repository", "name": "acme/*", "actions": []string{"*"}}}), 401, "insufficient_scope"},
		{"access of another type", claim("access", access{{"type": "registry", "name": app, "actions": []string{"pull"}}}), 401, "insufficient_scope"},
		{"access to push only", claim("access", access{{"type": "repository", "name": app, "actions": []string{"push"}}}), 401, "insufficient_scope"},
		{"access that is no list", claim("access", "repository:acme/app:pull"), 401, "invalid_token"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := newMint(t, s.acme.access(t, globex, app), own)
			tt.change(m)
			got := one(t, s.acme.host, http.MethodGet, "/v2/acme/app/manifests/1.4.2", "Authorization: Bearer "+m.text(t))
			require.Equal(t, tt.status, got.status, got.body)
			if tt.why != "" {
				require.Contains(t, got.header.Get("WWW-Authenticate"), `error="`+tt.why+`"`)
			}
		})
	}
}
