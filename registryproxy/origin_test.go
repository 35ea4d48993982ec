package registryproxy

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An originStand is a proxy whose repositories lie in private registries, under
// other names.
type originStand struct {
	*stand
	locating *locatingGate
	private  *privateRegistry
	staff    remote.Option
}

// newOriginStand has acme/app in the private registry as secret/stuff. The first
// upstream is another registry.
func newOriginStand(t *testing.T) *originStand {
	t.Helper()
	s := &originStand{stand: &stand{gate: newTestGate(), upstream: plainUpstream(t)}, private: newPrivateRegistry(t)}
	s.gate.product("app", app)
	s.gate.product("other", other)
	s.locating = &locatingGate{publishingGate: publishingGate{s.gate}, logins: map[entitlement.GrantID]entitlement.Login{}}
	s.locating.origins = map[entitlement.RepositoryPath]entitlement.Origin{
		app: {Registry: s.private.server.URL, Repository: "secret/stuff", Login: s.private.user("app", "a", "secret/")},
	}
	s.serve(t, s.locating)
	s.staff = loginWith(s.gate.token(t, ""))
	return s
}

// release pushes an image through the proxy and publishes it.
func (s *originStand) release(t *testing.T, r entitlement.RepositoryPath, tag string, img v1.Image) entitlement.Closure {
	t.Helper()
	require.NoError(t, remote.Write(s.ref(t, r, tag), img, s.staff))
	closure, err := s.walker(t).Walk(t.Context(), s.locating.origins[r], r, tag)
	require.NoError(t, err)
	s.gate.publish(r, entitlement.Pinned{Version: tag, Tag: tag, Closures: []entitlement.Closure{closure}})
	return closure
}

// pulled pulls an image as a customer and reads all of it.
func (s *originStand) pulled(t *testing.T, r entitlement.RepositoryPath, tag string) error {
	t.Helper()
	once := remote.WithRetryStatusCodes(http.StatusTeapot) // or the client tries for seconds
	img, err := remote.Image(s.ref(t, r, tag), loginWith(s.gate.token(t, "globex")), once)
	if err == nil {
		err = validate.Image(img)
	}
	return err
}

// TestOtherName is a repository that has another name where it lies. Nobody who
// comes to the proxy ever sees that name.
func TestOtherName(t *testing.T) {
	t.Parallel()
	s := newOriginStand(t)
	s.gate.grant("globex", "app", entitlement.All(), time.Time{})
	img := imageWith(t)
	closure := s.release(t, app, "1.0.0", img)
	require.Equal(t, digestOf(t, img), closure.Root.String())
	require.NoError(t, s.pulled(t, app, "1.0.0"))
	back, err := remote.Image(s.ref(t, app, "1.0.0"), s.staff)
	require.NoError(t, err)
	require.NoError(t, validate.Image(back))
	d, err := s.walker(t).Digest(t.Context(), s.locating.origins[app], app, "1.0.0")
	require.NoError(t, err)
	require.Equal(t, closure.Root, d)
	seen, _ := s.private.taken()
	require.NotEmpty(t, seen)
	for _, request := range seen {
		user, rest, _ := strings.Cut(request, " ")
		require.Equal(t, "app", user)
		require.True(t, strings.HasSuffix(rest, " "+registryPath) || strings.Contains(rest, " /v2/secret/stuff/"), request)
	}
	require.Contains(t, seen, "app POST /v2/secret/stuff/blobs/uploads/")

	bearer := s.bearer(t, s.gate.token(t, ""), "repository:acme/app:pull,push")
	require.NoError(t, remote.Write(s.ref(t, app, "2.0.0"), img, s.staff))
	resp, body := s.request(t, http.MethodGet, "/v2/acme/app/tags/list", bearer)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.JSONEq(t, `{"name":"acme/app","tags":["1.0.0","2.0.0"]}`, body)
	resp, _ = s.request(t, http.MethodGet, "/v2/acme/app/tags/list?n=1", bearer)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	for _, value := range resp.Header.Values("Link") {
		require.True(t, strings.HasPrefix(value, "</v2/acme/app/tags/list?"), value)
	}
	resp, _ = s.request(t, http.MethodPost, "/v2/acme/app/blobs/uploads/", bearer)
	require.Equal(t, http.StatusAccepted, resp.StatusCode)
	require.True(t, strings.HasPrefix(resp.Header.Get("Location"), "/v2/acme/app/blobs/uploads/"), resp.Header.Get("Location"))
	first, err := http.Get(s.upstream.Registry + "/v2/_catalog")
	require.NoError(t, err)
	catalog, err := io.ReadAll(first.Body)
	require.NoError(t, err)
	require.NoError(t, first.Body.Close())
	require.NotContains(t, string(catalog), "app", "nothing of it is in the first upstream")

	t.Run("the registry is gone", func(t *testing.T) {
		s.private.server.Close()
		customer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
		for _, path := range []string{
			"manifests/1.0.0", "manifests/" + closure.Root.String(), "tags/list", "referrers/" + closure.Root.String(),
		} {
			resp, body := s.request(t, http.MethodGet, "/v2/acme/app/"+path, customer)
			require.Equal(t, http.StatusOK, resp.StatusCode, path)
			require.NotContains(t, body, "secret")
		}
		for _, item := range closure.Items[1:] {
			resp, _ := s.request(t, http.MethodHead, "/v2/acme/app/blobs/"+item.Digest.String(), customer)
			require.Equal(t, http.StatusOK, resp.StatusCode)
			resp, body := s.request(t, http.MethodGet, "/v2/acme/app/blobs/"+item.Digest.String(), customer)
			require.Equal(t, http.StatusBadGateway, resp.StatusCode)
			require.NotContains(t, body, "secret")
		}
	})
}

