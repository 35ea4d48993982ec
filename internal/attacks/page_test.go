package attacks_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPages: no page costs more than the list, and none shows a name that is not
// held, also not in the link to the next one (CVE-2023-2253).
func TestPages(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", false).acme
	tests := []struct {
		name, query string
		status      int
		tags        []string // of the app, as globex sees them
		catalog     []string
		link        bool
	}{
		{"no limit", "", 200, []string{old}, []string{app, chart}, false},
		{"none", "?n=0", 200, []string{}, []string{}, false},
		{"one", "?n=1", 200, []string{old}, []string{app}, true},
		{"many (CVE-2023-2253)", "?n=9000000000000000000", 200, []string{old}, []string{app, chart}, false},
		{"more than numbers go", "?n=18446744073709551616", 400, nil, nil, false},
		{"less than none", "?n=-1", 400, nil, nil, false},
		{"a power", "?n=1e99", 400, nil, nil, false},
		{"a word", "?n=abc", 400, nil, nil, false},
		{"nothing", "?n=", 400, nil, nil, false},
		{"a number in hexadecimal", "?n=0x1", 400, nil, nil, false},
		{"a number with a sign", "?n=%2B1", 400, nil, nil, false},
		{"a number with a space", "?n=%201", 400, nil, nil, false},
		{"two numbers", "?n=1&n=9", 400, nil, nil, false},
		{"the same number twice", "?n=1&n=1", 400, nil, nil, false},
		{"a query that cannot be read", "?n=1;last=a", 400, nil, nil, false},
		{"an escape of nothing", "?last=%zz", 400, nil, nil, false},
		{"behind a name that is not held", "?last=2.0.0", 200, []string{}, []string{app, chart}, false},
		{"behind a name that is not there", "?last=1.9", 200, []string{}, []string{app, chart}, false},
		{"before all", "?last=%00", 200, []string{old}, []string{app, chart}, false},
		{"behind all", "?last=%ff", 200, []string{}, []string{}, false},
		{"behind a line end", "?last=%0d%0aX-Injected:%201&n=1", 200, []string{old}, []string{app}, true},
		{"behind a link", "?last=%3E%3Brel=next,%3Chttp://evil.example/&n=1", 200, []string{}, []string{app}, true},
		{"behind a name that is long", "?last=" + strings.Repeat("z", 32<<10), 200, []string{}, []string{}, false},
		{"two names", "?last=0&last=zzz", 200, []string{old}, []string{app, chart}, false},
	}
	customer := s.bearer(t, globex)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for target, want := range map[string][]string{"/v2/acme/app/tags/list": tt.tags, "/v2/_catalog": tt.catalog} {
				got := one(t, s.host, http.MethodGet, target+tt.query, customer)
				require.Equal(t, tt.status, got.status, got.body)
				require.NotContains(t, got.header, "X-Injected")
				if want == nil {
					require.Equal(t, "PAGINATION_NUMBER_INVALID", got.code())
					continue
				}
				var list struct{ Tags, Repositories []string }
				require.NoError(t, json.Unmarshal([]byte(got.body), &list))
				require.Equal(t, want, append(append([]string{}, list.Tags...), list.Repositories...))
				require.NotContains(t, got.body, "null")
				if target == "/v2/_catalog" && tt.link {
					require.Equal(t, `</v2/_catalog?last=acme%2Fapp&n=1>; rel="next"`, got.header.Get("Link"))
				} else {
					require.Empty(t, got.header.Get("Link"), "there is a 2.0.0 behind it, and it is not held")
				}
			}
		})
	}
}

// TestReferrersOfAnything: a list of referrers says nothing about what is not
// held, whatever is asked for, and is no failure, since clients take a failure
// for an image that was not signed.
func TestReferrersOfAnything(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", false).acme
	customer := s.bearer(t, globex)
	signed := held(t, app, old)[9]
	for _, tt := range []struct {
		name, reference string
		manifests       string
	}{
		{"held", held(t, app, old)[0].digest.String(), fmt.Sprintf(
			`{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":%q,"size":%d,"artifactType":"application/vnd.acme.signature"}`, signed.digest, len(signed.body))},
		{"not held", held(t, app, next)[0].digest.String(), ""},
		{"a signature that is not held", held(t, app, next)[9].digest.String(), ""},
		{"a layer that is not held", held(t, app, next)[4].digest.String(), ""},
		{"not there", "sha256:" + zeros(64), ""},
		{"another algorithm", "sha512:" + zeros(128), ""},
	} {
		for _, query := range []string{"", "?n=-1", "?n=0", "?last=x", "?artifactType=", "?artifactType=a&artifactType=b", "?artifactType=%0d%0aX-Injected:%201", "?%zz"} {
			t.Run(tt.name+query, func(t *testing.T) {
				got := one(t, s.host, http.MethodGet, "/v2/acme/app/referrers/"+tt.reference+query, customer)
				require.Equal(t, http.StatusOK, got.status, got.body)
				require.Equal(t, "application/vnd.oci.image.index.v1+json", got.header.Get("Content-Type"))
				want := tt.manifests
				if strings.Contains(query, "artifactType=a") || strings.Contains(query, "artifactType=%") {
					want = "" // there is none of that type
				}
				require.JSONEq(t, `{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[`+want+`]}`, got.body)
				require.NotContains(t, got.header, "X-Injected")
				require.Empty(t, got.header.Get("Link"))
			})
		}
	}
}
