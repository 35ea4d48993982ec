package registryproxy

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestRefusals is the table of what is answered to whom: every row, explained and
// concealed. Requests of one case that stand side by side get answers that
// differ in what was asked for and in nothing else.
func TestRefusals(t *testing.T) {
	t.Parallel()
	ended := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	nobody, stranger := strings.Repeat("0", 64), strings.Repeat("1", 64)
	for _, mode := range []Refusals{Explain, Conceal} {
		s := newStand(t, func(c *Config) {
			c.Refusals = mode
			c.Now = func() time.Time { return ended.AddDate(0, 1, 0) }
		})
		s.gate.product("third", "acme/third")
		s.gate.grant("ended", "app", entitlement.All(), ended)
		s.gate.grant("off", "app", entitlement.All(), time.Time{})
		s.gate.change(func(g *testGate) { g.off["off"] = true })
		s.gate.change(func(g *testGate) {
			g.grants["later"] = []entitlement.Grant{{Product: "app", Versions: entitlement.All(), Starts: ended.AddDate(1, 0, 0)}}
		})
		newer, config := digestOf(t, s.newer), configOf(t, s.newer)
		scope := []string{pull(app), pull("acme/nowhere"), pull("acme/third")}
		globex := s.bearer(t, s.gate.token(t, "globex"), scope...)
		staff := s.bearer(t, s.gate.token(t, ""), "repository:acme/app:pull", "repository:acme/nowhere:pull,push")
		revoked := s.gate.token(t, "globex")
		old := s.bearer(t, revoked, scope...)
		s.gate.revoke(revoked)
		unscoped := s.bearer(t, s.gate.token(t, "globex"), pull("acme/elsewhere"))
		of := func(customer tenant.CustomerID) string { return s.bearer(t, s.gate.token(t, customer), scope...) }

		type ask struct{ method, path string }
		get := func(paths ...string) (asks []ask) {
			for _, p := range paths {
				asks = append(asks, ask{http.MethodGet, p})
			}
			return asks
		}
		anything := get("/v2/", "/v2/acme/app/manifests/1.4.2", "/v2/acme/app/manifests/9", "/v2/acme/nowhere/tags/list",
			"/v2/acme/app/blobs/sha256:"+nobody, "/v2/ACME/x/manifests/1", "/v2/_catalog")
		repository := func(name string) []ask {
			return get("/v2/"+name+"/manifests/1.4.2", "/v2/"+name+"/manifests/9", "/v2/"+name+"/tags/list",
				"/v2/"+name+"/manifests/"+newer, "/v2/"+name+"/blobs/"+config, "/v2/"+name+"/manifests/sha256-"+nobody, "/v2/"+name+"/referrers/"+newer)
		}
		odd := []ask{
			{http.MethodGet, "/v2/"}, {http.MethodGet, "/v2/_catalog"}, {http.MethodDelete, "/v2/"}, {http.MethodPut, "/v2/acme/app/manifests/1.4.2"}, {http.MethodDelete, "/v2/acme/app/manifests/1.4.2"},
			{http.MethodPost, "/v2/acme/app/blobs/uploads/"}, {http.MethodGet, "/v2/acme/nowhere/tags/list"}, {http.MethodGet, "/v2/acme/app/manifests/a%20b"}, {http.MethodGet, "/v2/other"},
		}
		unscopedError := `error="insufficient_scope"`
		tests := []struct {
			name             string
			token            string
			asks             []ask
			explain, conceal int
			code, codeHidden string
			challenge        string
			says             string
			alike            bool
		}{
			{name: "nobody", asks: anything, explain: 401, conceal: 401, code: codeUnauthorized, codeHidden: codeUnauthorized, challenge: `service="registry"`},
			{name: "bad token", token: "x.y.z", asks: anything, explain: 401, conceal: 401, code: codeUnauthorized, codeHidden: codeUnauthorized, challenge: `error="invalid_token"`},
			{name: "revoked token", token: old, asks: append(repository("acme/app"), odd...), explain: 401, conceal: 401, code: codeUnauthorized, codeHidden: codeUnauthorized, challenge: `error="invalid_token"`},
			{name: "scope lacks what is held", token: unscoped, asks: repository("acme/app"), explain: 401, conceal: 401, code: codeUnauthorized, codeHidden: codeUnauthorized, challenge: `scope="repository:acme/app:pull",` + unscopedError},
			{name: "scope lacks what is nowhere", token: unscoped, asks: repository("acme/nowhere"), explain: 401, conceal: 401, code: codeUnauthorized, codeHidden: codeUnauthorized, challenge: `scope="repository:acme/nowhere:pull",` + unscopedError},
			{name: "staff scope lacks push", token: staff, asks: []ask{{http.MethodPut, "/v2/acme/app/manifests/3"}}, explain: 401, conceal: 401, code: codeUnauthorized, codeHidden: codeUnauthorized, challenge: `scope="repository:acme/app:pull,push",` + unscopedError},
			{name: "nothing held", token: globex, asks: repository("acme/third"), explain: 404, conceal: 404, code: codeNameUnknown, codeHidden: codeNameUnknown, alike: true},
			{name: "no such repository", token: globex, asks: repository("acme/nowhere"), explain: 404, conceal: 404, code: codeNameUnknown, codeHidden: codeNameUnknown, alike: true},
			{name: "no grant at all", token: of("initech"), asks: repository("acme/app"), explain: 404, conceal: 404, code: codeNameUnknown, codeHidden: codeNameUnknown, alike: true},
			{name: "feature off", token: of("off"), asks: repository("acme/app"), explain: 404, conceal: 404, code: codeNameUnknown, codeHidden: codeNameUnknown, alike: true},
			{name: "grant begins later", token: of("later"), asks: repository("acme/app"), explain: 404, conceal: 404, code: codeNameUnknown, codeHidden: codeNameUnknown, alike: true},
			{name: "all grants ended", token: of("ended"), asks: repository("acme/app"), explain: 403, conceal: 404, code: codeDenied, codeHidden: codeNameUnknown, says: "ended at 2026-10-01T00:00:00Z", alike: true},
			{name: "tag not held or not there", token: globex, asks: get("/v2/acme/app/manifests/2.0.0", "/v2/acme/app/manifests/2.0.1"), explain: 403, conceal: 404, code: codeDenied, codeHidden: codeManifestUnknown, says: "you hold 1.4.0, 1.4.2", alike: true},
			{name: "manifest digest not held or not there", token: globex, asks: get("/v2/acme/app/manifests/"+newer, "/v2/acme/app/manifests/sha256:"+nobody), explain: 404, conceal: 404, code: codeManifestUnknown, codeHidden: codeManifestUnknown, alike: true},
			{name: "blob not held or not there", token: globex, asks: get("/v2/acme/app/blobs/"+config, "/v2/acme/app/blobs/"+newer, "/v2/acme/app/blobs/sha256:"+stranger), explain: 404, conceal: 404, code: codeBlobUnknown, codeHidden: codeBlobUnknown, alike: true},
			{name: "derived tag", token: globex, asks: get("/v2/acme/app/manifests/"+strings.Replace(newer, ":", "-", 1)+".sig", "/v2/acme/app/manifests/sha256-"+nobody), explain: 404, conceal: 404, code: codeManifestUnknown, codeHidden: codeManifestUnknown, alike: true},
			{name: "customer deletes", token: globex, asks: []ask{{http.MethodDelete, "/v2/acme/app/manifests/1.4.2"}, {http.MethodDelete, "/v2/acme/app/blobs/" + config}, {http.MethodDelete, "/v2/acme/nowhere/blobs/uploads/x"}, {http.MethodDelete, "/v2/_catalog"}}, explain: 405, conceal: 405, code: codeUnsupported, codeHidden: codeUnsupported, alike: true},
			{name: "customer writes", token: globex, asks: []ask{{http.MethodPut, "/v2/acme/app/manifests/1.4.2"}, {http.MethodPost, "/v2/acme/app/blobs/uploads/"}, {http.MethodPatch, "/v2/acme/app/blobs/uploads/x"}, {http.MethodPut, "/v2/acme/nowhere/blobs/uploads/x"}, {http.MethodGet, "/v2/acme/app/blobs/uploads/x"}, {http.MethodPost, "/v2/_catalog"}}, explain: 403, conceal: 403, code: codeDenied, codeHidden: codeDenied, alike: true},
			{name: "staff, no such repository", token: staff, asks: get("/v2/acme/nowhere/manifests/1", "/v2/acme/nowhere/tags/list"), explain: 404, conceal: 404, code: codeNameUnknown, codeHidden: codeNameUnknown, alike: true},
			{name: "staff, no such tag", token: staff, asks: get("/v2/acme/app/manifests/9"), explain: 404, conceal: 404, code: codeManifestUnknown, codeHidden: codeManifestUnknown},
		}
		for _, tt := range tests {
			t.Run(fmt.Sprintf("%s/%s", mode, tt.name), func(t *testing.T) {
				status, want := tt.explain, tt.code
				if mode == Conceal {
					status, want = tt.conceal, tt.codeHidden
				}
				var first string
				for i, a := range tt.asks {
					resp, body := s.request(t, a.method, a.path, tt.token)
					require.Equal(t, status, resp.StatusCode, "%s %s: %s", a.method, a.path, body)
					require.Equal(t, want, code(t, body), a.path)
					require.Equal(t, "application/json", resp.Header.Get("Content-Type"))
					require.Equal(t, "registry/2.0", resp.Header.Get("Docker-Distribution-Api-Version"))
					require.Equal(t, "no-store", resp.Header.Get("Cache-Control"))
					require.Empty(t, resp.Header.Get("Docker-Content-Digest"))
					challenges := resp.Header.Values("WWW-Authenticate")
					require.Equal(t, status == 401, len(challenges) == 1, "one challenge, and with 401 only")
					if status == 401 {
						require.True(t, strings.HasPrefix(challenges[0], `Bearer realm="`+s.server.URL+`/token",service="registry"`), challenges[0])
						require.Contains(t, challenges[0], tt.challenge)
						require.Equal(t, tt.token != "", strings.Contains(challenges[0], "error="), challenges[0])
					}
					if mode == Explain {
						require.Contains(t, body, tt.says)
					}
					same := fmt.Sprint(normalized(a.path, body), normalizedHeader(resp))
					if i == 0 {
						first = same
					}
					if tt.alike {
						require.Equal(t, first, same, "told apart from %s", tt.asks[0].path)
					}
					head, none := s.request(t, http.MethodHead, a.path, tt.token)
					if a.method == http.MethodGet {
						require.Equal(t, status, head.StatusCode)
						require.Empty(t, none)
					}
				}
			})
		}
	}
}

