package registryproxy

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A shelf is an upstream that has some blobs and nothing else, and does what a
// test wants.
type shelf struct {
	blobs  map[string][]byte // by digest
	answer func(*http.Request, []byte) (*http.Response, error)

	mu   sync.Mutex
	seen []string // digest, and range
}

func (s *shelf) RoundTrip(r *http.Request) (*http.Response, error) {
	digest := path.Base(r.URL.Path)
	if digest == "v2" { // whether there is a registry, and which login it wants
		return bodied(r, 0, http.NoBody), nil
	}
	s.mu.Lock()
	s.seen = append(s.seen, strings.TrimSpace(digest+" "+r.Header.Get("Range")))
	s.mu.Unlock()
	if s.answer != nil {
		if resp, err := s.answer(r, s.blobs[digest]); resp != nil || err != nil {
			return resp, err
		}
	}
	return served(r, s.blobs[digest]), nil
}

// served is the answer of a registry that knows ranges.
func served(r *http.Request, data []byte) *http.Response {
	w := httptest.NewRecorder()
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	resp := w.Result()
	resp.Request = r
	return resp
}

// bodied is an answer with some body, said to be of some length.
func bodied(r *http.Request, length int, body io.Reader) *http.Response {
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Header: http.Header{}, ContentLength: int64(length),
		Body: io.NopCloser(body), Request: r,
	}
}

func (s *shelf) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen
}

// newBlobStand is a stand whose only release consists of some blobs, in front of
// a shelf that has them, with a store of blobs.
func newBlobStand(tb testing.TB, blobs [][]byte, change ...func(*Config)) (*stand, *shelf, *Blobs) {
	tb.Helper()
	up := &shelf{blobs: map[string][]byte{}}
	s := &stand{gate: newTestGate(), upstream: Upstream{Registry: "http://upstream.invalid", Transport: up}}
	items := []entitlement.Item{{Digest: entitlement.SHA256([]byte("{}")), Role: entitlement.RoleRoot, Size: 2, MediaType: ociManifest, Manifest: []byte("{}")}}
	for _, data := range blobs {
		d := entitlement.SHA256(data)
		up.blobs[d.String()] = data
		items = append(items, entitlement.Item{Digest: d, Role: entitlement.RoleLayer, Size: int64(len(data)), MediaType: ociLayer})
	}
	s.gate.product("app", app)
	s.gate.publish(app, entitlement.Pinned{Version: "1.0.0", Tag: "1.0.0", Closures: []entitlement.Closure{{Root: items[0].Digest, Items: items}}})
	s.gate.grant("globex", "app", entitlement.All(), time.Time{})
	store := openBlobs(tb, tb.TempDir())
	s.serve(tb, publishingGate{s.gate}, append([]func(*Config){func(c *Config) { c.Blobs = store }}, change...)...)
	return s, up, store
}

func blobPath(data []byte) string {
	return fmt.Sprintf("/v2/%s/blobs/%s", app, entitlement.SHA256(data))
}

// download asks for a blob and reads as much of it as comes.
func (s *stand) download(ctx context.Context, data []byte, bearer string, header ...string) (*reply, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.server.URL+blobPath(data), nil)
	if err != nil {
		return nil, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+bearer)
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := s.server.Client().Do(req)
	if err != nil {
		return nil, nil, err
	}
	got, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close() // it was only read
	return &reply{resp.StatusCode, resp.Header}, got, err
}

func (s *stand) globex(tb testing.TB) string {
	tb.Helper()
	return s.bearer(tb, s.gate.token(tb, "globex"), pull(app))
}
