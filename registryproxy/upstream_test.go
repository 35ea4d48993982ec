package registryproxy

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// roundTripper is a function that is a transport.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answer is an upstream's answer of that status; the base path always works.
func answer(status int, header http.Header, body string) roundTripper {
	return func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == registryPath {
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
		}
		mine := header.Clone() // several tests may have the same answer
		if mine == nil {
			mine = http.Header{}
		}
		return &http.Response{
			Status: http.StatusText(status), StatusCode: status, Header: mine,
			Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r,
		}, nil
	}
}

// TestUpstreamTrouble is an upstream that does not do what it should. Nothing that
// it says reaches a client but that there is trouble.
func TestUpstreamTrouble(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	token := s.gate.token(t, "globex")
	secret := http.Header{"X-Ms-Copy-Source": {"acme/secret"}, "Set-Cookie": {"a=b"}, "Www-Authenticate": {`Bearer realm="https://evil.example"`}, "Location": {"https://127.0.0.1:1/x?signature=secret"}}
	tests := []struct {
		name      string
		transport http.RoundTripper
		status    int
		log       string
		asked     string // the range; empty: all
	}{
		{name: "refuses us", transport: answer(401, secret, ""), status: 502, log: "Unauthorized"},
		{name: "forbids us", transport: answer(403, secret, ""), status: 502, log: "Forbidden"},
		{name: "has lost it", transport: answer(404, secret, ""), status: 502, log: "no longer has what was published"},
		{name: "redirects", transport: answer(307, secret, ""), status: 502, log: "no public address"},
		{name: "has no time", transport: answer(429, secret, ""), status: 503, log: "Too Many Requests"},
		{name: "fails", transport: answer(500, secret, ""), status: 502, log: "Internal Server Error"},
		{name: "is overloaded", transport: answer(503, secret, ""), status: 503, log: "Service Unavailable"},
		{name: "has something else", transport: answer(200, secret, "not this blob"), status: 502, log: "13 bytes"},
		{name: "has a part that nobody asked for", transport: answer(206, http.Header{"Content-Range": {"bytes 0-3/*"}}, "some"), status: 502, log: "to who asks for all"},
		{name: "has a part and does not say which", transport: answer(206, nil, "some"), status: 502, log: "to who asks for all"},
		{name: "has nothing of what nobody asked for", transport: answer(416, nil, ""), status: 502, log: "to who asks for all"},
		{name: "has another part", asked: "bytes=4-7", transport: answer(206, http.Header{"Content-Range": {"bytes 0-3/*"}}, "some"), status: 502, log: "to who asks for bytes=4-7"},
		{name: "has some part", asked: "bytes=4-7", transport: answer(206, nil, "some"), status: 502, log: "to who asks for bytes=4-7"},
		{name: "has a part of something else", asked: "bytes=0-3", transport: answer(206, http.Header{"Content-Range": {"bytes 0-3/100"}}, "some"), status: 502, log: "has 100 bytes of it"},
		{name: "has less of it", asked: "bytes=200-", transport: answer(416, http.Header{"Content-Range": {"bytes */100"}}, ""), status: 502, log: "has 100 bytes of it"},
		{name: "is not there", transport: roundTripper(func(*http.Request) (*http.Response, error) { return nil, errors.New("connection refused") }), status: 502, log: "connection refused"},
		{name: "says nothing", transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}), status: 502, log: errStalled.Error()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &stand{gate: s.gate, shared: s.shared, upstream: Upstream{Registry: "http://up.example", Transport: tt.transport}}
			s.serve(t, s.gate, func(c *Config) { c.Stall = 2 * time.Second })
			bearer := s.bearer(t, token, pull(app))
			resp, body := s.request(t, http.MethodGet, "/v2/acme/app/blobs/"+digestOf(t, s.shared), bearer, "Range", tt.asked)
			require.Equal(t, tt.status, resp.StatusCode, "%s %s", body, s.log)
			require.Equal(t, codeUnavailable, code(t, body))
			require.NotEmpty(t, resp.Header.Get("Retry-After"))
			for name := range secret {
				require.Empty(t, resp.Header.Get(name), name)
			}
			require.Empty(t, resp.Header.Get("Docker-Content-Digest"))
			require.Contains(t, s.log.String(), tt.log)
			require.Contains(t, s.log.String(), digestOf(t, s.shared))
			require.NotContains(t, s.log.String(), "signature")

			for _, path := range []string{"/v2/acme/app/manifests/1.4.2", "/v2/acme/app/tags/list", "/v2/_catalog"} {
				resp, _ := s.request(t, http.MethodGet, path, bearer)
				require.Equal(t, http.StatusOK, resp.StatusCode, "what is in memory does without the upstream")
			}
			resp, _ = s.request(t, http.MethodHead, "/v2/acme/app/blobs/"+digestOf(t, s.shared), bearer)
			require.Equal(t, http.StatusOK, resp.StatusCode)
		})
	}
}

