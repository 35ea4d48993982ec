package registryproxy

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const (
	app   entitlement.RepositoryPath = "acme/app"
	other entitlement.RepositoryPath = "acme/other"
)

// A stand is a proxy with all around it: a real registry behind, an HTTP server
// in front, a gate that knows the releases.
type stand struct {
	gate     *testGate
	proxy    *Proxy
	server   *httptest.Server
	host     string
	upstream Upstream
	log      *logText
	index    v1.ImageIndex // acme/app:1.4.2, of two platforms
	newer    v1.Image      // acme/app:2.0.0; shares a layer with 1.4.2
	shared   v1.Layer
}

// newStand publishes acme/app 1.4.0, 1.4.2 and 2.0.0, and acme/other 1.0.0. The
// customer globex holds 1.4.0 and 1.4.2 of the app.
func newStand(tb testing.TB, change ...func(*Config)) *stand {
	tb.Helper()
	return newStandOver(tb, embeddedUpstream(tb), change...)
}

// newStandOver is a stand in front of a registry of the test's.
func newStandOver(tb testing.TB, upstream Upstream, change ...func(*Config)) *stand {
	tb.Helper()
	s := &stand{gate: newTestGate(), upstream: upstream}
	s.gate.product("app", app)
	s.gate.product("other", other)
	s.makeReleases(tb)
	s.gate.grant("globex", "app", entitlement.Only("1.4.0", "1.4.2"), time.Time{})
	s.serve(tb, publishingGate{s.gate}, change...)
	return s
}

// serve puts a proxy in front of the stand's gate and upstream.
func (s *stand) serve(tb testing.TB, gate Gatekeeper, change ...func(*Config)) {
	tb.Helper()
	s.log = &logText{}
	c := Config{Vendor: acme, Upstream: s.upstream, Log: slog.New(slog.NewTextHandler(s.log, nil))}
	for _, f := range change {
		f(&c)
	}
	proxy, err := New(gate, c)
	require.NoError(tb, err)
	s.proxy, s.server = proxy, httptest.NewServer(proxy)
	tb.Cleanup(s.server.Close)
	s.host = strings.TrimPrefix(s.server.URL, "http://")
}

func (s *stand) makeReleases(tb testing.TB) {
	tb.Helper()
	layer, err := random.Layer(1<<16, types.DockerLayer)
	require.NoError(tb, err)
	s.shared = layer
	s.index = twoPlatforms(tb, layer)
	s.newer = imageWith(tb, layer)
	s.pushBehind(tb, app, "1.4.0", imageWith(tb))
	s.pushBehind(tb, app, "1.4.2", s.index)
	s.pushBehind(tb, app, "2.0.0", s.newer)
	s.pushBehind(tb, other, "1.0.0", imageWith(tb))
	for _, tag := range []string{"1.4.0", "1.4.2", "2.0.0"} {
		s.publish(tb, app, tag)
	}
	s.publish(tb, other, "1.0.0")
}

// pushBehind pushes to the upstream itself.
func (s *stand) pushBehind(tb testing.TB, r entitlement.RepositoryPath, tag string, what remote.Taggable) {
	tb.Helper()
	ref, err := name.NewTag(strings.TrimPrefix(s.upstream.Registry, "http://")+"/"+string(r)+":"+tag, name.Insecure)
	require.NoError(tb, err)
	require.NoError(tb, write(ref, what, remote.WithTransport(s.upstream.Transport)))
}

func write(ref name.Reference, what remote.Taggable, options ...remote.Option) error {
	switch what := what.(type) {
	case v1.ImageIndex:
		return remote.WriteIndex(ref, what, options...)
	case v1.Image:
		return remote.Write(ref, what, options...)
	default:
		return remote.Push(ref, what, options...)
	}
}

// publish walks a tag and makes a release of it.
func (s *stand) publish(tb testing.TB, r entitlement.RepositoryPath, tag string) entitlement.Closure {
	tb.Helper()
	walker, err := NewWalker(WalkerConfig{Upstream: s.upstream})
	require.NoError(tb, err)
	closure, err := walker.Walk(tb.Context(), entitlement.Origin{}, r, tag)
	require.NoError(tb, err)
	s.gate.publish(r, entitlement.Pinned{Version: tag, Tag: tag, Closures: []entitlement.Closure{closure}})
	return closure
}

