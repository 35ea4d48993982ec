package registryproxy

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
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

// attach pushes what refers to an image behind the proxy, under a tag of its own if
// it is to have one, and adds it to what was published.
func (s *stand) attach(t *testing.T, subject string, img v1.Image, tag string) {
	t.Helper()
	to, err := entitlement.ParseDigest(subject)
	require.NoError(t, err)
	s.pushBehind(t, app, "by-digest", img)
	walker, err := NewWalker(WalkerConfig{Upstream: s.upstream})
	require.NoError(t, err)
	closure, err := walker.Walk(t.Context(), entitlement.Origin{}, app, digestOf(t, img))
	require.NoError(t, err)
	s.gate.change(func(g *testGate) {
		g.contents[app] = g.contents[app].With(nil, []entitlement.Referrer{{Subject: to, Tag: tag, Closure: closure}})
	})
}

// TestReferrersHeld is what a customer sees of what was published about a release:
// what refers to what is held, and nothing else.
func TestReferrersHeld(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	bearer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
	held, newer := digestOf(t, s.index), digestOf(t, s.newer)
	signature := signatureOf(t, s.index, "application/vnd.acme.signature", map[string]string{"by": "acme"})
	sbom := signatureOf(t, s.index, "text/spdx", nil)
	over := signatureOf(t, sbom, "application/vnd.acme.signature", nil)
	foreign := signatureOf(t, s.newer, "application/vnd.acme.signature", nil)
	s.attach(t, held, signature, "")
	s.attach(t, held, sbom, "")
	s.attach(t, digestOf(t, sbom), over, "")
	s.attach(t, newer, foreign, "")
	s.attach(t, newer, signature, "") // it belongs to both

	all, resp := s.refersTo(t, bearer, held, "")
	require.Equal(t, []string{digestOf(t, signature), digestOf(t, sbom)}, all)
	require.Empty(t, resp.Header.Get("OCI-Filters-Applied"))
	_, body := s.request(t, http.MethodGet, "/v2/acme/app/referrers/"+held, bearer)
	size, err := signature.Size()
	require.NoError(t, err)
	require.Contains(t, body, fmt.Sprintf(`{"mediaType":%q,"digest":%q,"size":%d,"artifactType":"application/vnd.acme.signature","annotations":{"by":"acme"}}`, ociManifest, digestOf(t, signature), size))
	of, resp := s.refersTo(t, bearer, held, "?artifactType=text%2Fspdx")
	require.Equal(t, []string{digestOf(t, sbom)}, of)
	require.Equal(t, "artifactType", resp.Header.Get("OCI-Filters-Applied"))
	of, _ = s.refersTo(t, bearer, held, "?artifactType=none")
	require.Empty(t, of)
	of, _ = s.refersTo(t, bearer, held, "?last="+digestOf(t, signature))
	require.Equal(t, []string{digestOf(t, sbom)}, of)
	of, _ = s.refersTo(t, bearer, held, "?last="+absent)
	require.Equal(t, all, of, "behind one that is not there, from the beginning")
	of, _ = s.refersTo(t, bearer, digestOf(t, sbom), "")
	require.Equal(t, []string{digestOf(t, over)}, of, "what refers to what refers to it")
	for _, subject := range []string{newer, absent, digestOf(t, foreign)} {
		of, _ = s.refersTo(t, bearer, subject, "")
		require.Empty(t, of)
	}

	for img, status := range map[v1.Image]int{signature: 200, sbom: 200, over: 200, foreign: 404} {
		resp, _ := s.request(t, http.MethodGet, "/v2/acme/app/manifests/"+digestOf(t, img), bearer)
		require.Equal(t, status, resp.StatusCode)
		resp, _ = s.request(t, http.MethodGet, "/v2/acme/app/blobs/"+configOf(t, img), bearer)
		require.Equal(t, status, resp.StatusCode)
	}
	require.Empty(t, slices.DeleteFunc(s.gate.logged(), func(p entitlement.Pull) bool { return !p.Allowed }), "what refers to a release is no pull of it")
}

// TestReferrersPages is that a list too long for one answer comes in several.
func TestReferrersPages(t *testing.T) {
	t.Parallel()
	var list []entitlement.Descriptor
	for i := range 20 {
		list = append(list, entitlement.Descriptor{
			MediaType: ociManifest, Digest: entitlement.SHA256([]byte{byte(i)}), Size: int64(i), Annotations: map[string]string{"a": strings.Repeat("x", maxReferrers/8)},
		})
	}
	var seen []entitlement.Descriptor
	rest := list
	for range list {
		body, next, err := referrersPage(rest)
		require.NoError(t, err)
		require.LessOrEqual(t, len(body), maxReferrers)
		var page struct{ Manifests []wired }
		require.NoError(t, json.Unmarshal(body, &page))
		require.NotEmpty(t, page.Manifests)
		seen, rest = append(seen, rest[:len(page.Manifests)]...), rest[len(page.Manifests):]
		if next == "" {
			break
		}
		require.Equal(t, seen[len(seen)-1].Digest.String(), next)
	}
	require.Equal(t, list, seen)
	body, next, err := referrersPage([]entitlement.Descriptor{{Annotations: map[string]string{"a": strings.Repeat("x", maxReferrers)}}})
	require.NoError(t, err)
	require.Greater(t, len(body), maxReferrers, "one that is too large for any answer is sent all the same")
	require.Empty(t, next)

	s := newStand(t)
	held, wide := digestOf(t, s.index), map[string]string{"a": strings.Repeat("x", maxReferrers/2-1000)}
	subject, err := entitlement.ParseDigest(held)
	require.NoError(t, err)
	for i := range 3 {
		root := entitlement.Item{Digest: entitlement.SHA256([]byte{byte(i)}), Role: entitlement.RoleRoot, Size: 1, MediaType: ociManifest, Manifest: []byte{byte(i)}}
		closure := entitlement.Closure{Root: root.Digest, Items: []entitlement.Item{root}, Subject: subject, ArtifactType: "text/spdx", Annotations: wide}
		s.gate.change(func(g *testGate) {
			g.contents[app] = g.contents[app].With(nil, []entitlement.Referrer{{Subject: subject, Closure: closure}})
		})
	}
	_, resp := s.refersTo(t, s.bearer(t, s.gate.token(t, "globex"), pull(app)), held, "?artifactType=text%2Fspdx")
	require.Regexp(t, `^</v2/acme/app/referrers/`+held+`\?artifactType=text%2Fspdx&last=sha256%3A[0-9a-f]{64}>; rel="next"$`, resp.Header.Get("Link"))
	bearer, query := s.bearer(t, s.gate.token(t, "globex"), pull(app)), "?artifactType=text%2Fspdx"
	var all []string
	for query != "" {
		page, resp := s.refersTo(t, bearer, held, query)
		all = append(all, page...)
		_, query, _ = strings.Cut(strings.TrimSuffix(resp.Header.Get("Link"), `>; rel="next"`), held)
	}
	require.Len(t, all, 3)
}