// TestMountAcross is a blob that is taken from a repository that lies elsewhere, or
// under another login: it is uploaded then.
func TestMountAcross(t *testing.T) {
	t.Parallel()
	s := newOriginStand(t)
	layer := imageWith(t)
	require.NoError(t, remote.Write(s.ref(t, app, "1.0.0"), layer, s.staff))
	digest := configOf(t, layer)
	bearer := s.bearer(t, s.gate.token(t, ""), "repository:acme/app:pull", "repository:acme/other:pull,push")
	mount := func() (*reply, []string) {
		s.private.taken()
		resp, _ := s.request(t, http.MethodPost, "/v2/acme/other/blobs/uploads/?mount="+digest+"&from=acme/app", bearer)
		seen, _ := s.private.taken()
		return resp, seen
	}
	resp, seen := mount()
	require.Equal(t, http.StatusAccepted, resp.StatusCode)
	require.Empty(t, seen, "the other one lies in the first upstream")
	origin := s.locating.origins[app]
	origin.Repository = "secret/more"
	s.locating.change(func(g *locatingGate) { g.origins[other] = origin })
	resp, seen = mount()
	require.Contains(t, []int{http.StatusCreated, http.StatusAccepted}, resp.StatusCode)
	require.Contains(t, seen, "app POST /v2/secret/more/blobs/uploads/")
	require.True(t, strings.HasPrefix(resp.Header.Get("Location"), "/v2/acme/other/blobs/"), resp.Header.Get("Location"))

	up, err := newUpstreams(s.upstream)
	require.NoError(t, err)
	s.proxy.upstreams = up
	who := bearerOf(tenant.VendorSide)
	to, err := s.proxy.source(t.Context(), who, other, "")
	require.NoError(t, err)
	query, err := s.proxy.mounted(t.Context(), who, to, map[string][]string{"mount": {digest}, "from": {"acme/app"}})
	require.NoError(t, err)
	require.Equal(t, "secret/stuff", query.Get("from"))
	origin.Login = s.private.user("more", "m", "secret/more")
	s.locating.change(func(g *locatingGate) { g.origins[other] = origin })
	to, err = s.proxy.source(t.Context(), who, other, "")
	require.NoError(t, err)
	query, err = s.proxy.mounted(t.Context(), who, to, map[string][]string{"mount": {digest}, "from": {"acme/app"}})
	require.NoError(t, err)
	require.Empty(t, query, "who may push to one need not be able to read the other")
}

func bearerOf(side tenant.Side) bearer {
	return bearer{Principal: tenant.Principal{Side: side, Vendor: acme}}
}

