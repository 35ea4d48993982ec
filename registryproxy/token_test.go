package registryproxy

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// askToken asks for a token with GET and Basic.
func (s *stand) askToken(t *testing.T, user, password string, query url.Values) (*reply, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.server.URL+"/token?"+query.Encode(), nil)
	require.NoError(t, err)
	if user+password != "" {
		req.SetBasicAuth(user, password)
	}
	return send(t, req)
}

// postToken asks for a token as OAuth 2.0 has it.
func (s *stand) postToken(t *testing.T, form url.Values) (*reply, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.server.URL+"/token", strings.NewReader(form.Encode()))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return send(t, req)
}

// claimsOf verifies a token with the published keys, as another verifier would.
func (s *stand) claimsOf(t *testing.T, text string) (jwt.MapClaims, map[string]any) {
	t.Helper()
	_, document := s.request(t, http.MethodGet, "/.well-known/jwks.json", "")
	var set struct{ Keys []map[string]string }
	require.NoError(t, json.Unmarshal([]byte(document), &set))
	token, err := jwt.Parse(text, func(token *jwt.Token) (any, error) {
		for _, key := range set.Keys {
			if key["kid"] == token.Header["kid"] {
				point := []byte{4}
				for _, name := range []string{"x", "y"} {
					b, err := base64.RawURLEncoding.DecodeString(key[name])
					require.NoError(t, err)
					require.Len(t, b, 32, "leading zeros are kept")
					point = append(point, b...)
				}
				return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
			}
		}
		return nil, errors.New("no such key")
	}, jwt.WithValidMethods([]string{"ES256"}))
	require.NoError(t, err)
	return token.Claims.(jwt.MapClaims), token.Header
}

func TestTokenEndpoint(t *testing.T) {
	t.Parallel()
	s := newStand(t, func(c *Config) { c.PublicURL, c.TokenLife = "https://registry.acme.example", 90*time.Second })
	s.gate.grant("ended", "app", entitlement.All(), time.Unix(1, 0))
	globex, staff, ended := s.gate.token(t, "globex"), s.gate.token(t, ""), s.gate.token(t, "ended")
	one := func(name string, actions ...any) any {
		return map[string]any{"type": "repository", "name": name, "actions": actions}
	}
	tests := []struct {
		name   string
		token  tenant.Token
		scopes []string
		access []any
		asked  any
	}{
		{"no scope", globex, nil, []any{}, nil},
		{"held", globex, []string{"repository:acme/app:pull"}, []any{one("acme/app", "pull")}, nil},
		{"pushing is not a customer's", globex, []string{"repository:acme/app:pull,push"}, []any{one("acme/app", "pull")}, nil},
		{"only pushing", globex, []string{"repository:acme/app:push"}, []any{}, nil},
		{"several", globex, []string{"repository:acme/app:pull repository:acme/other:pull", "repository:acme/nowhere:pull"}, []any{one("acme/app", "pull")}, []any{one("acme/other", "pull"), one("acme/nowhere", "pull")}},
		{"ended", ended, []string{"repository:acme/app:pull"}, []any{}, []any{one("acme/app", "pull")}},
		{"staff", staff, []string{"repository:acme/app:pull,push", "repository:acme/other:pull", "repository:acme/nowhere:push"}, []any{one("acme/app", "pull", "push"), one("acme/other", "pull")}, []any{one("acme/nowhere", "push")}},
		{"no repository", globex, []string{"registry:catalog:*", "repository:../app:pull"}, []any{}, nil},
		{"the catalog is granted to nobody", staff, []string{"registry:catalog:* repository:acme/app:pull"}, []any{one("acme/app", "pull")}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			service := "registry.acme.example"
			byGet, got := s.askToken(t, "any-name", tt.token.Reveal(), url.Values{"scope": tt.scopes, "service": {service}, "account": {"x"}, "offline_token": {"true"}})
			byPost, posted := s.postToken(t, url.Values{
				"grant_type": {"password"}, "username": {"any-name"}, "password": {tt.token.Reveal()},
				"scope": tt.scopes, "service": {service}, "client_id": {"docker"}, "access_type": {"offline"},
			})
			for resp, body := range map[*reply]string{byGet: got, byPost: posted} {
				require.Equal(t, http.StatusOK, resp.StatusCode, body)
				require.Equal(t, "application/json", resp.Header.Get("Content-Type"))
				require.Equal(t, "no-store", resp.Header.Get("Cache-Control"))
				var answer map[string]any
				decoder := json.NewDecoder(strings.NewReader(body))
				decoder.UseNumber()
				require.NoError(t, decoder.Decode(&answer))
				require.Len(t, answer, 3, "no issued_at, no refresh_token")
				require.Equal(t, answer["token"], answer["access_token"])
				require.Equal(t, json.Number("90"), answer["expires_in"])

				claims, header := s.claimsOf(t, answer["token"].(string))
				require.Regexp(t, `^[0-9a-f]{16}$`, header["kid"])
				require.Equal(t, tt.access, claims["access"])
				require.Equal(t, tt.asked, claims["asked"])
				require.Equal(t, service, claims["iss"])
				require.Equal(t, service, claims["aud"])
				require.Equal(t, string(tt.token.Claim().Credential), claims["sub"])
				require.Equal(t, string(tt.token.Claim().Side), claims["side"])
				require.Equal(t, "acme", claims["vendor"])
				require.Equal(t, 150, int(claims["exp"].(float64)-claims["iat"].(float64)))
				require.Equal(t, claims["iat"], claims["nbf"])
				require.Regexp(t, `^[0-9a-f]{32}$`, claims["jti"])
			}
		})
	}
}

