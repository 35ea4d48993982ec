package embedded

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/distribution/distribution/v3/configuration"
	_ "github.com/distribution/distribution/v3/registry/auth/token"
	"github.com/distribution/distribution/v3/registry/handlers"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/inmemory"
	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/wares"
	"github.com/seed361c4c3e/distr-go/registryproxy"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestStockRegistryTakesOurTokens is the registry of the distribution project as
// it comes, with auth.token and the file of our keys: the proxy is its token
// server and nothing more. It keeps a customer out of a repository, and, as the
// documents say, not out of a version.
func TestStockRegistryTakesOurTokens(t *testing.T) {
	g := newTokenGate(t)
	active, next := newKey(t), newKey(t)
	const service = "registry.acme.example"
	tokens, err := registryproxy.New(g, registryproxy.Config{
		Upstream: registryproxy.Upstream{Registry: "http://" + Host}, Service: service, Keys: []tenant.SigningKey{active, next},
	})
	require.NoError(t, err)
	stock := newStock(t, tokens, service, active, next)

	staff, globex := g.token(t, ""), g.token(t, "globex")
	ref := func(s string) name.Reference {
		r, err := name.ParseReference(stock+"/"+s, name.Insecure, name.StrictValidation)
		require.NoError(t, err)
		return r
	}
	login := func(token tenant.Token) remote.Option {
		return remote.WithAuth(&authn.Basic{Username: "x", Password: token.Reveal()})
	}
	for _, at := range []string{"acme/app:1.4.2", "acme/app:2.0.0", "acme/other:1.0.0"} {
		image, err := wares.Image(at, v1.Platform{OS: "linux", Architecture: "amd64"})
		require.NoError(t, err)
		require.NoError(t, remote.Write(ref(at), image, login(staff), remote.WithContext(t.Context())))
	}

	_, err = remote.Image(ref("acme/app:1.4.2"), login(globex))
	require.NoError(t, err)
	_, err = remote.Image(ref("acme/other:1.0.0"), login(globex))
	requireRefused(t, err, "nothing of it is held")
	image, err := wares.Image("forged", v1.Platform{OS: "linux", Architecture: "amd64"})
	require.NoError(t, err)
	requireRefused(t, remote.Write(ref("acme/app:3.0.0"), image, login(globex)), "customers push nothing")
	_, err = remote.Image(ref("acme/app:1.4.2"), login(g.forged(t)))
	requireRefused(t, err, "nobody handed it out")

	// What this mode cannot enforce: 2.0.0 is not held.
	_, err = remote.Image(ref("acme/app:2.0.0"), login(globex))
	require.NoError(t, err)

	// A registry that has the file in time goes on when the next key signs.
	rotated, err := registryproxy.New(g, registryproxy.Config{
		Upstream: registryproxy.Upstream{Registry: "http://" + Host}, Service: service, Keys: []tenant.SigningKey{next, newKey(t), active},
	})
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, manifestWith(t, stock, bearer(t, rotated, service, globex)))
	unknown, err := registryproxy.New(g, registryproxy.Config{
		Upstream: registryproxy.Upstream{Registry: "http://" + Host}, Service: service, Keys: []tenant.SigningKey{newKey(t)},
	})
	require.NoError(t, err)
	require.Equal(t, http.StatusUnauthorized, manifestWith(t, stock, bearer(t, unknown, service, globex)), "a key that is not in its file")
}

// requireRefused is 401, which comes with a code or without.
func requireRefused(t *testing.T, err error, why string) {
	t.Helper()
	require.Error(t, err, why)
	require.Regexp(t, "(?i)unauthorized", err.Error(), why)
}

// newStock is distribution's registry behind one address with the token server,
// since clients carry a login nowhere else.
func newStock(t *testing.T, tokens http.Handler, service string, keys ...tenant.SigningKey) (host string) {
	t.Helper()
	set, err := registryproxy.JWKS(keys)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "jwks.json")
	require.NoError(t, os.WriteFile(file, set, 0o600))
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	app := handlers.NewApp(logContext{context.WithoutCancel(t.Context()), newLogger(nil)}, &configuration.Configuration{
		Storage: configuration.Storage{"inmemory": {}, "maintenance": {"uploadpurging": map[any]any{"enabled": false}}},
		Auth: configuration.Auth{"token": {
			"realm": server.URL + "/token", "service": service, "issuer": service, "jwks": file, "signingalgorithms": []any{"ES256"},
		}},
	})
	t.Cleanup(func() { require.NoError(t, closeApp(app)) })
	mux.Handle("/token", tokens)
	mux.Handle("/v2/", app)
	return strings.TrimPrefix(server.URL, "http://")
}

