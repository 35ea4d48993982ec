package registryproxy

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/stretchr/testify/require"
)

// TestReferrers is the row of the table about what refers to a digest: whether it
// is held, not held or not there cannot be told from the list.
func TestReferrers(t *testing.T) {
	t.Parallel()
	for _, mode := range []Refusals{Explain, Conceal} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			s := newStand(t, func(c *Config) { c.Refusals = mode })
			token := s.gate.token(t, "globex")
			bearer := s.bearer(t, token, pull(app))
			for name, digest := range map[string]string{
				"not held": digestOf(t, s.newer), "a layer": digestOf(t, s.shared), "not there": "sha256:" + strings.Repeat("0", 64),
			} {
				for _, method := range []string{http.MethodGet, http.MethodHead} {
					resp, body := s.request(t, method, "/v2/acme/app/referrers/"+digest, bearer)
					require.Equal(t, http.StatusOK, resp.StatusCode, name)
					require.Equal(t, "application/vnd.oci.image.index.v1+json", resp.Header.Get("Content-Type"))
					require.Equal(t, "88", resp.Header.Get("Content-Length"))
					require.Empty(t, resp.Header.Get("Oci-Filters-Applied"))
					if method == http.MethodGet {
						require.JSONEq(t, `{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}`, body)
					}
				}
			}
			resp, _ := s.request(t, http.MethodGet, "/v2/acme/app/referrers/"+digestOf(t, s.newer)+"?artifactType=text%2Fspdx", bearer)
			require.Equal(t, "artifactType", resp.Header.Get("Oci-Filters-Applied"))

			index, err := remote.Referrers(s.ref(t, app, "x").Context().Digest(digestOf(t, s.newer)), loginWith(token))
			require.NoError(t, err)
			manifest, err := index.IndexManifest()
			require.NoError(t, err)
			require.Empty(t, manifest.Manifests)
			require.Empty(t, s.gate.logged(), "nothing was pulled")
		})
	}
}
