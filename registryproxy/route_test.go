package registryproxy

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

func TestParseRoute(t *testing.T) {
	t.Parallel()
	d := entitlement.SHA256([]byte("x"))
	long := strings.Repeat("a/", 127) + "a" // 255 bytes
	tests := []struct {
		name   string
		path   string
		want   route
		status int
		code   string
	}{
		{name: "base", path: "/v2/", want: route{endpoint: endpointBase}},
		{name: "catalog", path: "/v2/_catalog", want: route{endpoint: endpointCatalog}},
		{name: "tag", path: "/v2/acme/app/manifests/1.4.2", want: route{endpoint: endpointManifest, repository: "acme/app", tag: "1.4.2"}},
		{name: "manifest digest", path: "/v2/acme/app/manifests/" + d.String(), want: route{endpoint: endpointManifest, repository: "acme/app", digest: d}},
		{name: "derived tag", path: "/v2/a/manifests/sha256-" + strings.Repeat("0", 64) + ".sig", want: route{endpoint: endpointManifest, repository: "a", tag: "sha256-" + strings.Repeat("0", 64) + ".sig"}},
		{name: "derived tag of sha512", path: "/v2/a/manifests/sha512-" + strings.Repeat("0", 128), want: route{endpoint: endpointManifest, repository: "a", tag: "sha512-" + strings.Repeat("0", 128)}},
		{name: "blob", path: "/v2/acme/app/blobs/" + d.String(), want: route{endpoint: endpointBlob, repository: "acme/app", digest: d}},
		{name: "tags", path: "/v2/acme/app/tags/list", want: route{endpoint: endpointTags, repository: "acme/app"}},
		{name: "uploads", path: "/v2/acme/app/blobs/uploads/", want: route{endpoint: endpointUploads, repository: "acme/app"}},
		{name: "upload", path: "/v2/acme/app/blobs/uploads/8f-0_=~.a", want: route{endpoint: endpointUpload, repository: "acme/app", session: "8f-0_=~.a"}},
		{name: "longest name", path: "/v2/" + long + "/tags/list", want: route{endpoint: endpointTags, repository: entitlement.RepositoryPath(long)}},
		{name: "parts that look like endpoints", path: "/v2/manifests/tags/blobs/uploads/manifests/list", want: route{endpoint: endpointManifest, repository: "manifests/tags/blobs/uploads", tag: "list"}},
		{name: "a tag called list", path: "/v2/a/tags/manifests/list", want: route{endpoint: endpointManifest, repository: "a/tags", tag: "list"}},
		{name: "a repository called manifests", path: "/v2/manifests/tags/list", want: route{endpoint: endpointTags, repository: "manifests"}},
		{name: "referrers", path: "/v2/a/referrers/" + d.String(), want: route{endpoint: endpointReferrers, repository: "a", digest: d}},
		{name: "a repository called uploads", path: "/v2/uploads/blobs/" + d.String(), want: route{endpoint: endpointBlob, repository: "uploads", digest: d}},

		{name: "no base", path: "/v2", status: 404, code: codeUnsupported},
		{name: "another base", path: "/V2/a/tags/list", status: 404, code: codeUnsupported},
		{name: "something below the catalog", path: "/v2/_catalog/", status: 404, code: codeUnsupported},
		{name: "a repository called like the catalog", path: "/v2/_catalog/tags/list", status: 400, code: codeNameInvalid},
		{name: "catalog with an escaped letter", path: "/v2/%5fcatalog", status: 400, code: codeNameInvalid},
		{name: "referrers of a tag", path: "/v2/a/referrers/1.4.2", status: 400, code: codeDigestInvalid},
		{name: "something else", path: "/v2/a/tags/all", status: 404, code: codeUnsupported},
		{name: "escaped slash", path: "/v2/acme%2Fapp/tags/list", status: 400, code: codeNameInvalid},
		{name: "escaped letters", path: "/v2/acme/app/manifests/%76%31.0.0", status: 400, code: codeNameInvalid},
		{name: "escaped dots", path: "/v2/x/%2e%2e/acme/app/manifests/1", status: 400, code: codeNameInvalid},
		{name: "dots", path: "/v2/x/../acme/app/manifests/1", status: 400, code: codeNameInvalid},
		{name: "dot", path: "/v2/./acme/app/manifests/1", status: 400, code: codeNameInvalid},
		{name: "two slashes", path: "/v2/acme//app/manifests/1", status: 400, code: codeNameInvalid},
		{name: "slash in front", path: "/v2//acme/app/manifests/1", status: 400, code: codeNameInvalid},
		{name: "slash behind", path: "/v2/acme/app/manifests/", status: 400, code: codeNameInvalid},
		{name: "upper case", path: "/v2/Acme/app/manifests/1", status: 400, code: codeNameInvalid},
		{name: "no name", path: "/v2/manifests/1", status: 400, code: codeNameInvalid},
		{name: "no name of an upload", path: "/v2/blobs/uploads/", status: 400, code: codeNameInvalid},
		{name: "name too long", path: "/v2/a" + long + "/tags/list", status: 400, code: codeNameInvalid},
		{name: "tag too long", path: "/v2/a/manifests/" + strings.Repeat("a", 129), status: 400, code: codeNameInvalid},
		{name: "tag with a strange letter", path: "/v2/a/manifests/1+1", status: 400, code: codeNameInvalid},
		{name: "derived tag with a strange letter", path: "/v2/a/manifests/sha256-" + strings.Repeat("0", 64) + ".s+g", status: 400, code: codeNameInvalid},
		{name: "derived tag without end", path: "/v2/a/manifests/sha256-" + strings.Repeat("0", 64) + "." + strings.Repeat("a", 256), status: 400, code: codeNameInvalid},
		{name: "digest in capitals", path: "/v2/a/manifests/" + strings.ToUpper(d.String()), status: 400, code: codeDigestInvalid},
		{name: "digest cut short", path: "/v2/a/blobs/sha256:abc", status: 400, code: codeDigestInvalid},
		{name: "digest of another kind", path: "/v2/a/manifests/md5:" + strings.Repeat("0", 32), status: 400, code: codeDigestInvalid},
		{name: "blob by tag", path: "/v2/a/blobs/latest", status: 400, code: codeDigestInvalid},
		{name: "uploads without a slash", path: "/v2/a/blobs/uploads", status: 400, code: codeDigestInvalid},
		{name: "upload of dots", path: "/v2/a/blobs/uploads/..", status: 400, code: codeUploadUnknown},
		{name: "upload with a slash", path: "/v2/a/blobs/uploads/x/y", status: 404, code: codeUnsupported},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, no := parseRoute(tt.path)
			if tt.code != "" {
				require.NotNil(t, no)
				require.Equal(t, tt.status, no.status)
				require.Equal(t, tt.code, no.code)
				require.Equal(t, route{}, got)
				return
			}
			require.Nil(t, no)
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.path, got.path())
		})
	}
}

