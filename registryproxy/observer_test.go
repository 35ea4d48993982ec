package registryproxy

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A diary is an observer that writes all down.
type diary struct {
	mu       sync.Mutex
	requests []Request // in the order in which they began
	over     []bool    // which of them have ended
	errands  []Errand
	trusted  []http.Header
}

func (d *diary) Request(ctx context.Context, h http.Header) (context.Context, func(Request)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.trusted = append(d.trusted, h)
	n := len(d.requests)
	d.requests, d.over = append(d.requests, Request{}), append(d.over, false)
	return ctx, func(r Request) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.requests[n], d.over[n] = r, true
	}
}

func (d *diary) Upstream(ctx context.Context, h http.Header) (context.Context, func(Errand)) {
	h.Set("Traceparent", "ours")
	return ctx, func(e Errand) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.errands = append(d.errands, e)
	}
}

// last is the request that was seen last, without its times, once there are n.
// A client may have its answer before the observer has heard of it.
func (d *diary) last(t testing.TB, n int) Request {
	t.Helper()
	require.Eventually(t, func() bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		return len(d.over) >= n && d.over[n-1]
	}, time.Minute, time.Millisecond)
	d.mu.Lock()
	defer d.mu.Unlock()
	r := d.requests[n-1]
	r.Took, r.Upstream = 0, 0
	return r
}

func TestObserver(t *testing.T) {
	t.Parallel()
	seen := &diary{}
	var sent http.Header
	inner := embeddedUpstream(t)
	upstream := Upstream{Registry: inner.Registry, Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		if strings.Contains(r.URL.Path, "/blobs/") && r.Method == http.MethodGet {
			sent = r.Header
		}
		return inner.Transport.RoundTrip(r)
	})}
	s := newStandOver(t, upstream, func(c *Config) { c.Observer = seen })
	token := s.gate.token(t, "globex")
	bearer := s.bearer(t, token, pull(app))
	who := token.Claim().Credential
	first := seen.last(t, 1)
	require.Positive(t, first.Bytes)
	first.Bytes = 0
	require.Equal(t, Request{Kind: KindToken, Method: "GET", Status: 200, Credential: who}, first)

	manifest, err := s.index.RawManifest()
	require.NoError(t, err)
	size, err := s.shared.Size()
	require.NoError(t, err)
	layer := "/v2/acme/app/blobs/" + digestOf(t, s.shared)
	about := func(k Kind, method string, status int, why entitlement.Reason, from Source, bytes int64) Request {
		return Request{Kind: k, Method: method, Status: status, Reason: why, Source: from, Bytes: bytes, Repository: app, Credential: who}
	}
	tests := []struct {
		name, method, path, bearer string
		want                       Request // Bytes below 0: some
	}{
		{"manifest", "GET", "/v2/acme/app/manifests/1.4.2", bearer, about(KindManifest, "GET", 200, entitlement.Granted, FromMemory, int64(len(manifest)))},
		{"manifest, looked at", "HEAD", "/v2/acme/app/manifests/1.4.2", bearer, about(KindManifest, "HEAD", 200, entitlement.Granted, FromMemory, 0)},
		{"not held", "GET", "/v2/acme/app/manifests/2.0.0", bearer, about(KindManifest, "GET", 403, entitlement.NotCovered, "", -1)},
		{"not there", "GET", "/v2/acme/app/manifests/9.9.9", bearer, about(KindManifest, "GET", 403, entitlement.Unknown, "", -1)},
		{"blob", "GET", layer, bearer, about(KindBlob, "GET", 200, entitlement.Granted, FromUpstream, size)},
		{"tags", "GET", "/v2/acme/app/tags/list", bearer, about(KindTags, "GET", 200, "", "", -1)},
		{"referrers", "GET", "/v2/acme/app/referrers/" + digestOf(t, s.index), bearer, about(KindReferrers, "GET", 200, "", "", -1)},
		{"upload", "POST", "/v2/acme/app/blobs/uploads/", bearer, about(KindUpload, "POST", 403, "", "", -1)},
		{"catalog", "GET", "/v2/_catalog", bearer, Request{Kind: KindCatalog, Method: "GET", Status: 200, Bytes: -1, Credential: who}},
		{"ping", "GET", "/v2/", bearer, Request{Kind: KindBase, Method: "GET", Status: 200, Bytes: 2, Credential: who}},
		{"nobody", "GET", "/v2/", "", Request{Kind: KindBase, Method: "GET", Status: 401, Bytes: -1}},
		{"a stranger", "GET", "/v2/acme/app/tags/list", "forged", Request{Kind: KindTags, Method: "GET", Status: 401, Bytes: -1, Repository: app}},
		{"no such login", "GET", "/token", "", Request{Kind: KindToken, Method: "GET", Status: 401, Bytes: -1}},
		{"keys", "GET", "/.well-known/jwks.json", "", Request{Kind: KindKeys, Method: "GET", Status: 200, Bytes: -1}},
		{"elsewhere", "GET", "/robots.txt", "", Request{Kind: KindNone, Method: "GET", Status: 404, Bytes: -1}},
		{"no path", "GET", "/v2/ACME/x/manifests/1", bearer, Request{Kind: KindNone, Method: "GET", Status: 400, Bytes: -1, Credential: who}},
		{"no method", "BREW", "/v2/acme/app/tags/list", bearer, about(KindTags, "other", 405, "", "", -1)},
	}
	for i, tt := range tests { // in this order
		resp, body := s.request(t, tt.method, tt.path, tt.bearer)
		got := seen.last(t, i+2)
		require.Equal(t, tt.want.Status, resp.StatusCode, tt.name)
		if tt.want.Bytes < 0 {
			require.Equal(t, int64(len(body)), got.Bytes, tt.name)
			got.Bytes = -1
		}
		require.Equal(t, tt.want, got, tt.name)
		require.Nil(t, seen.trusted[i+1], "nobody is trusted")
	}
	require.Len(t, seen.errands, 1)
	require.Positive(t, seen.errands[0].Took)
	seen.errands[0].Took = 0
	require.Equal(t, Errand{Kind: KindBlob, Method: "GET", Outcome: Answered, Status: 200}, seen.errands[0])
	require.Positive(t, seen.requests[5].Upstream)
	require.GreaterOrEqual(t, seen.requests[5].Took, seen.requests[5].Upstream)
	require.Equal(t, "ours", sent.Get("Traceparent"))
	require.NotContains(t, fmt.Sprintf("%+v", seen.requests), token.Reveal())
}