// TestTroubleBehindUs is the table's last row.
func TestTroubleBehindUs(t *testing.T) {
	t.Parallel()
	for _, mode := range []Refusals{Explain, Conceal} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			s := newStand(t, func(c *Config) { c.Refusals = mode })
			token := s.gate.token(t, "globex")
			bearer := s.bearer(t, token, pull(app))
			s.gate.change(func(g *testGate) { g.broken = errors.New("the disk is on fire") })
			for _, path := range []string{"/v2/", "/v2/_catalog", "/v2/acme/app/manifests/1.4.2", "/v2/acme/app/tags/list", "/v2/acme/nowhere/tags/list"} {
				resp, body := s.request(t, http.MethodGet, path, bearer)
				require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode, path)
				require.Equal(t, codeUnavailable, code(t, body))
				require.NotEmpty(t, resp.Header.Get("Retry-After"))
				require.NotContains(t, body, "fire")
			}
			require.Contains(t, s.log.String(), "the disk is on fire")
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.server.URL+"/token", nil)
			require.NoError(t, err)
			req.SetBasicAuth("globex", token.Reveal())
			resp, _ := send(t, req)
			require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode)
			require.NotEmpty(t, resp.Header.Get("Retry-After"))
		})
	}
}

// normalized is a body without what was asked for.
func normalized(path, body string) string {
	_, asked := cutLast(path)
	if asked == "" {
		return body
	}
	return strings.ReplaceAll(body, ":"+asked, ":…")
}

// normalizedHeader is a header without what differs from one answer to the next.
func normalizedHeader(resp *reply) string {
	h := resp.Header.Clone()
	h.Del("Date")
	return fmt.Sprint(h)
}

func TestHeldTags(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		tags []string
		want string
	}{
		{"one", []string{"1.4.2"}, "1.4.2"},
		{"by number", []string{"1.10.0", "1.9.0", "v1", "1.09.1"}, "1.9.0, 1.09.1, 1.10.0, v1"},
		{"the highest", []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}, "3, 4, 5, 6, 7, 8, 9, 10 and 2 more"},
		{"a prefix first", []string{"1.4.2-rc1", "1.4.2"}, "1.4.2, 1.4.2-rc1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, heldTags(tt.tags))
		})
	}
}
