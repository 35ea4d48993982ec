package registryproxy

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/validate"
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
		if header == nil {
			header = http.Header{}
		}
		return &http.Response{
			Status: http.StatusText(status), StatusCode: status, Header: header,
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
	secret := http.Header{"X-Ms-Copy-Source": {"acme/secret"}, "Set-Cookie": {"a=b"}, "Www-Authenticate": {`Bearer realm="https://evil.example"`}, "Location": {"https://storage.example/x"}}
	tests := []struct {
		name      string
		transport http.RoundTripper
		status    int
		log       string
	}{
		{"refuses us", answer(401, secret, ""), 502, "Unauthorized"},
		{"forbids us", answer(403, secret, ""), 502, "Forbidden"},
		{"has lost it", answer(404, secret, ""), 502, "no longer has what was published"},
		{"redirects", answer(307, secret, ""), 502, "Temporary Redirect"},
		{"has no time", answer(429, secret, ""), 503, "Too Many Requests"},
		{"fails", answer(500, secret, ""), 502, "Internal Server Error"},
		{"is overloaded", answer(503, secret, ""), 503, "Service Unavailable"},
		{"has something else", answer(200, secret, "not this blob"), 502, "13 bytes"},
		{"is not there", roundTripper(func(*http.Request) (*http.Response, error) { return nil, errors.New("connection refused") }), 502, "connection refused"},
		{"says nothing", roundTripper(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}), 502, errStalled.Error()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &stand{gate: s.gate, shared: s.shared, upstream: Upstream{Registry: "http://up.example", Transport: tt.transport}}
			s.serve(t, s.gate, func(c *Config) { c.Stall = 2 * time.Second })
			bearer := s.bearer(t, token, pull(app))
			resp, body := s.request(t, http.MethodGet, "/v2/acme/app/blobs/"+digestOf(t, s.shared), bearer)
			require.Equal(t, tt.status, resp.StatusCode, "%s %s", body, s.log)
			require.Equal(t, codeUnavailable, code(t, body))
			require.NotEmpty(t, resp.Header.Get("Retry-After"))
			for name := range secret {
				require.Empty(t, resp.Header.Get(name), name)
			}
			require.Empty(t, resp.Header.Get("Docker-Content-Digest"))
			require.Contains(t, s.log.String(), tt.log)
			require.Contains(t, s.log.String(), digestOf(t, s.shared))

			for _, path := range []string{"/v2/acme/app/manifests/1.4.2", "/v2/acme/app/tags/list"} {
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
		"acme/other/manifests/1.0.0", "acme/app/manifests/1.4.2", "acme/app/tags/list",
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

// TestCutShort is an upstream that stops in the middle: the client must not take
// the half for the whole.
func TestCutShort(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	token := s.gate.token(t, "globex")
	size, err := s.shared.Size()
	require.NoError(t, err)
	for name, body := range map[string]io.Reader{
		"ends":   strings.NewReader("half"),
		"fails":  io.MultiReader(strings.NewReader("half"), failingReader{}),
		"stalls": io.MultiReader(strings.NewReader("half"), stallingReader{t.Context().Done()}),
	} {
		t.Run(name, func(t *testing.T) {
			s := &stand{gate: s.gate, shared: s.shared, upstream: Upstream{Registry: "http://up.example"}}
			s.upstream.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
				if r.URL.Path == registryPath {
					return answer(200, nil, "").RoundTrip(r)
				}
				return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: &cancelled{body, r.Context().Done()}, ContentLength: size, Request: r}, nil
			})
			s.serve(t, s.gate, func(c *Config) { c.Stall = 300 * time.Millisecond })
			bearer := s.bearer(t, token, pull(app))
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.server.URL+"/v2/acme/app/blobs/"+digestOf(t, s.shared), nil)
			require.NoError(t, err)
			req.Header.Set("Authorization", "Bearer "+bearer)
			resp, err := http.DefaultTransport.RoundTrip(req)
			if err == nil {
				_, err = io.ReadAll(resp.Body)
				_ = resp.Body.Close()
			}
			require.Error(t, err)
			require.Eventually(t, func() bool { return strings.Contains(s.log.String(), "cut short") }, 5*time.Second, time.Millisecond)
		})
	}
}

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, errors.New("connection reset") }