// TestUpstreamHeadersStayThere is a good answer with a bad header.
func TestUpstreamHeadersStayThere(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	bearer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
	inner := s.upstream.Transport
	s.upstream.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
		require.Empty(t, r.Header["Cookie"])
		require.NotContains(t, r.Header.Get("Authorization"), bearer)
		resp, err := inner.RoundTrip(r)
		if err == nil {
			resp.Header.Set("X-Ms-Copy-Source", "acme/secret")
			resp.Header.Set("Set-Cookie", "a=b")
			resp.Header.Set("Cache-Control", "max-age=31536000")
			resp.Header.Set("Etag", `"another"`)
		}
		return resp, err
	})
	s.serve(t, publishingGate{s.gate})
	customer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
	staff := s.bearer(t, s.gate.token(t, ""), "repository:acme/app:pull,push")
	for _, bearer := range []string{customer, staff} {
		resp, _ := s.request(t, http.MethodGet, "/v2/acme/app/blobs/"+digestOf(t, s.shared), bearer, "Cookie", "a=b")
		require.Equal(t, http.StatusOK, resp.StatusCode)
		require.Empty(t, resp.Header.Get("X-Ms-Copy-Source"))
		require.Empty(t, resp.Header.Get("Set-Cookie"))
		require.Equal(t, "private, no-cache", resp.Header.Get("Cache-Control"))
	}
}

// TestUnknownIsNotAskedFor is that nothing unknown, and nothing refused, is ever
// looked for upstream.
func TestUnknownIsNotAskedFor(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	counted := &countingTransport{inner: s.upstream.Transport}
	s.upstream.Transport = counted
	s.serve(t, publishingGate{s.gate})
	bearer := s.bearer(t, s.gate.token(t, "globex"), pull(app), pull(other))
	for _, path := range []string{
		"acme/app/blobs/sha256:" + strings.Repeat("0", 64), "acme/app/manifests/sha256:" + strings.Repeat("0", 64), "acme/app/manifests/9",
		"acme/app/manifests/sha256-" + strings.Repeat("0", 64) + ".sig", "acme/app/blobs/" + configOf(t, s.newer), "acme/app/manifests/2.0.0",
		"acme/other/manifests/1.0.0", "acme/app/manifests/1.4.2", "acme/app/tags/list", "_catalog",
	} {
		_, _ = s.request(t, http.MethodGet, "/v2/"+path, bearer)
		_, _ = s.request(t, http.MethodHead, "/v2/"+path, bearer)
	}
	require.Zero(t, counted.count())
}

// TestRetries is that a read is tried again and a write is not.
func TestRetries(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	var failing, tries atomic.Int32
	inner := s.upstream.Transport
	s.upstream.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
		if r.URL.Path != registryPath {
			tries.Add(1)
			if failing.Add(-1) >= 0 {
				if failing.Load()%2 == 0 {
					return nil, errors.New("connection reset")
				}
				return answer(http.StatusServiceUnavailable, http.Header{"Retry-After": {"3600"}}, "").RoundTrip(r)
			}
		}
		return inner.RoundTrip(r)
	})
	s.serve(t, publishingGate{s.gate})
	customer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
	staff := s.bearer(t, s.gate.token(t, ""), "repository:acme/app:pull,push")
	for _, tt := range []struct {
		name, method, path, bearer string
		failing                    int32
		status                     int
		tries                      int32
	}{
		{"comes back", "GET", "/v2/acme/app/blobs/" + digestOf(t, s.shared), customer, 2, 200, 3},
		{"stays away", "GET", "/v2/acme/app/blobs/" + digestOf(t, s.shared), customer, 8, 503, 3},
		{"a write", "POST", "/v2/acme/app/blobs/uploads/", staff, 1, 502, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			failing.Store(tt.failing)
			tries.Store(0)
			begun := time.Now()
			resp, _ := s.request(t, tt.method, tt.path, tt.bearer)
			require.Equal(t, tt.status, resp.StatusCode)
			require.Equal(t, tt.tries, tries.Load())
			require.Less(t, time.Since(begun), 5*time.Second, "not as long as the upstream would like")
		})
	}
}
