package registryproxy

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A meteringGate is told how much was sent, and is ready when it is told to be.
type meteringGate struct {
	publishingGate
	sent chan entitlement.Sent
	fail atomic.Bool
}

func (g *meteringGate) LogSent(_ context.Context, _ tenant.Principal, s entitlement.Sent) error {
	g.sent <- s
	if g.fail.Load() {
		return errors.New("the log is full")
	}
	return nil
}

// TestBytesAreLogged asks for content that begins no pull, in the ways in which
// clients do.
func TestBytesAreLogged(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	gate := &meteringGate{publishingGate: publishingGate{s.gate}, sent: make(chan entitlement.Sent, 100)}
	observed := make(chan Request, 100)
	s.serve(t, gate, func(c *Config) { c.Observer = observing(observed) })
	s.bytesAreLogged(t, gate)
	s.serve(t, gate, func(c *Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	s.bytesAreLogged(t, gate)

	customer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
	path := "/v2/acme/app/blobs/" + digestOf(t, s.shared)
	_, _ = s.request(t, http.MethodGet, path, customer, "X-Forwarded-For", "198.51.100.1, 2001:db8::7")
	require.Equal(t, "2001:db8::7", (<-gate.sent).Address.String(), "in full")
	gate.fail.Store(true)
	resp, body := s.request(t, http.MethodGet, path, customer)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.NotEmpty(t, body)
	<-gate.sent
	s.server.Close() // waits for the handler
	require.Contains(t, s.log.String(), "the log is full")
}

func (s *stand) bytesAreLogged(t *testing.T, gate *meteringGate) {
	t.Helper()
	customer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
	staff := s.bearer(t, s.gate.token(t, ""), pull(app))
	size, err := s.shared.Size()
	require.NoError(t, err)
	manifests, err := s.index.IndexManifest()
	require.NoError(t, err)
	child := manifests.Manifests[0]
	blob := "acme/app/blobs/" + digestOf(t, s.shared)
	for _, tt := range []struct {
		name, method, path, bearer string
		header                     []string
		want                       int64 // bytes; 0: nothing is told
		versions                   []string
	}{
		{"blob", http.MethodGet, blob, customer, nil, size, []string{"1.4.2", "2.0.0"}},
		{"blob, only looked at", http.MethodHead, blob, customer, nil, 0, nil},
		{"part", http.MethodGet, blob, customer, []string{"Range", "bytes=100-199"}, 100, []string{"1.4.2", "2.0.0"}},
		{"no such part", http.MethodGet, blob, customer, []string{"Range", "bytes=9999999-"}, 0, nil},
		{"blob that the client has", http.MethodGet, blob, customer, []string{"If-None-Match", "*"}, 0, nil},
		{"child", http.MethodGet, "acme/app/manifests/" + child.Digest.String(), customer, nil, child.Size, []string{"1.4.2"}},
		{"child, only looked at", http.MethodHead, "acme/app/manifests/" + child.Digest.String(), customer, nil, 0, nil},
		{"tag", http.MethodGet, "acme/app/manifests/1.4.2", customer, nil, 0, nil},
		{"refused", http.MethodGet, "acme/app/manifests/2.0.0", customer, nil, 0, nil},
		{"list", http.MethodGet, "acme/app/tags/list", customer, nil, 0, nil},
		{"staff", http.MethodGet, blob, staff, nil, size, nil},
		{"staff, a part", http.MethodGet, blob, staff, []string{"Range", "bytes=0-9"}, 10, nil},
		{"staff, only looking", http.MethodHead, blob, staff, nil, 0, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _ = s.request(t, tt.method, "/v2/"+tt.path, tt.bearer, append(tt.header, "User-Agent", "crane/1")...)
			if tt.want == 0 {
				return // if anything is told, the next one gets it
			}
			got := <-gate.sent
			require.Equal(t, tt.want, got.Bytes)
			require.Equal(t, app, got.Repository)
			require.Equal(t, tt.versions, got.Versions)
			require.False(t, got.Cut)
			require.Equal(t, "crane/1", got.Client)
			require.Equal(t, "127.0.0.1", got.Address.String())
			if tt.versions != nil {
				require.Equal(t, "1.4.2", got.Version)
			}
		})
	}
}

// observing hands on what an observer is told.
type observing chan Request

func (o observing) Request(ctx context.Context, _ http.Header) (context.Context, func(Request)) {
	return ctx, func(r Request) { o <- r }
}

func (observing) Upstream(ctx context.Context, _ http.Header) (context.Context, func(Errand)) {
	return ctx, func(Errand) {}
}

// TestCutShortIsLogged breaks a blob off in the middle, and lets the upstream fail.
func TestCutShortIsLogged(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	size, err := s.shared.Size()
	require.NoError(t, err)
	inner := s.upstream.Transport
	var status atomic.Int64
	s.upstream.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
		resp, err := inner.RoundTrip(r)
		if err == nil && status.Load() > 0 {
			resp.StatusCode = int(status.Load())
		} else if err == nil && r.Method == http.MethodGet {
			resp.Body = struct {
				io.Reader
				io.Closer
			}{io.MultiReader(io.LimitReader(resp.Body, 1000), brokenOff{}), resp.Body}
		}
		return resp, err
	})
	gate := &meteringGate{publishingGate: publishingGate{s.gate}, sent: make(chan entitlement.Sent, 10)}
	s.serve(t, gate)
	customer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
	ask := func() (*http.Response, error) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.server.URL+"/v2/acme/app/blobs/"+digestOf(t, s.shared), nil)
		require.NoError(t, err)
		req.Header.Set("Authorization", "Bearer "+customer)
		return http.DefaultClient.Do(req)
	}
	if resp, err := ask(); err == nil {
		_, err = io.Copy(io.Discard, resp.Body)
		require.Error(t, err)
		require.NoError(t, resp.Body.Close())
	}
	got := <-gate.sent
	require.True(t, got.Cut)
	require.EqualValues(t, 1000, got.Bytes, "of %d", size)

	status.Store(http.StatusInternalServerError)
	resp, err := ask()
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, http.StatusBadGateway, resp.StatusCode)
	got = <-gate.sent
	require.True(t, got.Cut)
	require.Zero(t, got.Bytes, "an error document is no content")
}

type brokenOff struct{}

func (brokenOff) Read([]byte) (int, error) { return 0, errors.New("connection reset") }

// A readyGate is ready when it is told to be.
type readyGate struct {
	publishingGate
	ready atomic.Bool
}

func (g *readyGate) Ready() error {
	if g.ready.Load() {
		return nil
	}
	return errors.New("nobody keeps the log")
}

func TestNotReady(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	customer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
	gate := &readyGate{publishingGate: publishingGate{s.gate}}
	s.serve(t, gate)
	for _, path := range []string{"/v2/", "/token", "/v2/acme/app/manifests/1.4.2", "/.well-known/jwks.json"} {
		resp, _ := s.request(t, http.MethodGet, path, customer)
		require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode, path)
		require.Equal(t, "5", resp.Header.Get("Retry-After"))
	}
	require.Contains(t, s.log.String(), "nobody keeps the log")
	require.Empty(t, s.gate.logged())
	gate.ready.Store(true)
	s.bearer(t, s.gate.token(t, "globex"), pull(app))
}
