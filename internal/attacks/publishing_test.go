package attacks_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// TestHostileUpstreamOfPushes: the vendor's people are led nowhere else either.
func TestHostileUpstreamOfPushes(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	tests := []struct {
		name   string
		play   trick
		status int
	}{
		{"honest", nil, 202},
		{"a Location elsewhere", answer(202, "Location", h.trap.URL+"/v2/acme/x/blobs/uploads/1"), 502},
		{"a Location without a scheme", answer(202, "Location", "//evil.example/v2/acme/x/blobs/uploads/1"), 502},
		{"a Location with a login in it", answer(202, "Location", strings.Replace(h.server.URL, "http://", "http://a:b@", 1)+"/x"), 502},
		{"a Location in another repository", answer(202, "Location", "/v2/acme/app/blobs/uploads/1"), 502},
		{"a Location that goes up", answer(202, "Location", "../../../../acme/app/blobs/uploads/1"), 502},
		{"a Location outside", answer(202, "Location", "/admin"), 502},
		{"a Location that is a script", answer(202, "Location", "javascript:alert(1)"), 502},
		{"a redirect", answer(307, "Location", h.trap.URL), 502},
		{"a realm elsewhere", answer(401, "WWW-Authenticate", `Bearer realm="`+h.trap.URL+`/token"`), 502},
		{"403", answer(403), 502},
		{"429", answer(429, "Retry-After", "86400"), 503},
	}
	t.Run("all at once", func(t *testing.T) {
		for i, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				t.Parallel()
				name := fmt.Sprintf("push%d", i)
				repository := h.add(t, name, false)
				own := h.acme.bearer(t, staff, repository)
				h.loose(name, tt.play)
				got := one(t, h.acme.host, http.MethodPost, "/v2/"+repository+"/blobs/uploads/", own, "Content-Length: 0")
				h.hears(got)
				require.Equal(t, tt.status, got.status, got.body)
				require.Empty(t, strangeHeaders(got))
				require.NotContains(t, fmt.Sprint(got), "evil")
				require.NotContains(t, fmt.Sprint(got), h.server.URL)
				if tt.status == http.StatusAccepted {
					require.True(t, strings.HasPrefix(got.header.Get("Location"), "/v2/"+repository+"/blobs/uploads/"), got.header)
				}
			})
		}
	})
	h.keptSecret(t)
}

// TestHostileUpstreamOfReleases: nothing is published of a registry that does not
// give what it was asked for.
func TestHostileUpstreamOfReleases(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	const index, image = "application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.manifest.v1+json"
	blob := `{"mediaType":"application/octet-stream","size":1,"digest":"sha256:` + zeros(64) + `"}`
	document := func(mediaType, text string) trick {
		return func(w http.ResponseWriter, r *http.Request, honest http.Handler) {
			if !strings.Contains(r.URL.Path, "/manifests/") {
				honest.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Content-Type", mediaType)
			_, _ = io.WriteString(w, text)
		}
	}
	tests := []struct {
		name string
		play trick
		says string
	}{
		{"another manifest than its digest", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			w.Header().Set("Content-Type", image)
			w.Header().Set("Docker-Content-Digest", "sha256:"+zeros(64))
			_, _ = io.WriteString(w, "{}")
		}, "other bytes"},
		{"both an index and an image (CVE-2021-41190)", document(index, `{"schemaVersion":2,"manifests":[],"layers":[],"config":`+blob+`}`), "has no place"},
		{"an image that says it is an index (CVE-2021-41190)", document(image, `{"schemaVersion":2,"mediaType":"`+index+`","layers":[],"config":`+blob+`}`), "it says of itself"},
		{"a key twice", document(image, `{"schemaVersion":2,"layers":[],"layers":[`+blob+`],"config":`+blob+`}`), "comes twice"},
		{"a key in other letters", document(image, `{"schemaVersion":2,"layers":[],"Layers":[`+blob+`],"config":`+blob+`}`), "is not"},
		{"schema 1", document("application/vnd.docker.distribution.manifest.v1+prettyjws", `{"schemaVersion":1}`), "its type is"},
		{"a page of HTML", document("text/html", "<html>"), "its type is"},
		{"no type", document("", "{}"), "type"},
		{"a manifest of 5 MiB", document(image, `{"schemaVersion":2,"annotations":{"a":"`+strings.Repeat("x", 5<<20)+`"}}`), "bytes"},
		{"ten thousand and one layers", document(image, `{"schemaVersion":2,"config":`+blob+`,"layers":[`+strings.Repeat(blob+",", 10000)+blob+`]}`), "10000"},
		{"a hundred thousand brackets", document(image, strings.Repeat("[", 100_000)), "JSON"},
		{"a layer that is not there", document(image, `{"schemaVersion":2,"layers":[],"config":`+blob+`}`), "has no blob"},
		{"a size below nothing", document(image, `{"schemaVersion":2,"layers":[],"config":`+strings.Replace(blob, `"size":1`, `"size":-1`, 1)+`}`), "size"},
		{"a digest that is a path", document(image, `{"schemaVersion":2,"layers":[],"config":{"mediaType":"a/b","size":1,"digest":"sha256:../../../x"}}`), "digest"},
		{"a redirect", answer(307, "Location", h.trap.URL+"?X-Amz-Signature=f00dsignature"), "307"},
		{"a realm elsewhere", answer(401, "WWW-Authenticate", `Bearer realm="`+h.trap.URL+`/token"`), "401"},
		{"a half", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			w.Header().Set("Content-Type", image)
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, "{")
		}, "EOF"},
	}
	t.Run("all at once", func(t *testing.T) {
		for i, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				t.Parallel()
				name := fmt.Sprintf("release%d", i)
				h.add(t, name, false)
				h.loose(name, tt.play)
				_, err := h.acme.vendor.Publish(t.Context(), entitlement.ProductID(name), old, "")
				require.ErrorContains(t, err, tt.says)
				h.hears(err)
				releases, err := h.acme.vendor.Releases(t.Context(), entitlement.ProductID(name))
				require.NoError(t, err)
				require.Empty(t, releases)
			})
		}
	})
	h.keptSecret(t)
}
