package registryproxy

import (
	"bytes"
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A storage is where a registry sends its clients for blobs, with addresses that
// are signed for GET.
type storage struct {
	server *httptest.Server
	mu     sync.Mutex
	seen   []*http.Request
	blobs  func(digest string) []byte
	before http.HandlerFunc // nil: nothing; answers instead if it writes
}

const signature = "X-Amz-Signature=f00d"

func (s *storage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.seen = append(s.seen, r.Clone(r.Context()))
	before := s.before
	s.mu.Unlock()
	if before != nil {
		before(w, r)
		return
	}
	s.serve(w, r)
}

func (s *storage) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet || !strings.Contains(r.URL.RawQuery, signature) {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	for name, value := range map[string]string{
		"Set-Cookie": "a=b", "X-Ms-Copy-Source": "acme/secret", "Etag": `"of the storage"`, "Cache-Control": "max-age=31536000",
		"Content-Type": "text/html", "Www-Authenticate": `Bearer realm="https://evil.example"`, "Docker-Content-Digest": "sha256:" + strings.Repeat("0", 64),
	} {
		w.Header().Set(name, value)
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(s.blobs(path.Base(r.URL.Path))))
}

// instead lets the storage do something else.
func (s *storage) instead(f http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before = f
}

// asked takes the requests so far.
func (s *storage) asked() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := s.seen
	s.seen = nil
	return seen
}

// A redirecting stand is one whose registry keeps its blobs elsewhere.
type redirecting struct {
	*stand
	storage  *storage
	registry *httptest.Server
	to       atomic.Pointer[string] // where it sends for blobs; the digest comes behind it
	sent     atomic.Int32           // how often
}

// newRedirecting is a stand with a registry that is asked over http and a storage.
func newRedirecting(t *testing.T) *redirecting {
	t.Helper()
	r := &redirecting{stand: newStand(t), storage: &storage{}}
	behind := r.upstream
	target, err := url.Parse(behind.Registry)
	require.NoError(t, err)
	r.storage.blobs = func(digest string) []byte {
		req, err := http.NewRequest(http.MethodGet, behind.Registry+"/v2/acme/app/blobs/"+digest, nil)
		if err != nil {
			return nil
		}
		resp, err := behind.Transport.RoundTrip(req)
		if err != nil {
			return nil
		}
		defer func() { _ = resp.Body.Close() }()
		content, _ := io.ReadAll(resp.Body)
		return content
	}
	r.storage.server = httptest.NewServer(r.storage)
	t.Cleanup(r.storage.server.Close)
	through := httputil.NewSingleHostReverseProxy(target)
	through.Transport = behind.Transport
	r.registry = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if reads(req.Method) && strings.Contains(req.URL.Path, "/blobs/sha256:") {
			r.sent.Add(1)
			w.Header().Set("Location", *r.to.Load()+path.Base(req.URL.Path)+"?"+signature)
			w.WriteHeader(http.StatusTemporaryRedirect)
			return
		}
		req.Host = target.Host
		through.ServeHTTP(w, req)
	}))
	t.Cleanup(r.registry.Close)
	r.upstream = Upstream{Registry: r.registry.URL, RedirectHosts: []string{hostOf(r.storage.server)}, Login: keychain{"vendor", "secret"}}
	r.send(r.storage.server.URL + "/bucket/")
	r.serve(t, publishingGate{r.gate})
	return r
}

func hostOf(s *httptest.Server) string {
	_, host, _ := strings.Cut(s.URL, "://")
	return host
}

// send lets the registry send its clients there.
func (r *redirecting) send(to string) { r.to.Store(&to) }

// get asks for the shared layer as a customer.
func (r *redirecting) get(t *testing.T, header ...string) (*reply, string) {
	t.Helper()
	return r.request(t, http.MethodGet, "/v2/acme/app/blobs/"+digestOf(t, r.shared), r.bearer(t, r.gate.token(t, "globex"), pull(app)), header...)
}