func imageWith(tb testing.TB, layers ...v1.Layer) v1.Image {
	tb.Helper()
	img, err := random.Image(1<<10, 2)
	require.NoError(tb, err)
	img, err = mutate.AppendLayers(img, layers...)
	require.NoError(tb, err)
	return img
}

func twoPlatforms(tb testing.TB, layers ...v1.Layer) v1.ImageIndex {
	tb.Helper()
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	for _, arch := range []string{"amd64", "arm64"} {
		index = mutate.AppendManifests(index, mutate.IndexAddendum{
			Add: imageWith(tb, layers...), Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: arch}},
		})
	}
	return index
}

func digestOf(tb testing.TB, of interface{ Digest() (v1.Hash, error) }) string {
	tb.Helper()
	h, err := of.Digest()
	require.NoError(tb, err)
	return h.String()
}

// loginWith is what go-containerregistry needs to act with a token.
func loginWith(t tenant.Token) remote.Option {
	return remote.WithAuth(&authn.Basic{Username: "globex", Password: t.Reveal()})
}

// ref is a reference on the proxy.
func (s *stand) ref(tb testing.TB, r entitlement.RepositoryPath, reference string) name.Reference {
	tb.Helper()
	separator := ":"
	if strings.Contains(reference, ":") {
		separator = "@"
	}
	ref, err := name.ParseReference(s.host+"/"+string(r)+separator+reference, name.Insecure)
	require.NoError(tb, err)
	return ref
}

// bearer gets an access token as docker does.
func (s *stand) bearer(tb testing.TB, t tenant.Token, scopes ...string) string {
	tb.Helper()
	req, err := http.NewRequestWithContext(tb.Context(), http.MethodGet, s.server.URL+"/token?"+url.Values{"scope": scopes, "service": {s.proxy.config.Service}}.Encode(), nil)
	require.NoError(tb, err)
	req.SetBasicAuth("globex", t.Reveal())
	resp, body := send(tb, req)
	require.Equal(tb, http.StatusOK, resp.StatusCode, body)
	var answer struct {
		Token string `json:"token"`
	}
	require.NoError(tb, json.Unmarshal([]byte(body), &answer))
	return answer.Token
}

// request sends a request with an access token, or without one if it is empty.
func (s *stand) request(tb testing.TB, method, path, bearer string, header ...string) (*reply, string) {
	tb.Helper()
	req, err := http.NewRequestWithContext(tb.Context(), method, s.server.URL+path, nil)
	require.NoError(tb, err)
	if bearer != "" {
		req.Header.Set("Authorization", "Bearer "+bearer)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	return send(tb, req)
}

// send sends a request over a connection of its own and reads the answer. It
// follows no redirects.
func send(tb testing.TB, req *http.Request) (*reply, string) {
	tb.Helper()
	resp, err := (&http.Transport{DisableCompression: true, DisableKeepAlives: true}).RoundTrip(req)
	require.NoError(tb, err)
	body, err := io.ReadAll(resp.Body)
	require.NoError(tb, err)
	require.NoError(tb, resp.Body.Close())
	return &reply{resp.StatusCode, resp.Header}, string(body)
}

// embeddedUpstream is distribution, with all that it has in a folder of its own.
func embeddedUpstream(tb testing.TB) Upstream {
	tb.Helper()
	r, err := embedded.Open(embedded.Config{Root: tb.TempDir()})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, r.Close()) })
	return Upstream{Registry: "http://" + embedded.Host, Transport: r.Transport()}
}

// A reply is an answer whose body has been read and closed.
type reply struct {
	StatusCode int
	Header     http.Header
}

// code is the code in an error document.
func code(tb testing.TB, body string) string {
	tb.Helper()
	var document struct {
		Errors []struct{ Code, Message string }
	}
	require.NoError(tb, json.Unmarshal([]byte(body), &document), body)
	require.Len(tb, document.Errors, 1)
	require.NotEmpty(tb, document.Errors[0].Message)
	return document.Errors[0].Code
}

func pull(r entitlement.RepositoryPath) string { return "repository:" + string(r) + ":pull" }

func configOf(tb testing.TB, img v1.Image) string {
	tb.Helper()
	h, err := img.ConfigName()
	require.NoError(tb, err)
	return h.String()
}

// A logText is a log that can be read while it is written.
type logText struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logText) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