// FuzzRoute: whatever is let through is of the specification's form and means
// itself, so that what we judge and what we ask the upstream for are one thing.
func FuzzRoute(f *testing.F) {
	for _, seed := range []string{
		"/v2/", "/v2/_catalog", "/v2/a/manifests/1", "/v2/a/b/blobs/sha256:" + strings.Repeat("0", 64), "/v2/a/tags/list", "/v2/a/blobs/uploads/", "/v2/a/blobs/uploads/x",
		"/v2/a/../b/manifests/1", "/v2//a/tags/list", "/v2/a%2fb/tags/list", "/v2/manifests/manifests/manifests", "/v2/blobs/uploads/blobs/uploads/x",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		r, no := parseRoute(path)
		if no != nil {
			require.Contains(t, []int{400, 404}, no.status)
			return
		}
		require.Equal(t, path, r.path())
		require.NotContains(t, path, "%")
		require.NotContains(t, path, "//")
		for part := range strings.SplitSeq(path, "/") {
			require.NotEqual(t, "..", part)
			require.NotEqual(t, ".", part)
		}
		if r.endpoint != endpointBase && r.endpoint != endpointCatalog {
			_, err := entitlement.ParseRepositoryPath(string(r.repository))
			require.NoError(t, err)
		}
	})
}