type stallingReader struct{ until <-chan struct{} }

func (r stallingReader) Read([]byte) (int, error) {
	<-r.until
	return 0, io.ErrUnexpectedEOF
}

// cancelled is a body that ends with its request, as a real transport's does.
type cancelled struct {
	io.Reader
	until <-chan struct{}
}

func (c *cancelled) Read(b []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	read := make(chan result, 1)
	go func() {
		own := make([]byte, len(b))
		n, err := c.Reader.Read(own)
		copy(b, own[:n])
		read <- result{n, err}
	}()
	select {
	case r := <-read:
		return r.n, r.err
	case <-c.until:
		return 0, context.Canceled
	}
}

func (c *cancelled) Close() error { return nil }

// TestClientGoesAway is that the upstream's request ends with the client's, and
// that nothing of it is left behind.
func TestClientGoesAway(t *testing.T) {
	s := newStand(t)
	token := s.gate.token(t, "globex")
	begun, ended := make(chan struct{}, 100), make(chan struct{}, 100)
	s.upstream.Registry = "http://up.example"
	s.upstream.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == registryPath {
			return answer(200, nil, "").RoundTrip(r)
		}
		begun <- struct{}{}
		<-r.Context().Done()
		ended <- struct{}{}
		return nil, r.Context().Err()
	})
	s.serve(t, s.gate)
	bearer := s.bearer(t, token, pull(app))
	before := runtime.NumGoroutine()
	for range 20 {
		ctx, cancel := context.WithCancel(t.Context())
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.server.URL+"/v2/acme/app/blobs/"+digestOf(t, s.shared), nil)
		require.NoError(t, err)
		req.Header.Set("Authorization", "Bearer "+bearer)
		go func() {
			<-begun
			cancel()
		}()
		resp, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
		if err == nil {
			err = resp.Body.Close()
		}
		require.ErrorIs(t, err, context.Canceled)
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
			require.Fail(t, "the upstream request goes on")
		}
	}
	require.NotContains(t, s.log.String(), "trouble with the upstream", "a client that goes away is no trouble")
	require.Eventually(t, func() bool { return runtime.NumGoroutine() <= before+2 }, 5*time.Second, 10*time.Millisecond, "goroutines are left behind")
}