func TestTokenRefused(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	token := s.gate.token(t, "globex").Reveal()
	unknown, _, err := tenant.NewCredential(tenant.Principal{Side: tenant.CustomerSide, Vendor: acme, Customer: "globex"}, "x", time.Now(), rand.Reader)
	require.NoError(t, err)
	require.NotEmpty(t, unknown.ID)
	_, stranger, err := tenant.NewCredential(tenant.Principal{Side: tenant.CustomerSide, Vendor: "ACME", Customer: "globex"}, "x", time.Now(), rand.Reader)
	require.NoError(t, err)
	revoked := s.gate.token(t, "globex")
	s.gate.revoke(revoked)
	tests := []struct {
		name, user, password string
		says                 string
	}{
		{"nobody", "", "", "log in with a token as the password"},
		{"no user name", "", token, "user name is empty"},
		{"no password", "globex", "", "log in with a token"},
		{"a word", "globex", "secret", "a token begins with dst_"},
		{"a letter changed", "globex", token[:len(token)-1] + "!", "checksum does not match"},
		{"cut short", "globex", token[:40], "cut short"},
		{"another vendor's", "globex", stranger.Reveal(), "unauthenticated"},
		{"revoked", "globex", revoked.Reveal(), "unauthenticated"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			byGet, got := s.askToken(t, tt.user, tt.password, nil)
			byPost, posted := s.postToken(t, url.Values{"grant_type": {"password"}, "username": {tt.user}, "password": {tt.password}})
			for resp, body := range map[*reply]string{byGet: got, byPost: posted} {
				require.Equal(t, http.StatusUnauthorized, resp.StatusCode)
				require.Equal(t, []string{`Basic realm="registry"`}, resp.Header.Values("WWW-Authenticate"))
				require.Equal(t, codeUnauthorized, code(t, body))
				require.Contains(t, body, tt.says)
				if len(tt.password) > 20 {
					require.NotContains(t, body, tt.password[10:20])
				}
			}
		})
	}
}

func TestTokenRequestMalformed(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	token := s.gate.token(t, "globex").Reveal()
	password := func(more url.Values) url.Values {
		form := url.Values{"grant_type": {"password"}, "username": {"x"}, "password": {token}}
		for name, values := range more {
			form[name] = values
		}
		return form
	}
	t.Run("another service", func(t *testing.T) {
		resp, body := s.askToken(t, "x", token, url.Values{"service": {"registry", "another"}})
		require.Equal(t, http.StatusBadRequest, resp.StatusCode)
		require.Contains(t, body, `no tokens for service \"another\"`)
		resp, _ = s.postToken(t, password(url.Values{"service": {"another"}}))
		require.Equal(t, http.StatusBadRequest, resp.StatusCode)
	})
	for _, tt := range []struct {
		name, code string
		form       url.Values
	}{
		{"no grant type", "invalid_request", url.Values{}},
		{"refresh token", "unsupported_grant_type", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}}},
		{"too much", "invalid_request", password(url.Values{"scope": {strings.Repeat("a", maxTokenBody)}})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			resp, body := s.postToken(t, tt.form)
			require.Equal(t, http.StatusBadRequest, resp.StatusCode)
			var answer map[string]string
			require.NoError(t, json.Unmarshal([]byte(body), &answer))
			require.Equal(t, tt.code, answer["error"])
			require.NotEmpty(t, answer["error_description"])
		})
	}
	t.Run("the URL of a POST is not read", func(t *testing.T) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.server.URL+"/token?"+password(nil).Encode(), http.NoBody)
		require.NoError(t, err)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, body := send(t, req)
		require.Equal(t, http.StatusBadRequest, resp.StatusCode)
		require.Contains(t, body, "invalid_request")
	})
	t.Run("other methods", func(t *testing.T) {
		for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodHead} {
			resp, _ := s.request(t, method, "/token", "")
			require.Equal(t, http.StatusMethodNotAllowed, resp.StatusCode)
			require.Equal(t, "GET, POST", resp.Header.Get("Allow"))
		}
	})
}