func (r *redirecting) content(t *testing.T) string {
	t.Helper()
	body, err := r.shared.Compressed()
	require.NoError(t, err)
	content, err := io.ReadAll(body)
	require.NoError(t, err)
	return string(content)
}

// TestRedirects is a registry whose storage is asked in its place.
func TestRedirects(t *testing.T) {
	t.Parallel()
	r := newRedirecting(t)
	want := r.content(t)
	digest := digestOf(t, r.shared)
	staff := r.bearer(t, r.gate.token(t, ""), "repository:acme/app:pull,push")

	hostile := func(h http.Header) {
		t.Helper()
		require.Equal(t, digest, h.Get("Docker-Content-Digest"))
		require.Equal(t, octets, h.Get("Content-Type"))
		require.NotContains(t, h.Get("Etag"), "storage")
		for _, name := range []string{"Set-Cookie", "X-Ms-Copy-Source", "Www-Authenticate", "Location"} {
			require.Empty(t, h.Get(name), name)
		}
		require.Equal(t, "private, no-cache", h.Get("Cache-Control"))
	}
	resp, body := r.get(t, "Cookie", "a=b", "Referer", "https://elsewhere.example")
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.Equal(t, want, body)
	hostile(resp.Header)
	resp, body = r.get(t, "Range", "bytes=10-19")
	require.Equal(t, http.StatusPartialContent, resp.StatusCode)
	require.Equal(t, want[10:20], body)
	require.Equal(t, "bytes 10-19/"+strconv.Itoa(len(want)), resp.Header.Get("Content-Range"))
	hostile(resp.Header)
	resp, body = r.get(t, "Range", "bytes=0-1,4-5")
	require.Equal(t, http.StatusPartialContent, resp.StatusCode)
	require.True(t, strings.HasPrefix(resp.Header.Get("Content-Type"), "multipart/byteranges; boundary="))
	require.Contains(t, body, "bytes 4-5/")

	ask := func(method string, header ...string) (*reply, string) {
		return r.request(t, method, "/v2/acme/app/blobs/"+digest, staff, header...)
	}
	resp, body = ask(http.MethodGet)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.Equal(t, want, body)
	hostile(resp.Header)
	resp, body = ask(http.MethodGet, "Range", "bytes=-5")
	require.Equal(t, http.StatusPartialContent, resp.StatusCode)
	require.Equal(t, want[len(want)-5:], body)
	resp, _ = ask(http.MethodGet, "Range", "bytes=-5", "If-Range", `"of the registry"`)
	require.Equal(t, http.StatusOK, resp.StatusCode, "nobody has compared the tag, so it is all of it")
	resp, _ = ask(http.MethodHead)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.Equal(t, strconv.Itoa(len(want)), resp.Header.Get("Content-Length"))
	require.Empty(t, resp.Header.Get("Content-Range"))
	hostile(resp.Header)

	for _, asked := range r.storage.asked() {
		require.Equal(t, hostOf(r.storage.server), asked.Host)
		for _, name := range []string{"Authorization", "Cookie", "Referer", "If-Range", "X-Forwarded-For"} {
			require.Empty(t, asked.Header.Get(name), name)
		}
	}
	_, err := r.walker(t).Walk(t.Context(), entitlement.Origin{}, app, "1.4.2")
	require.NoError(t, err)
	asked := r.storage.asked()
	require.Equal(t, http.MethodHead, asked[0].Method)
	for _, a := range asked {
		require.Empty(t, a.Header.Get("Authorization"))
		require.True(t, a.Method == http.MethodHead || a.Header.Get("Range") == "bytes=0-0", "the address is signed for GET")
	}
	require.NotContains(t, r.log.String(), "X-Amz")
}

