package attacks_test

import (
	"crypto/sha512"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestStaffAndWhatIsPublished: what has been published stays as it is, whoever
// pushes: creating is not overwriting (GHSA-85jx-fm8m-x8c6 zot, where who could
// create could overwrite latest).
func TestStaffAndWhatIsPublished(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", true)
	published, other := held(t, app, old)[0], held(t, app, next)[0]
	empty := newItem(t, true, []byte(`{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}`))
	sha512Of := func(i item) string { return fmt.Sprintf("sha512:%x", sha512.Sum512(i.body)) }
	tests := []struct {
		name, target string
		body         item
		kind         string // default: an index
		status       int
	}{
		{"the same again", "/v2/acme/app/manifests/1.4.2", published, "", 201},
		{"another under its tag", "/v2/acme/app/manifests/1.4.2", empty, "", 409},
		{"another version under its tag", "/v2/acme/app/manifests/1.4.2", other, "", 409},
		{"by its digest, with the tag beside (end-7b)", "/v2/acme/app/manifests/" + empty.digest.String() + "?tag=1.4.2", empty, "", 409},
		{"with the tag as the second one", "/v2/acme/app/manifests/" + empty.digest.String() + "?tag=new&tag=1.4.2", empty, "", 409},
		{"under a digest that is not its own", "/v2/acme/app/manifests/" + published.digest.String(), empty, "", 400},
		{"under another digest in the query", "/v2/acme/app/manifests/new?digest=" + published.digest.String(), empty, "", 400},
		{"under a sha512 that is not its own", "/v2/acme/app/manifests/" + sha512Of(published), empty, "", 400},
		{"a new tag", "/v2/acme/app/manifests/new", empty, "", 201},
		{"a new tag again, as another", "/v2/acme/app/manifests/new", other, "", 201},
		{"in a repository that is no product's", "/v2/acme/nothing/manifests/1", empty, "", 404},
		{"as another type than it says", "/v2/acme/app/manifests/new", empty, "application/vnd.oci.image.manifest.v1+json", 400},
		{"as two types (CVE-2021-41190)", "/v2/acme/app/manifests/new", newItem(t, true, []byte(`{"schemaVersion":2,"manifests":[],"layers":[]}`)), "", 400},
		{"a key twice", "/v2/acme/app/manifests/new", newItem(t, true, []byte(`{"schemaVersion":2,"manifests":[],"manifests":[]}`)), "", 400},
		{"no JSON", "/v2/acme/app/manifests/new", newItem(t, true, []byte("{")), "", 400},
		{"nothing", "/v2/acme/app/manifests/new", newItem(t, true, nil), "", 400},
		{"5 MiB", "/v2/acme/app/manifests/new", newItem(t, true, []byte(`{"schemaVersion":2,"manifests":[],"annotations":{"a":"`+strings.Repeat("x", 5<<20)+`"}}`)), "", 413},
		{"a tag that is none", "/v2/acme/app/manifests/.new", empty, "", 400},
		{"a tag beside that is none", "/v2/acme/app/manifests/" + empty.digest.String() + "?tag=../new", empty, "", 400},
	}
	for _, shop := range []*shop{s.acme, s.umbra} {
		own := shop.bearer(t, staff)
		for _, tt := range tests {
			t.Run(string(shop.config.Vendor)+"/"+tt.name, func(t *testing.T) {
				kind := tt.kind
				if kind == "" {
					kind = "application/vnd.oci.image.index.v1+json"
				}
				got := wire(t, shop.host, request(http.MethodPut, tt.target, shop.host, own, "Content-Type: "+kind,
					fmt.Sprintf("Content-Length: %d", len(tt.body.body)))+string(tt.body.body), http.MethodPut)
				require.Len(t, got, 1)
				require.Equal(t, tt.status, got[0].status, got[0].body)
			})
		}
		for tag, is := range map[string]item{old: published, next: other} {
			for _, target := range []string{tag, is.digest.String()} {
				got := one(t, shop.host, http.MethodGet, "/v2/acme/app/manifests/"+target, own)
				require.Equal(t, string(is.body), got.body, "%s lies in the registry as it was published", target)
			}
		}
		for _, target := range []string{"manifests/1.4.2", "manifests/" + published.digest.String(), "blobs/" + held(t, app, old)[3].digest.String()} {
			require.Equal(t, 405, one(t, shop.host, http.MethodDelete, "/v2/acme/app/"+target, own).status, "nothing of it is deleted")
		}
	}
}

// TestMountsOfStaff: a mount reads in the other repository, so it needs all that a
// pull there needs. Where it may not be, the client is asked to upload
// (CVE-2024-39897).
func TestMountsOfStaff(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", true)
	layer := held(t, app, old)[4].digest.String() // not in the tool
	tests := []struct {
		name, query string
		scopes      []string
		status      int
	}{
		{"from another repository", "mount=" + layer + "&from=acme/app", []string{tool, app}, 201},
		{"for which the token is not", "mount=" + layer + "&from=acme/app", []string{tool}, 401},
		{"that is no product's", "mount=" + layer + "&from=acme/nothing", []string{tool, app, "acme/nothing"}, 202},
		{"that is a path", "mount=" + layer + "&from=../umbra/app", []string{tool, app}, 202},
		{"that is two, the first is bad", "mount=" + layer + "&from=acme/nothing&from=acme/app", []string{tool, app}, 202},
		{"from anywhere", "mount=" + layer, []string{tool, app}, 202},
		{"of what is not there", "mount=sha256:" + zeros(64) + "&from=acme/app", []string{tool, app}, 202},
		{"of no digest", "mount=../../x&from=acme/app", []string{tool, app}, 400},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := one(t, s.acme.host, http.MethodPost, "/v2/acme/tool/blobs/uploads/?"+tt.query, s.acme.bearer(t, staff, tt.scopes...), "Content-Length: 0")
			require.Equal(t, tt.status, got.status, got.body)
			require.NotContains(t, got.header.Get("Location"), "umbra")
		})
	}
	// The other vendor's staff stand before another registry, in which these
	// repositories have the same names.
	got := one(t, s.umbra.host, http.MethodPost, "/v2/acme/tool/blobs/uploads/?mount="+layer+"&from=acme/app", s.acme.bearer(t, staff), "Content-Length: 0")
	require.Equal(t, 401, got.status)
}