// TestLogins is several logins at one registry: each request is made with the one
// that belongs to it, and none with another's token.
func TestLogins(t *testing.T) {
	t.Parallel()
	s := newOriginStand(t)
	s.locating.origins[other] = entitlement.Origin{Registry: s.private.server.URL, Repository: "third/party", Login: s.private.user("other", "o", "third/")}
	s.gate.grant("globex", "app", entitlement.All(), time.Time{})
	s.gate.grant("globex", "other", entitlement.All(), time.Time{})
	closure := s.release(t, app, "1.0.0", imageWith(t))
	s.release(t, other, "1.0.0", imageWith(t))
	s.private.taken()
	users := func(path string) []string {
		t.Helper()
		seen, _ := s.private.taken()
		var users []string
		for _, request := range seen {
			if user, rest, _ := strings.Cut(request, " "); strings.Contains(rest, path) {
				users = append(users, user)
			}
		}
		slices.Sort(users)
		return slices.Compact(users)
	}
	require.NoError(t, s.pulled(t, app, "1.0.0"))
	require.Equal(t, []string{"app"}, users("/v2/secret/"))
	require.NoError(t, s.pulled(t, other, "1.0.0"))
	require.Equal(t, []string{"other"}, users("/v2/third/"))

	t.Run("of a grant", func(t *testing.T) {
		s.locating.change(func(g *locatingGate) { g.logins["grt_1"] = s.private.user("globex", "g", "secret/") })
		require.NoError(t, s.pulled(t, app, "1.0.0"))
		require.Equal(t, []string{"globex"}, users("/v2/secret/"))
		_, err := remote.Image(s.ref(t, app, "1.0.0"), s.staff)
		require.NoError(t, err)
		require.Equal(t, []string{"app"}, users("/v2/secret/"), "staff have no grant")
		s.locating.change(func(g *locatingGate) { clear(g.logins) })
		require.NoError(t, s.pulled(t, app, "1.0.0"))
		require.Equal(t, []string{"app"}, users("/v2/secret/"))
	})
	t.Run("that may not", func(t *testing.T) {
		s.locating.change(func(g *locatingGate) { g.logins["grt_1"] = s.private.user("nobody", "n", "nothing/") })
		require.ErrorContains(t, s.pulled(t, app, "1.0.0"), "cannot answer at the moment")
		require.Equal(t, []string{"nobody"}, users("/v2/secret/"), "not with a login that could")
		s.locating.change(func(g *locatingGate) { clear(g.logins) })
	})
	t.Run("with another password", func(t *testing.T) {
		require.NoError(t, s.pulled(t, app, "1.0.0"))
		s.private.taken()
		wrong := s.locating.origins[app]
		wrong.Login = entitlement.NewLogin("app", "wrong")
		s.locating.change(func(g *locatingGate) { g.origins[app] = wrong })
		require.ErrorContains(t, s.pulled(t, app, "1.0.0"), "cannot answer at the moment")
		require.Empty(t, users("/v2/secret/"), "not with the token that the right password was given")
		require.NotContains(t, s.log.String(), "wrong")
		right := wrong
		right.Login = s.private.user("app", "changed", "secret/")
		s.locating.change(func(g *locatingGate) { g.origins[app] = right })
		require.NoError(t, s.pulled(t, app, "1.0.0"))
		require.Equal(t, []string{"app"}, users("/v2/secret/"))
	})
	t.Run("nobody's", func(t *testing.T) {
		none := s.locating.origins[app]
		none.Login = entitlement.Login{}
		s.locating.change(func(g *locatingGate) { g.origins[app] = none })
		require.ErrorContains(t, s.pulled(t, app, "1.0.0"), "cannot answer at the moment")
		require.Empty(t, users("/v2/secret/"))
	})
	t.Run("who is asked", func(t *testing.T) {
		s.locating.change(func(g *locatingGate) { g.asked = nil })
		bearer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
		for _, path := range []string{"manifests/1.0.0", "tags/list", "blobs/sha256:" + strings.Repeat("0", 64)} {
			_, _ = s.request(t, http.MethodGet, "/v2/acme/app/"+path, bearer)
		}
		_, _ = s.request(t, http.MethodHead, "/v2/acme/app/blobs/"+closure.Items[1].Digest.String(), bearer)
		s.locating.change(func(g *locatingGate) { require.Empty(t, g.asked, "where it lies matters to who gets bytes of it") })
		_, _ = s.request(t, http.MethodGet, "/v2/acme/app/blobs/"+closure.Items[1].Digest.String(), bearer)
		_, _ = s.request(t, http.MethodGet, "/v2/acme/app/tags/list", s.bearer(t, s.gate.token(t, ""), pull(app)))
		s.locating.change(func(g *locatingGate) { require.Equal(t, []entitlement.GrantID{"grt_1", ""}, g.asked) })
	})
}