// TestRedirectsRefused is that no registry sends us where it may not.
func TestRedirectsRefused(t *testing.T) {
	t.Parallel()
	r := newRedirecting(t)
	secure := httptest.NewTLSServer(r.storage)
	t.Cleanup(secure.Close)
	trusting := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	front := httptest.NewTLSServer(r.registry.Config.Handler)
	t.Cleanup(front.Close)
	byName := strings.Replace(secure.URL, "127.0.0.1", "localhost", 1)
	named := []string{hostOf(r.storage.server), hostOf(secure)}
	hops := func(n int) http.HandlerFunc {
		return func(w http.ResponseWriter, req *http.Request) {
			i, _ := strconv.Atoi(req.URL.Query().Get("hop"))
			if i+1 >= n {
				r.storage.serve(w, req)
				return
			}
			http.Redirect(w, req, req.URL.Path+"?"+signature+"&hop="+strconv.Itoa(i+1), http.StatusSeeOther)
		}
	}
	tests := []struct {
		name     string
		upstream Upstream
		to       string
		storage  http.HandlerFunc
		status   int
		says     string // in the log
		asked    int    // of the storage
	}{
		{name: "a private address", upstream: Upstream{Registry: r.registry.URL, Transport: trusting}, to: secure.URL + "/", status: 502, says: "no public address"},
		{name: "a name that has a private address", upstream: Upstream{Registry: r.registry.URL, Transport: trusting}, to: byName + "/", status: 502, says: "no public address"},
		{name: "metadata of a cloud", upstream: Upstream{Registry: r.registry.URL}, to: "https://169.254.169.254/latest/", status: 502, says: "no public address"},
		{name: "mapped", upstream: Upstream{Registry: r.registry.URL}, to: "https://[::ffff:127.0.0.1]:" + portOf(secure) + "/", status: 502, says: "no public address"},
		{name: "http, not named", upstream: Upstream{Registry: r.registry.URL}, to: r.storage.server.URL + "/", status: 502, says: "it has to be https"},
		{name: "down from https to http", upstream: Upstream{Registry: front.URL, Transport: trusting, RedirectHosts: named}, to: r.storage.server.URL + "/", status: 502, says: "it has to be https"},
		{name: "another scheme", upstream: Upstream{Registry: r.registry.URL, RedirectHosts: named}, to: "ftp://" + named[0] + "/", status: 502, says: "it has to be https"},
		{name: "no named host", upstream: Upstream{Registry: r.registry.URL, Transport: trusting, RedirectHosts: []string{"*.storage.example", hostOf(r.storage.server)}}, to: secure.URL + "/", status: 502, says: "not among its redirect hosts"},
		{name: "nowhere", upstream: Upstream{Registry: r.registry.URL, RedirectHosts: named}, to: "https://[/", status: 502, says: "no address that can be asked"},
		{name: "with a login", upstream: Upstream{Registry: r.registry.URL, RedirectHosts: named}, to: "http://a:b@" + named[0] + "/", status: 502, says: "no address that can be asked"},
		{name: "six hops", upstream: Upstream{Registry: r.registry.URL, RedirectHosts: named}, to: r.storage.server.URL + "/", storage: hops(6), status: 502, says: "more than 5 times", asked: 5},
		{name: "round and round", upstream: Upstream{Registry: r.registry.URL, RedirectHosts: named}, to: r.storage.server.URL + "/", storage: hops(1 << 20), status: 502, says: "more than 5 times", asked: 5},
		{name: "five hops", upstream: Upstream{Registry: r.registry.URL, RedirectHosts: named}, to: r.storage.server.URL + "/", storage: hops(5), status: 200, asked: 5},
		{name: "named, and private", upstream: Upstream{Registry: front.URL, Transport: trusting, RedirectHosts: []string{"LOCALHOST:" + portOf(secure)}}, to: byName + "/", status: 200, asked: 1},
		{name: "wrong", upstream: Upstream{Registry: r.registry.URL, RedirectHosts: named}, to: r.storage.server.URL + "/", storage: func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "something else")
		}, status: 502, says: "has 14 bytes of it", asked: 1},
		{name: "gone", upstream: Upstream{Registry: r.registry.URL, RedirectHosts: named}, to: r.storage.server.URL + "/", storage: http.NotFound, status: 502, says: "no longer has what was published", asked: 1},
	}
	for i, tt := range tests { // one storage for all of them, so one after the other
		t.Run(tt.name, func(t *testing.T) {
			own := "row" + strconv.Itoa(i) + "/" // of a walk that has failed, requests may still be on their way
			r.send(tt.to + own)
			r.storage.instead(tt.storage)
			r.upstream = tt.upstream
			r.serve(t, r.gate)
			resp, body := r.get(t)
			require.Equal(t, tt.status, resp.StatusCode, r.log)
			asked := slices.DeleteFunc(r.storage.asked(), func(a *http.Request) bool { return !strings.HasPrefix(a.URL.Path, "/"+own) })
			require.Len(t, asked, tt.asked)
			require.NotContains(t, r.log.String(), "X-Amz")
			if tt.status == http.StatusOK {
				require.Equal(t, r.content(t), body)
				return
			}
			require.Equal(t, codeUnavailable, code(t, body))
			require.Contains(t, r.log.String(), tt.says)
			require.Empty(t, resp.Header.Get("Location"))

			_, err := r.walker(t).Walk(t.Context(), entitlement.Origin{}, app, "1.4.2")
			require.Error(t, err)
			require.NotContains(t, err.Error(), "X-Amz")
		})
	}
}

