package registryproxy

import (
	"net/http"
	"strings"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// TestDerivedTags is the names under which clients look for signatures: there for
// whoever holds what is signed, and otherwise not there, whatever else is said of
// what is not held.
func TestDerivedTags(t *testing.T) {
	t.Parallel()
	for _, mode := range []Refusals{Explain, Conceal} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			s := newStand(t, func(c *Config) { c.Refusals = mode })
			bearer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
			tag := func(of interface{ Digest() (v1.Hash, error) }) string {
				return strings.Replace(digestOf(t, of), ":", "-", 1)
			}
			signature, foreign := imageWith(t), imageWith(t)
			s.attach(t, digestOf(t, s.index), signature, tag(s.index)+".sig")
			sbom := imageWith(t)
			s.attach(t, digestOf(t, s.index), sbom, "")
			s.attach(t, digestOf(t, s.newer), foreign, tag(s.newer)+".sig")
			s.attach(t, digestOf(t, s.newer), signature, tag(s.newer)+".att") // that of both

			for _, method := range []string{http.MethodGet, http.MethodHead} {
				resp, _ := s.request(t, method, "/v2/acme/app/manifests/"+tag(s.index)+".sig", bearer)
				require.Equal(t, http.StatusOK, resp.StatusCode)
				require.Equal(t, digestOf(t, signature), resp.Header.Get("Docker-Content-Digest"))
			}
			// The digest alone is the name of the list of what refers to it.
			resp, list := s.request(t, http.MethodGet, "/v2/acme/app/manifests/"+tag(s.index), bearer)
			require.Equal(t, http.StatusOK, resp.StatusCode)
			require.Equal(t, entitlement.SHA256([]byte(list)).String(), resp.Header.Get("Docker-Content-Digest"))
			_, listed := s.request(t, http.MethodGet, "/v2/acme/app/referrers/"+digestOf(t, s.index), bearer)
			require.Equal(t, listed, list)
			require.Contains(t, list, digestOf(t, sbom))
			head, _ := s.request(t, http.MethodHead, "/v2/acme/app/manifests/"+tag(s.index), bearer)
			require.Equal(t, resp.Header.Get("Docker-Content-Digest"), head.Header.Get("Docker-Content-Digest"))
			for _, absent := range []string{tag(s.newer), tag(s.newer) + ".sig", tag(s.newer) + ".att", tag(s.index) + ".att", "sha256-" + strings.Repeat("0", 64)} {
				resp, body := s.request(t, http.MethodGet, "/v2/acme/app/manifests/"+absent, bearer)
				require.Equal(t, http.StatusNotFound, resp.StatusCode)
				require.Equal(t, codeManifestUnknown, code(t, body))
			}
			require.Empty(t, s.gate.logged(), "clients look there by themselves")
			pulled, err := remote.Image(s.ref(t, app, tag(s.index)+".sig"), loginWith(s.gate.token(t, "globex")))
			require.NoError(t, err)
			require.NoError(t, validate.Image(pulled))
			tags, err := remote.List(s.ref(t, app, "x").Context(), loginWith(s.gate.token(t, "globex")))
			require.NoError(t, err)
			require.Equal(t, []string{"1.4.0", "1.4.2"}, tags)
		})
	}
}

// TestAliases is that a name that no release has stands for the highest version
// that the customer holds, in whatever way it is asked for, and is in no list.
func TestAliases(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	s.gate.grant("initech", "app", entitlement.All(), time.Time{})
	bearer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
	for _, alias := range []string{"latest", "1", "1.4", "v1"} {
		head, _ := s.request(t, http.MethodHead, "/v2/acme/app/manifests/"+alias, bearer)
		get, _ := s.request(t, http.MethodGet, "/v2/acme/app/manifests/"+alias, bearer)
		require.Equal(t, http.StatusOK, get.StatusCode)
		for _, name := range []string{"Docker-Content-Digest", "Etag", "Content-Type", "Content-Length"} {
			require.NotEmpty(t, get.Header.Get(name))
			require.Equal(t, head.Header.Get(name), get.Header.Get(name))
		}
		require.Equal(t, digestOf(t, s.index), get.Header.Get("Docker-Content-Digest"))
		logged := s.gate.logged()
		require.Len(t, logged, 1)
		require.Equal(t, alias, logged[0].Reference)
		require.Equal(t, "1.4.2", logged[0].Version, "the log says which one it was")
		require.True(t, logged[0].Allowed)
	}
	for _, none := range []string{"2", "2.0", "1.5", "stable"} {
		resp, body := s.request(t, http.MethodGet, "/v2/acme/app/manifests/"+none, bearer)
		require.Equal(t, http.StatusForbidden, resp.StatusCode)
		require.Contains(t, body, "you hold 1.4.0, 1.4.2")
	}
	_, body := s.request(t, http.MethodGet, "/v2/acme/app/tags/list", bearer)
	require.JSONEq(t, `{"name":"acme/app","tags":["1.4.0","1.4.2"]}`, body)

	newest, err := remote.Image(s.ref(t, app, "latest"), loginWith(s.gate.token(t, "initech")))
	require.NoError(t, err)
	require.Equal(t, digestOf(t, s.newer), digestOf(t, newest), "another customer, another version")
}