// TestOriginTrouble is a gate that cannot say where something lies, or says what
// cannot be.
func TestOriginTrouble(t *testing.T) {
	t.Parallel()
	s := newOriginStand(t)
	s.gate.grant("globex", "app", entitlement.All(), time.Time{})
	closure := s.release(t, app, "1.0.0", imageWith(t))
	blob := "/v2/acme/app/blobs/" + closure.Items[1].Digest.String()
	customer, staff := s.bearer(t, s.gate.token(t, "globex"), pull(app)), s.bearer(t, s.gate.token(t, ""), pull(app))
	var stolen atomic.Int32
	evil := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		stolen.Add(1)
		_, _ = io.WriteString(w, `{"token":"x"}`)
	}))
	t.Cleanup(evil.Close)
	for _, tt := range []struct {
		name   string
		change func(*locatingGate)
		status int
	}{
		{"it fails", func(g *locatingGate) { g.broken = errors.New("the database is gone") }, 503},
		{"no registry", func(g *locatingGate) { g.origins[app] = entitlement.Origin{Registry: "http://x/y"} }, 503},
		{"no repository", func(g *locatingGate) {
			g.origins[app] = entitlement.Origin{Registry: s.private.server.URL, Repository: "../x"}
		}, 503},
		{"https to one that has none", func(g *locatingGate) { g.origins[app] = entitlement.Origin{Registry: hostOf(s.private.server)} }, 502},
		{"a realm elsewhere", func(g *locatingGate) {
			s.private.mu.Lock()
			defer s.private.mu.Unlock()
			s.private.realm, s.private.tokens = strings.Replace(evil.URL, "127.0.0.1", "localhost", 1)+"/auth", map[string][]string{}
			o := s.locating.origins[app]
			o.Login = entitlement.NewLogin("fresh", "pa55word")
			g.origins[app] = o
		}, 502},
		{"unknown, so in the first upstream", func(g *locatingGate) { delete(g.origins, app) }, 502},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := s.locating.origins[app]
			s.locating.change(tt.change)
			resp, body := s.request(t, http.MethodGet, blob, customer)
			require.Equal(t, tt.status, resp.StatusCode, s.log)
			require.Equal(t, codeUnavailable, code(t, body))
			require.Empty(t, resp.Header.Get("Docker-Content-Digest"))
			if tt.status == http.StatusServiceUnavailable {
				resp, _ = s.request(t, http.MethodGet, "/v2/acme/app/tags/list", staff)
				require.Equal(t, tt.status, resp.StatusCode)
			}
			s.locating.change(func(g *locatingGate) { g.broken, g.origins[app] = nil, before })
		})
	}
	require.Zero(t, stolen.Load())
	require.NotContains(t, s.log.String(), "pa55word")
}

// TestClients is that clients are few, and apart where they have to be.
func TestClients(t *testing.T) {
	t.Parallel()
	own := &countingTransport{inner: answer(http.StatusOK, nil, "")}
	up, err := newUpstreams(Upstream{Registry: "up.example", Transport: own, TokenHosts: []string{"auth.example"}})
	require.NoError(t, err)
	client := func(o entitlement.Origin) *upstream {
		t.Helper()
		s, err := up.source(o, app)
		require.NoError(t, err)
		return s.client
	}
	first := client(entitlement.Origin{})
	require.Same(t, first, client(entitlement.Origin{Repository: "x", Login: entitlement.NewLogin("a", "b")}))
	there := entitlement.Origin{Registry: "there.example"}
	require.Same(t, client(there), client(entitlement.Origin{Registry: "there.example", Repository: "x", Login: entitlement.NewLogin("a", "b")}))
	require.NotSame(t, client(there), client(entitlement.Origin{Registry: "there.example", TokenHosts: []string{"auth.example"}}))
	require.NotSame(t, client(there), client(entitlement.Origin{Registry: "there.example", RedirectHosts: []string{"auth.example"}}))
	require.NotSame(t, client(there), client(entitlement.Origin{Registry: "http://there.example"}))
	require.NotSame(t, first, client(entitlement.Origin{Registry: "up.example"}), "its login is the origin's, and not the first one's")
	require.Equal(t, []string{"s3.example"}, client(entitlement.Origin{RedirectHosts: []string{"s3.example"}}).redirects.hosts)
	for i := range 2 * maxUpstreams {
		client(entitlement.Origin{Registry: strings.Repeat("a", i+1) + ".example"})
	}
	require.Equal(t, maxUpstreams, up.known.Len())

	at, err := name.NewRegistry("up.example")
	require.NoError(t, err)
	require.Equal(t, at, first.registry)
	s, err := up.source(entitlement.Origin{Registry: "https://up.example"}, app)
	require.NoError(t, err)
	resp, err := s.do(t.Context(), errand{method: http.MethodHead, on: route{endpoint: endpointTags, repository: app}})
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.NotZero(t, own.count(), "the way to the first registry is the same for all")

	// Whatever a name and a password are put together from, they are one login.
	keys := map[loginKey]bool{}
	for _, l := range []entitlement.Login{{}, entitlement.NewLogin("a", "bc"), entitlement.NewLogin("ab", "c"), entitlement.NewLogin("", "abc"), entitlement.NewLogin("abc", ""), entitlement.NewLogin("1 a", "bc")} {
		keys[errand{login: l}.key()] = true
	}
	require.Len(t, keys, 6)
}