// TestLoginUpstream is a private registry that wants a login and hands out tokens
// that end soon.
func TestLoginUpstream(t *testing.T) {
	t.Parallel()
	behind := newStand(t)
	target, err := url.Parse(behind.upstream.Registry)
	require.NoError(t, err)
	through := httputil.NewSingleHostReverseProxy(target)
	through.Transport = behind.upstream.Transport
	var current, issued atomic.Int64
	private := httptest.NewUnstartedServer(nil)
	private.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/auth" {
			if user, password, _ := r.BasicAuth(); user != "vendor" || password != "secret" {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			current.Store(issued.Add(1))
			_, _ = fmt.Fprintf(w, `{"token":"t%d"}`, issued.Load())
			return
		}
		if r.Header.Get("Authorization") != fmt.Sprintf("Bearer t%d", current.Load()) {
			w.Header().Set("WWW-Authenticate", `Bearer realm="`+private.URL+`/auth",service="private"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		r.Header.Del("Authorization")
		r.Host = target.Host
		through.ServeHTTP(w, r)
	})
	private.Start()
	t.Cleanup(private.Close)

	s := &stand{gate: behind.gate, newer: behind.newer, index: behind.index, shared: behind.shared}
	s.upstream = Upstream{Registry: private.URL, Login: keychain{"vendor", "secret"}}
	s.serve(t, publishingGate{s.gate})
	auth := loginWith(s.gate.token(t, "globex"))
	manifests, err := s.index.IndexManifest()
	require.NoError(t, err)
	image := func() {
		t.Helper()
		img, err := remote.Image(s.ref(t, app, manifests.Manifests[0].Digest.String()), auth)
		require.NoError(t, err)
		require.NoError(t, validate.Image(img))
	}
	image()
	require.EqualValues(t, 1, issued.Load(), "one login for all blobs")
	current.Store(0) // every token has ended
	image()
	require.EqualValues(t, 2, issued.Load())
	current.Store(0)
	require.NoError(t, remote.Write(s.ref(t, app, "3.0.0"), imageWith(t), loginWith(s.gate.token(t, ""))), "a body is not sent with a token that has ended")

	t.Run("a wrong password", func(t *testing.T) {
		s := &stand{gate: behind.gate, shared: behind.shared, upstream: Upstream{Registry: private.URL, Login: keychain{"vendor", "wrong"}}}
		s.serve(t, s.gate)
		bearer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
		resp, body := s.request(t, http.MethodGet, "/v2/acme/app/blobs/"+digestOf(t, s.shared), bearer)
		require.Equal(t, http.StatusBadGateway, resp.StatusCode)
		require.Equal(t, codeUnavailable, code(t, body))
		require.NotContains(t, s.log.String(), "wrong")
	})
}

type keychain struct{ user, password string }

func (k keychain) Resolve(authn.Resource) (authn.Authenticator, error) {
	return &authn.Basic{Username: k.user, Password: k.password}, nil
}

// TestLoginStaysHome is an upstream that sends us elsewhere with its login.
func TestLoginStaysHome(t *testing.T) {
	t.Parallel()
	var stolen atomic.Int32
	evil := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		stolen.Add(1)
		_, _ = io.WriteString(w, `{"token":"x"}`)
	}))
	t.Cleanup(evil.Close)
	insecure := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	for name, handler := range map[string]http.HandlerFunc{
		"a realm elsewhere": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("WWW-Authenticate", `Bearer realm="`+strings.Replace(evil.URL, "127.0.0.1", "localhost", 1)+`",service="x"`)
			w.WriteHeader(http.StatusUnauthorized)
		},
		"a redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, evil.URL+r.URL.Path, http.StatusTemporaryRedirect)
		},
		"a redirect of the token": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/auth" {
				http.Redirect(w, r, strings.Replace(evil.URL, "127.0.0.1", "localhost", 1), http.StatusTemporaryRedirect)
				return
			}
			w.Header().Set("WWW-Authenticate", `Bearer realm="http://`+r.Host+`/auth",service="x"`)
			w.WriteHeader(http.StatusUnauthorized)
		},
	} {
		t.Run(name, func(t *testing.T) {
			up := httptest.NewServer(handler)
			t.Cleanup(up.Close)
			walker, err := NewWalker(WalkerConfig{Upstream: Upstream{Registry: up.URL, Transport: insecure, Login: keychain{"vendor", "secret"}}})
			require.NoError(t, err)
			_, err = walker.Walk(t.Context(), app, "1")
			require.Error(t, err)
			require.NotContains(t, err.Error(), "secret")
			require.Zero(t, stolen.Load())
		})
	}
}

// TestHTTPSStaysHTTPS is that an upstream that is asked over https is not asked
// over http when that fails, although its name looks local.
func TestHTTPSStaysHTTPS(t *testing.T) {
	t.Parallel()
	counted := &countingTransport{inner: roundTripper(func(*http.Request) (*http.Response, error) { return nil, errors.New("no TLS here") })}
	walker, err := NewWalker(WalkerConfig{Upstream: Upstream{Registry: "127.0.0.1:5000", Transport: counted}})
	require.NoError(t, err)
	_, err = walker.Walk(t.Context(), app, "1")
	require.ErrorContains(t, err, "no TLS here")
	for _, r := range counted.taken() {
		require.Equal(t, "https", r.URL.Scheme)
	}
}