// TestObserverOfABrokenAnswer is that what a client has not got all of is told as
// such.
func TestObserverOfABrokenAnswer(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	size, err := s.shared.Size()
	require.NoError(t, err)
	seen := &diary{}
	s.upstream = Upstream{Registry: "http://up.example", Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		resp, err := answer(200, nil, "half").RoundTrip(r)
		resp.ContentLength = size
		return resp, err
	})}
	s.serve(t, s.gate, func(c *Config) { c.Observer = seen })
	bearer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.server.URL+"/v2/acme/app/blobs/"+digestOf(t, s.shared), nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+bearer)
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err == nil {
		_, err = io.ReadAll(resp.Body)
		_ = resp.Body.Close()
	}
	require.Error(t, err)
	got := seen.last(t, 2)
	require.True(t, got.Cut)
	require.Equal(t, http.StatusOK, got.Status)
	require.EqualValues(t, 4, got.Bytes)
}

// TestObserverBehindAProxy is that headers are shown if they come from one of our
// proxies.
func TestObserverBehindAProxy(t *testing.T) {
	t.Parallel()
	seen := &diary{}
	s := newStand(t, func(c *Config) {
		c.Observer, c.TrustedProxies = seen, []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	})
	s.request(t, http.MethodGet, "/v2/", "", "Traceparent", "00-1")
	seen.last(t, 1)
	require.Equal(t, "00-1", seen.trusted[0].Get("Traceparent"))
}

// TestWatchedHidesNothing is that a file still goes to the connection by itself,
// and that deadlines are reached.
func TestWatchedHidesNothing(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		w := &watched{ResponseWriter: rw}
		control := http.NewResponseController(w)
		if control.SetWriteDeadline(time.Now().Add(time.Minute)) != nil || control.Flush() != nil {
			panic(http.ErrAbortHandler)
		}
		n, err := io.Copy(w, io.LimitReader(bytes.NewReader(make([]byte, 100)), 100))
		if err != nil || n != 100 || w.seen.Bytes != 100 || w.seen.Status != http.StatusOK {
			panic(http.ErrAbortHandler)
		}
	}))
	defer server.Close()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
	require.NoError(t, err)
	resp, body := send(t, req)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.Len(t, body, 100)

	to := &sink{ResponseRecorder: httptest.NewRecorder()}
	w := &watched{ResponseWriter: to}
	_, err = io.Copy(w, io.LimitReader(strings.NewReader("a file"), 6))
	require.NoError(t, err)
	require.Equal(t, "a file", to.took)
}

// A sink is a writer that takes from a reader, as a connection does.
type sink struct {
	*httptest.ResponseRecorder
	took string
}

func (s *sink) ReadFrom(from io.Reader) (int64, error) {
	b, err := io.ReadAll(from)
	s.took = string(b)
	return int64(len(b)), err
}