func portOf(s *httptest.Server) string { return s.URL[strings.LastIndexByte(s.URL, ':')+1:] }

// TestRedirectsAgain is a storage that fails once, and an address that has ended.
func TestRedirectsAgain(t *testing.T) {
	t.Parallel()
	r := newRedirecting(t)
	var failures atomic.Int32
	for _, tt := range []struct {
		name                   string
		with                   int
		failures, status, sent int32
	}{
		{"has no time once", http.StatusServiceUnavailable, 1, 200, 1},
		{"has no time at all", http.StatusServiceUnavailable, 100, 503, 1},
		{"the address has ended", http.StatusForbidden, 1, 200, 2},
		{"the address is never good", http.StatusForbidden, 100, 502, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			failures.Store(tt.failures)
			r.sent.Store(0)
			r.storage.instead(func(w http.ResponseWriter, req *http.Request) {
				if failures.Add(-1) >= 0 {
					w.WriteHeader(tt.with)
					return
				}
				r.storage.serve(w, req)
			})
			resp, _ := r.get(t)
			require.EqualValues(t, tt.status, resp.StatusCode)
			require.Equal(t, tt.sent, r.sent.Load())
		})
	}
	t.Run("half", func(t *testing.T) {
		r.storage.instead(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(len(r.content(t))))
			_, _ = io.WriteString(w, "half")
		})
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.server.URL+"/v2/acme/app/blobs/"+digestOf(t, r.shared), nil)
		require.NoError(t, err)
		req.Header.Set("Authorization", "Bearer "+r.bearer(t, r.gate.token(t, "globex"), pull(app)))
		resp, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
		if err == nil {
			_, err = io.ReadAll(resp.Body)
			_ = resp.Body.Close()
		}
		require.Error(t, err, "the half is not taken for the whole")
	})
}

// TestManifestsAreNotRedirected is that a manifest comes from the registry itself.
func TestManifestsAreNotRedirected(t *testing.T) {
	t.Parallel()
	r := newRedirecting(t)
	var asked atomic.Int32
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	t.Cleanup(elsewhere.Close)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Path != registryPath {
			http.Redirect(w, req, elsewhere.URL, http.StatusTemporaryRedirect)
		}
	}))
	t.Cleanup(front.Close)
	r.upstream = Upstream{Registry: front.URL, RedirectHosts: []string{hostOf(elsewhere)}}
	_, err := r.walker(t).Walk(t.Context(), entitlement.Origin{}, app, "1.4.2")
	require.ErrorContains(t, err, "307")
	_, err = r.walker(t).Digest(t.Context(), entitlement.Origin{}, app, "1.4.2")
	require.ErrorContains(t, err, "307")
	r.serve(t, publishingGate{r.gate})
	resp, _ := r.request(t, http.MethodGet, "/v2/acme/app/manifests/1.4.2", r.bearer(t, r.gate.token(t, ""), pull(app)))
	require.Equal(t, http.StatusBadGateway, resp.StatusCode)
	require.Zero(t, asked.Load())
}