// TestTokenStaysSmall asks for as much as can be asked for.
func TestTokenStaysSmall(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("i", 64)
	s := newStand(t, func(c *Config) { c.Service, c.Vendor = strings.Repeat("s", 200), "" })
	who := tenant.Principal{Side: tenant.CustomerSide, Vendor: tenant.VendorID(long), Customer: tenant.CustomerID(long), Credential: tenant.CredentialID(long)}
	for _, length := range []int{1, 30, 250} {
		var scopes []string
		for i := range 200 {
			scopes = append(scopes, fmt.Sprintf("repository:%s%03d:pull,push", strings.Repeat("a", length), i))
		}
		text, err := s.proxy.sign(t.Context(), who, parseScopes(scopes, []string{actionPull, actionPush}), nil, time.Now())
		require.NoError(t, err)
		require.LessOrEqual(t, len(text), 8<<10)
	}
}

// TestGateRepeatsToken is a gate whose error tells the token: it goes no further.
func TestGateRepeatsToken(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	token := s.gate.token(t, "globex")
	s.gate.change(func(g *testGate) {
		g.broken = fmt.Errorf("%w: nobody has %s", tenant.ErrUnauthenticated, token.Reveal())
	})
	resp, body := s.askToken(t, "x", token.Reveal(), nil)
	require.Equal(t, http.StatusUnauthorized, resp.StatusCode)
	require.NotContains(t, body, token.Reveal())
	s.gate.change(func(g *testGate) {
		g.broken = fmt.Errorf("%w: the token was revoked in May", tenant.ErrUnauthenticated)
	})
	_, body = s.askToken(t, "x", token.Reveal(), nil)
	require.Contains(t, body, "revoked in May")
}

// TestBase is docker login: a token with no scope at all is good at /v2/.
func TestBase(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	for _, bearer := range []string{s.bearer(t, s.gate.token(t, "globex")), s.bearer(t, s.gate.token(t, "")), s.bearer(t, s.gate.token(t, "nobody-yet"))} {
		resp, body := s.request(t, http.MethodGet, "/v2/", bearer)
		require.Equal(t, http.StatusOK, resp.StatusCode)
		require.Equal(t, "{}", body)
		require.Equal(t, "registry/2.0", resp.Header.Get("Docker-Distribution-Api-Version"))
		head, _ := s.request(t, http.MethodHead, "/v2/", bearer)
		require.Equal(t, http.StatusOK, head.StatusCode)
		deleted, _ := s.request(t, http.MethodDelete, "/v2/", bearer)
		require.Equal(t, http.StatusMethodNotAllowed, deleted.StatusCode)
	}
}

// TestChallengeOfWrites is what a client without a token is told to ask for.
func TestChallengeOfWrites(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	for _, tt := range []struct{ method, path, scope string }{
		{"GET", "/v2/acme/app/manifests/1", "pull"}, {"HEAD", "/v2/acme/app/blobs/sha256:" + strings.Repeat("0", 64), "pull"},
		{"PUT", "/v2/acme/app/manifests/1", "pull,push"}, {"POST", "/v2/acme/app/blobs/uploads/", "pull,push"},
		{"GET", "/v2/acme/app/blobs/uploads/x", "pull,push"}, {"DELETE", "/v2/acme/app/blobs/uploads/x", "pull,push"},
		{"DELETE", "/v2/acme/app/manifests/1", "delete"},
	} {
		resp, _ := s.request(t, tt.method, tt.path, "")
		require.Equal(t, http.StatusUnauthorized, resp.StatusCode)
		require.Equal(t, `Bearer realm="`+s.server.URL+`/token",service="registry",scope="repository:acme/app:`+tt.scope+`"`, resp.Header.Get("WWW-Authenticate"))
	}
}

// TestTokenOfADeceivedGate is a gate that goes wrong in the middle.
func TestTokenOfADeceivedGate(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	token := s.gate.token(t, "globex")
	for _, tt := range []struct {
		name   string
		gate   oddGate
		status int
	}{
		{"revoked meanwhile", oddGate{testGate: s.gate, err: tenant.ErrUnauthenticated}, 401},
		{"broken meanwhile", oddGate{testGate: s.gate, err: io.ErrUnexpectedEOF}, 503},
		{"another vendor's", oddGate{testGate: s.gate, who: tenant.Principal{Side: tenant.CustomerSide, Vendor: "ACME", Customer: "globex"}}, 401},
		{"neither side", oddGate{testGate: s.gate, who: tenant.Principal{Vendor: acme}}, 401},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := &stand{gate: s.gate, upstream: s.upstream}
			s.serve(t, tt.gate)
			resp, body := s.askToken(t, "x", token.Reveal(), url.Values{"scope": {pull(app)}})
			require.Equal(t, tt.status, resp.StatusCode, body)
		})
	}
}

type oddGate struct {
	*testGate
	who tenant.Principal
	err error
}

func (g oddGate) Authenticate(ctx context.Context, t tenant.Token) (tenant.Principal, error) {
	if g.who != (tenant.Principal{}) {
		return g.who, nil
	}
	return g.testGate.Authenticate(ctx, t)
}

func (g oddGate) Repositories(context.Context, tenant.Principal) ([]string, error) { return nil, g.err }
