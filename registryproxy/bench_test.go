//go:build unix

package registryproxy

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/contest"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// BenchmarkManifest compares an authorised GET of a manifest with a bare handler
// that sends the same bytes. The ratio is to be 1.5 or less.
func BenchmarkManifest(b *testing.B) { compare(b, "bare-manifest", "manifest") }

// BenchmarkToken compares the token endpoint with a bare handler that makes one
// ES256 signature and sends as many bytes. The ratio is to be 1.8 or less.
func BenchmarkToken(b *testing.B) { compare(b, "bare-token", "token") }

// compare asks two servers in turn.
func compare(b *testing.B, bare, full string) {
	b.Helper()
	all := []*contest.Contestant{contest.Enter(b, bare), contest.Enter(b, full)}
	contest.Race(b, contest.Rules{Clients: 4, Requests: 4000, Rounds: 9}, all...)
	contest.Requests(b, all...)
}

// TestContestant is a server for the benchmarks.
func TestContestant(t *testing.T) {
	contest.Stand(t, func(t *testing.T, kind string, _ []string) contest.Offer {
		t.Helper()
		handler, ask := newBenchHandler(t, kind)
		return contest.Offer{Address: contest.Listen(t, handler), Questions: []contest.Question{ask}}
	})
}

// newBenchHandler makes one of the four servers. Both of a pair get the very same
// requests.
func newBenchHandler(t *testing.T, kind string) (http.Handler, contest.Question) {
	t.Helper()
	gate, token, err := newBenchGate()
	require.NoError(t, err)
	proxy, err := New(gate, Config{Vendor: acme, Upstream: Upstream{Registry: "upstream.invalid"}, PublicURL: "https://registry.acme.example"})
	require.NoError(t, err)
	bearer, err := proxy.sign(t.Context(), gate.who, []access{{"repository", string(app), []string{actionPull}}}, nil, time.Now())
	require.NoError(t, err)
	manifest := gate.manifest
	get := contest.Question{
		Method: http.MethodGet, Path: "/v2/acme/app/manifests/1.4.2", Authorization: "Bearer " + bearer,
		Status: http.StatusOK, Bytes: int64(len(manifest)),
	}
	ask := contest.Question{
		Method: http.MethodGet, Path: "/token?account=globex&scope=" + pull(app) + "&service=registry.acme.example",
		Authorization: "Basic " + base64.StdEncoding.EncodeToString([]byte("globex:"+token.Reveal())),
		Status:        http.StatusOK, Bytes: int64(len(`{"token":"","access_token":"","expires_in":300}`) + 2*len(bearer)),
	}
	switch kind {
	case "manifest":
		return proxy, get
	case "bare-manifest":
		return bare(ociManifest, manifest, func() {}), get
	case "token":
		return proxy, ask
	default:
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		require.NoError(t, err)
		hash := sha256.Sum256(manifest)
		return bare("application/json", make([]byte, ask.Bytes), func() {
			_, _ = ecdsa.SignASN1(rand.Reader, key, hash[:]) // with this key it cannot fail
		}), ask
	}
}

// bare is the least that a handler can do to send some bytes.
func bare(mediaType string, content []byte, first func()) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		first()
		w.Header().Set("Content-Type", mediaType)
		w.Header().Set("Content-Length", strconv.Itoa(len(content)))
		_, _ = w.Write(content)
	})
}

// A benchGate has one customer, whose holding is prepared, as a gate that answers
// from memory has it.
type benchGate struct {
	who        tenant.Principal
	credential tenant.Credential
	holding    entitlement.Holding
	contents   *entitlement.Contents
	manifest   []byte
	pulls      atomic.Int64
}

func newBenchGate() (*benchGate, tenant.Token, error) {
	who := tenant.Principal{Side: tenant.CustomerSide, Vendor: acme, Customer: "globex"}
	credential, token, err := tenant.NewCredential(who, "bench", time.Now(), rand.Reader)
	layer := described(ociLayer, []byte("one"))
	manifest := []byte(`{"schemaVersion":2,"mediaType":"` + ociManifest + `","config":` + layer + `,"layers":[` + layer + `]}`)
	root := entitlement.SHA256(manifest)
	var contents *entitlement.Contents
	closure := entitlement.Closure{Root: root, Items: []entitlement.Item{
		{Digest: root, Role: entitlement.RoleRoot, Size: int64(len(manifest)), MediaType: ociManifest, Manifest: manifest},
	}}
	contents = contents.With([]entitlement.Pinned{{Version: "1.4.2", Tag: "1.4.2", Closures: []entitlement.Closure{closure}}}, nil)
	holding := entitlement.Holding{Grants: []entitlement.Grant{{ID: "grt_1", Versions: entitlement.Only("1.4.2")}}}.Over(contents)
	return &benchGate{who: token.Claim(), credential: credential, holding: holding, contents: contents, manifest: manifest}, token, err
}

func (g *benchGate) Authenticate(_ context.Context, t tenant.Token) (tenant.Principal, error) {
	if !g.credential.Matches(t, time.Now()) {
		return tenant.Principal{}, tenant.ErrUnauthenticated
	}
	return t.Claim(), nil
}

func (g *benchGate) Repositories(context.Context, tenant.Principal) ([]string, error) {
	return []string{string(app)}, nil
}

func (g *benchGate) Holding(_ context.Context, p tenant.Principal, _ string) (entitlement.Holding, *entitlement.Contents, error) {
	if p != g.who || !g.credential.Live(time.Now()) {
		return entitlement.Holding{}, nil, tenant.ErrUnauthenticated
	}
	return g.holding, g.contents, nil
}

func (g *benchGate) LogPull(context.Context, tenant.Principal, entitlement.Pull) error {
	g.pulls.Add(1)
	return nil
}
