package attacks_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestHostileUpstream: whatever a registry that was taken over answers to a
// customer's pull, the vendor's login goes nowhere else, the customer sees nothing
// of the upstream, and takes nothing that went wrong for an answer about what
// there is (CVE-2026-33540; GHSA-vh4v-2xq2-g5cg, GHSA-jxpm-75mh-9fp7 and ggcr
// #2243 to #2360 on the other side of the wire).
func TestHostileUpstream(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	layer := held(t, chart, old)[2]
	size, trap := len(layer.body), strings.TrimPrefix(h.trap.URL, "http://")
	sent := string(layer.body)
	to := func(location string) trick { return answer(307, "Location", location+"?X-Amz-Signature=f00dsignature") }
	many := []string{"Content-Length", fmt.Sprint(size)}
	for i := range 100 {
		many = append(many, fmt.Sprintf("X-Ms-Copy-Source-%d", i), "acme/secret")
	}
	tests := []struct {
		name   string
		play   trick
		status int // 0: the connection breaks
	}{
		{"honest", nil, 200},
		{"a redirect to loopback", to(h.trap.URL + "/x"), 502},
		{"a redirect to loopback over https", to("https://" + trap + "/x"), 502},
		{"a redirect to localhost", to("https://localhost" + trap[strings.IndexByte(trap, ':'):] + "/x"), 502},
		{"a redirect to loopback in IPv6", to("https://[::1]" + trap[strings.IndexByte(trap, ':'):] + "/x"), 502},
		{"a redirect to nowhere in particular", to("https://0.0.0.0" + trap[strings.IndexByte(trap, ':'):] + "/x"), 502},
		{"a redirect to a mapped address", to("https://[::ffff:127.0.0.1]" + trap[strings.IndexByte(trap, ':'):] + "/x"), 502},
		{"a redirect to a cloud's metadata", to("http://169.254.169.254/latest/meta-data"), 502},
		{"a redirect to a cloud's metadata over https", to("https://169.254.169.254/latest/meta-data"), 502},
		{"a redirect to a private network", to("https://10.0.0.1/x"), 502},
		{"a redirect with a login in it", to("https://a:b@" + trap + "/x"), 502},
		{"a redirect to a file", to("file:///etc/passwd"), 502},
		{"a redirect to another protocol", to("gopher://" + trap + "/x"), 502},
		{"a redirect without a scheme", to("//" + trap + "/x"), 502},
		{"a redirect to nowhere", answer(307), 502},
		{"a redirect to a line end", answer(307, "Location", "https://example.com/\r\nX-Injected: 1"), 502},
		{"a redirect to itself", func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
			http.Redirect(w, r, r.URL.Path, http.StatusTemporaryRedirect)
		}, 502},
		{"a realm elsewhere", answer(401, "WWW-Authenticate", `Bearer realm="`+h.trap.URL+`/token",service="x"`), 502},
		{"a realm elsewhere, of another form", answer(401, "WWW-Authenticate", `Basic realm="x", Bearer realm="`+h.trap.URL+`/token"`), 502},
		{"401", answer(401), 502},
		{"403", answer(403), 502},
		{"404", answer(404), 502},
		{"429", answer(429, "Retry-After", "86400"), 503},
		{"500", answer(500), 502},
		{"502", answer(502), 502},
		{"503", answer(503, "Retry-After", "86400"), 503},
		{"204", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(http.StatusNoContent) }, 502},
		{"304", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(http.StatusNotModified) }, 502},
		{"a range that is out of it", answer(416, "Content-Range", "bytes */1"), 502},
		{"fewer bytes", sends(sent[1:], "Content-Length", fmt.Sprint(size-1)), 502},
		{"more bytes", sends(sent+"x", "Content-Length", fmt.Sprint(size+1)), 502},
		{"half of it", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			w.Header().Set("Content-Length", fmt.Sprint(size))
			_, _ = io.WriteString(w, sent[:size/2])
			_ = http.NewResponseController(w).Flush() // else nothing of it is sent
			panic(http.ErrAbortHandler)
		}, 0},
		{"half of it in chunks, as if it were all", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			_, _ = io.WriteString(w, sent[:size/2])
			_ = http.NewResponseController(w).Flush() // else net/http writes a length
		}, 0},
		{"more than it in chunks", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			_, _ = io.WriteString(w, sent)
			_ = http.NewResponseController(w).Flush() // as above
			_, _ = io.WriteString(w, sent)
		}, 0},
		{"a hundred headers (GHCR)", sends(sent, many...), 200},
		{"headers that change clients", sends(sent, "Content-Length", fmt.Sprint(size), "X-Registry-Supports-Signatures", "1", "Set-Cookie", "a=b", "Server", "evil",
			"Via", "1.1 storage", "Link", "<http://evil.example/>; rel=next", "Location", "http://evil.example/", "Content-Type", "text/html", "Cache-Control", "public, max-age=31536000",
			"Www-Authenticate", `Basic realm="x"`, "Docker-Content-Digest", "sha256:"+zeros(64), "Etag", `"x"`, "Content-Disposition", "attachment", "Refresh", "0; url=http://evil.example/",
			"Access-Control-Allow-Origin", "*", "Trailer", "X-Late", "Alt-Svc", `h2="evil.example:443"`, "Strict-Transport-Security", "max-age=1"), 200},
		{"packed on the way", sends(sent, "Content-Length", fmt.Sprint(size), "Content-Encoding", "gzip"), 200},
		{"headers of a megabyte", sends(sent, "Content-Length", fmt.Sprint(size), "X-Long", strings.Repeat("x", 1<<20)), 200},
		{"hints without end", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			for range 1000 {
				w.Header().Set("Link", "<http://evil.example/>; rel=preload")
				w.WriteHeader(http.StatusEarlyHints)
			}
		}, 502},
		{"another protocol", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: evil\r\nConnection: Upgrade\r\n\r\n")
				_ = conn.Close()
			}
		}, 502},
		{"no HTTP at all", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_, _ = io.WriteString(conn, "SSH-2.0-evil\r\n")
				_ = conn.Close()
			}
		}, 502},
	}
	t.Run("all at once", func(t *testing.T) {
		for i, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				t.Parallel()
				name := fmt.Sprintf("trick%d", i)
				repository := h.add(t, name, true)
				h.loose(name, tt.play)
				customer := h.acme.bearer(t, globex, repository)
				conn := dial(t, h.acme.host)
				defer conn.Close()
				_, err := io.WriteString(conn, request(http.MethodGet, "/v2/"+repository+"/blobs/"+layer.digest.String(), h.acme.host, customer))
				require.NoError(t, err)
				got, err := receive(bufio.NewReader(conn), http.MethodGet)
				h.hears(got)
				if tt.status == 0 {
					require.ErrorIs(t, err, io.ErrUnexpectedEOF, "only a connection that breaks tells the client")
					return
				}
				require.NoError(t, err)
				require.Equal(t, tt.status, got.status, got.body)
				require.Empty(t, strangeHeaders(got))
				require.NotContains(t, fmt.Sprint(got), "evil")
				require.NotContains(t, fmt.Sprint(got), "secret")
				if tt.status == http.StatusOK {
					require.Equal(t, sent, got.body)
					require.Equal(t, layer.digest.String(), got.header.Get("Docker-Content-Digest"))
				} else {
					require.Equal(t, "UNAVAILABLE", got.code())
					require.Equal(t, "5", got.header.Get("Retry-After"), "ours, and not the upstream's")
					require.Equal(t, "no-store", got.header.Get("Cache-Control"))
				}
				for _, target := range []string{"/manifests/" + old, "/tags/list", "/referrers/" + layer.digest.String()} {
					require.Equal(t, 200, one(t, h.acme.host, http.MethodGet, "/v2/"+repository+target, customer).status, "what was published does without the upstream")
				}
			})
		}
	})
	h.keptSecret(t)
}