// bearer is a token that a proxy makes for acme/app.
func bearer(t *testing.T, tokens http.Handler, service string, login tenant.Token) string {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/token?scope=repository:acme/app:pull&service="+service, nil)
	r.SetBasicAuth("x", login.Reveal())
	w := httptest.NewRecorder()
	tokens.ServeHTTP(w, r)
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	var answer struct{ Token string }
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &answer))
	return answer.Token
}

func manifestWith(t *testing.T, host, token string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+host+"/v2/acme/app/manifests/1.4.2", nil)
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Accept", "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json")
	resp, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.StatusCode
}

func newKey(t *testing.T) tenant.SigningKey {
	t.Helper()
	key, err := tenant.NewSigningKey(rand.Reader)
	require.NoError(t, err)
	return key
}

// A tokenGate is a vendor of whose two repositories the customer globex holds
// 1.4.2 of one.
type tokenGate struct {
	known map[tenant.CredentialID]tenant.Credential
}

func newTokenGate(t *testing.T) tokenGate {
	t.Helper()
	return tokenGate{map[tenant.CredentialID]tenant.Credential{}}
}

func (g tokenGate) token(t *testing.T, customer tenant.CustomerID) tenant.Token {
	t.Helper()
	c, token := g.make(t, customer)
	g.known[c.ID] = c
	return token
}

// forged is a token in the right form that nobody has handed out.
func (g tokenGate) forged(t *testing.T) tenant.Token {
	t.Helper()
	_, token := g.make(t, "globex")
	return token
}

func (g tokenGate) make(t *testing.T, customer tenant.CustomerID) (tenant.Credential, tenant.Token) {
	t.Helper()
	p := tenant.Principal{Side: tenant.VendorSide, Vendor: "acme", Customer: customer}
	if customer != "" {
		p.Side = tenant.CustomerSide
	}
	c, token, err := tenant.NewCredential(p, "test", time.Now(), rand.Reader)
	require.NoError(t, err)
	return c, token
}

func (g tokenGate) Authenticate(_ context.Context, token tenant.Token) (tenant.Principal, error) {
	p := token.Claim()
	if c, ok := g.known[p.Credential]; !ok || !c.Matches(token, time.Now()) {
		return tenant.Principal{}, fmt.Errorf("%w: the token is not known", tenant.ErrUnauthenticated)
	}
	return p, nil
}

func (g tokenGate) Repositories(_ context.Context, p tenant.Principal) ([]string, error) {
	if p.Side == tenant.VendorSide {
		return []string{"acme/app", "acme/other"}, nil
	}
	return []string{"acme/app"}, nil
}

func (g tokenGate) Holding(_ context.Context, p tenant.Principal, repository string) (entitlement.Holding, *entitlement.Contents, error) {
	if repository != "acme/app" && p.Side == tenant.CustomerSide {
		return entitlement.Holding{}, nil, fmt.Errorf("repository %q: %w", repository, tenant.ErrNotFound)
	}
	root := entitlement.SHA256([]byte(repository))
	closure := entitlement.Closure{Root: root, Items: []entitlement.Item{{Digest: root, Role: entitlement.RoleRoot, Manifest: []byte(repository)}}}
	contents := (*entitlement.Contents)(nil).With([]entitlement.Pinned{{Version: "1.4.2", Tag: "1.4.2", Closures: []entitlement.Closure{closure}}}, nil)
	held := entitlement.Holding{Grants: []entitlement.Grant{{ID: "grt_1", Versions: entitlement.Only("1.4.2")}}}.Over(contents)
	return held, contents, nil
}

func (g tokenGate) LogPull(context.Context, tenant.Principal, entitlement.Pull) error { return nil }

func (g tokenGate) MayPush(context.Context, tenant.Principal, string) error { return nil }

func (g tokenGate) MayMove(context.Context, string, string, entitlement.Digest) error { return nil }

func (g tokenGate) Pushed(context.Context, tenant.Principal, string, entitlement.Push) error {
	return nil
}
