package attacks_test

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/server"
)

// FuzzRequests: whatever bytes a customer sends, nothing panics, nothing fails,
// and nothing comes back but what is held, and what the customer said itself.
// TOKEN in them stands for a customer's access token.
func FuzzRequests(f *testing.F) {
	s := newSite(f, "", false)
	handler, err := server.Handler(s.acme.config)
	require.NoError(f, err)
	token := s.acme.access(f, globex)
	var secret []string // what tells of something that is not held
	mine := map[string]bool{}
	for _, repository := range []string{app, chart} {
		for _, i := range held(f, repository, old) {
			mine[i.digest.String()] = true
		}
	}
	for _, repository := range []string{app, chart} {
		for _, i := range held(f, repository, next) {
			if !mine[i.digest.String()] {
				secret = append(secret, i.digest.Hex)
			}
		}
	}
	replace := strings.NewReplacer("HELD", old, "OTHER", next, "HOST", "registry.example", "DIGEST", held(f, app, old)[3].digest.String())
	for _, a := range append(anotherPath(), sameThing()...) {
		f.Add(request(http.MethodGet, replace.Replace(a.target), "registry.example", "Authorization: Bearer TOKEN"))
	}
	for _, target := range []string{"/v2/acme/app/blobs/DIGEST", "/v2/acme/app/referrers/DIGEST", "/v2/acme/app/tags/list?n=1&last=0", "/v2/_catalog?n=1", "/token?scope=repository:acme/app:pull", "/.well-known/jwks.json"} {
		for _, header := range []string{"Range: bytes=0-9,5-", "If-None-Match: *", "If-Range: x", "Forwarded: host=a;proto=https", "Content-Length: 3"} {
			f.Add(request(http.MethodGet, replace.Replace(target), "registry.example", "Authorization: Bearer TOKEN", header))
		}
	}
	f.Add("POST /token HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 19\r\n\r\ngrant_type=password")
	f.Add("PUT /v2/acme/app/manifests/1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer TOKEN\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n")
	f.Fuzz(func(t *testing.T, raw string) {
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(strings.ReplaceAll(raw, "TOKEN", token))))
		if err != nil {
			return
		}
		w := httptest.NewRecorder()
		serve(handler, w, r.WithContext(t.Context()))
		got := reply{status: w.Code, header: w.Header(), body: w.Body.String()}
		require.True(t, got.status < 500 || got.status == http.StatusServiceUnavailable || got.status == http.StatusBadGateway, got.status)
		require.Empty(t, strangeHeaders(got))
		if digest := got.header.Get("Docker-Content-Digest"); digest != "" {
			require.True(t, mine[digest], digest)
			if got.status == http.StatusOK && r.Method == http.MethodGet {
				require.Equal(t, digest, fmt.Sprintf("sha256:%x", sha256.Sum256(w.Body.Bytes())))
			}
		}
		said := got.body + fmt.Sprint(got.header)
		for _, hex := range secret {
			require.True(t, strings.Contains(raw, hex) || !strings.Contains(said, hex), hex)
		}
	})
}

// serve lets a handler break off, which is how it says that it cannot go on.
func serve(handler http.Handler, w http.ResponseWriter, r *http.Request) {
	defer func() {
		if why := recover(); why != nil && why != http.ErrAbortHandler { //nolint:errorlint // it is that very value
			panic(why)
		}
	}()
	handler.ServeHTTP(w, r)
}
