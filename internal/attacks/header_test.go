package attacks_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// known are the headers that may ever be in an answer, and what has to be in them
// if that is always the same.
func known() map[string][]string {
	return map[string][]string{
		"Accept-Ranges": {"bytes"}, "Allow": nil, "Cache-Control": {"private, no-cache", "no-store", "public, max-age=300"}, "Connection": {"close"},
		"Content-Length": nil, "Content-Range": nil, "Content-Type": nil, "Date": nil, "Docker-Content-Digest": nil, "Docker-Distribution-Api-Version": {"registry/2.0"},
		"Docker-Upload-Uuid": nil, "Etag": nil, "Link": nil, "Location": nil, "Oci-Filters-Applied": {"artifactType"}, "Oci-Subject": nil, "Range": nil,
		"Retry-After": nil, "Vary": {"Authorization"}, "Www-Authenticate": nil, "X-Content-Type-Options": {"nosniff"}, "X-Request-Id": nil,
	}
}

// strangeHeaders are those of an answer that do not belong there.
func strangeHeaders(r reply) (strange []string) {
	for name, values := range r.header {
		allowed, is := known()[name]
		if !is || len(values) != 1 || allowed != nil && !slices.Contains(allowed, values[0]) {
			strange = append(strange, name+": "+strings.Join(values, ", "))
		}
	}
	return strange
}

// TestHeaders: answers of every kind have the headers that they need, each once,
// and no others (GHCR's storage told the names of private repositories).
func TestHeaders(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", false).acme
	layer := held(t, app, old)[3].digest.String()
	customer, own := s.bearer(t, globex), s.bearer(t, staff)
	tests := []struct {
		name, method, target, who, header string
		status                            int
		kind                              string // the content type
	}{
		{"a ping", "GET", "/v2/", customer, "", 200, "application/json"},
		{"a ping by nobody", "GET", "/v2/", "", "", 401, "application/json"},
		{"an index", "GET", "/v2/acme/app/manifests/1.4.2", customer, "", 200, "application/vnd.oci.image.index.v1+json"},
		{"an index that somebody has", "GET", "/v2/acme/app/manifests/1.4.2", customer, "If-None-Match: *", 304, ""},
		{"a layer", "GET", "/v2/acme/app/blobs/" + layer, customer, "", 200, "application/octet-stream"},
		{"a part of a layer", "GET", "/v2/acme/app/blobs/" + layer, customer, "Range: bytes=1-2", 206, "application/octet-stream"},
		{"parts of a layer", "GET", "/v2/acme/app/blobs/" + layer, customer, "Range: bytes=1-2,4-5", 206, "multipart/byteranges"},
		{"a part that is not there", "GET", "/v2/acme/app/blobs/" + layer, customer, "Range: bytes=99999999-", 416, "application/octet-stream"},
		{"a layer's head", "HEAD", "/v2/acme/app/blobs/" + layer, customer, "", 200, "application/octet-stream"},
		{"tags", "GET", "/v2/acme/app/tags/list", customer, "", 200, "application/json"},
		{"a page of the catalog", "GET", "/v2/_catalog?n=1", customer, "", 200, "application/json"},
		{"referrers", "GET", "/v2/acme/app/referrers/" + layer + "?artifactType=x", customer, "", 200, "application/vnd.oci.image.index.v1+json"},
		{"a refusal", "GET", "/v2/acme/app/manifests/2.0.0", customer, "", 403, "application/json"},
		{"what is not there", "GET", "/v2/acme/app/manifests/sha256:" + zeros(64), customer, "", 404, "application/json"},
		{"no endpoint", "GET", "/v2/x", customer, "", 404, "application/json"},
		{"a bad name", "GET", "/v2/A/tags/list", customer, "", 400, "application/json"},
		{"a write", "PUT", "/v2/acme/app/manifests/1", customer, "", 403, "application/json"},
		{"a delete", "DELETE", "/v2/acme/app/manifests/1", customer, "", 405, "application/json"},
		{"a page that is none", "GET", "/v2/_catalog?n=x", customer, "", 400, "application/json"},
		{"no path of ours", "GET", "/", "", "", 404, "text/plain; charset=utf-8"},
		{"the keys", "GET", "/.well-known/jwks.json", "", "", 200, "application/jwk-set+json"},
		{"a login", "GET", "/token", "Authorization: Basic " + basic(s.tokens[globex]), "", 200, "application/json"},
		{"a login that is bad", "GET", "/token", "Authorization: Basic eA==", "", 401, "application/json"},
		{"a login by another method", "DELETE", "/token", "", "", 405, "application/json"},
		{"a form that is none", "POST", "/token", "", "", 400, "application/json"},
		{"the health", "GET", "/healthz", "", "", 200, "text/plain; charset=utf-8"},
		{"the server's options", "OPTIONS", "*", "", "", 404, "text/plain; charset=utf-8"},
		{"staff's index", "GET", "/v2/acme/app/manifests/1.4.2", own, "", 200, "application/vnd.oci.image.index.v1+json"},
		{"staff's layer", "GET", "/v2/acme/app/blobs/" + layer, own, "", 200, "application/octet-stream"},
		{"staff's tags", "GET", "/v2/acme/app/tags/list", own, "", 200, "application/json"},
		{"staff's upload", "POST", "/v2/acme/app/blobs/uploads/", own, "Content-Length: 0", 202, ""},
		{"what staff miss", "GET", "/v2/acme/app/manifests/9", own, "", 404, "application/json"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var header []string
			for _, line := range []string{tt.who, tt.header} {
				if line != "" {
					header = append(header, line)
				}
			}
			got := one(t, s.host, tt.method, tt.target, header...)
			require.Equal(t, tt.status, got.status, got.body)
			require.Empty(t, strangeHeaders(got))
			kind, _, _ := strings.Cut(got.header.Get("Content-Type"), "; boundary")
			require.Equal(t, tt.kind, kind)
			require.Equal(t, "nosniff", got.header.Get("X-Content-Type-Options"))
			require.NotContains(t, got.body, "embedded.invalid")
			require.NotContains(t, got.header.Get("Location"), "embedded.invalid")
			switch {
			case !strings.HasPrefix(tt.target, "/v2/"):
			case got.status < http.StatusBadRequest:
				require.Equal(t, "private, no-cache", got.header.Get("Cache-Control"))
				require.Equal(t, "Authorization", got.header.Get("Vary"))
			case got.status != http.StatusRequestedRangeNotSatisfiable:
				require.Equal(t, "no-store", got.header.Get("Cache-Control"))
			}
		})
	}
}
