package registryproxy

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// signatureOf is an image that refers to another.
func signatureOf(tb testing.TB, subject partial.Describable, kind types.MediaType, annotations map[string]string) v1.Image {
	tb.Helper()
	of, err := partial.Descriptor(subject)
	require.NoError(tb, err)
	img := mutate.ConfigMediaType(mutate.MediaType(imageWith(tb), types.OCIManifestSchema1), kind)
	img = mutate.Annotations(img, annotations).(v1.Image)
	return mutate.Subject(img, *of).(v1.Image)
}

// refersTo are the digests in a list of referrers, in its order.
func (s *stand) refersTo(t *testing.T, bearer, subject, query string) (digests []string, resp *reply) {
	t.Helper()
	resp, body := s.request(t, http.MethodGet, "/v2/acme/app/referrers/"+subject+query, bearer)
	require.Equal(t, http.StatusOK, resp.StatusCode, body)
	require.Equal(t, ociIndex, resp.Header.Get("Content-Type"))
	var list struct{ Manifests []wired }
	require.NoError(t, json.Unmarshal([]byte(body), &list))
	require.NotNil(t, list.Manifests)
	for _, d := range list.Manifests {
		digests = append(digests, d.Digest)
	}
	return digests, resp
}

// TestStaffReferrers is that what staff push about a digest is listed there, over
// registries that have no such list, and by clients that believe us.
func TestStaffReferrers(t *testing.T) {
	t.Parallel()
	for name, upstream := range map[string]func(testing.TB) Upstream{"distribution": embeddedUpstream, "go-containerregistry": plainUpstream} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStandOver(t, upstream(t))
			auth := loginWith(s.gate.token(t, ""))
			bearer := s.bearer(t, s.gate.token(t, ""), pushApp)
			subject := digestOf(t, s.index)
			none, _ := s.refersTo(t, bearer, subject, "")
			require.Empty(t, none)

			signature := signatureOf(t, s.index, "application/vnd.acme.signature", map[string]string{"by": "acme <it@acme.example>"})
			sbom := signatureOf(t, s.index, "text/spdx", nil)
			for _, img := range []v1.Image{signature, sbom} {
				require.NoError(t, remote.Write(s.ref(t, app, digestOf(t, img)), img, auth))
			}
			all, resp := s.refersTo(t, bearer, subject, "")
			require.Equal(t, []string{digestOf(t, signature), digestOf(t, sbom)}, all)
			require.Empty(t, resp.Header.Get("OCI-Filters-Applied"))
			only, resp := s.refersTo(t, bearer, subject, "?artifactType=text%2Fspdx")
			require.Equal(t, []string{digestOf(t, sbom)}, only)
			require.Equal(t, "artifactType", resp.Header.Get("OCI-Filters-Applied"))
			none, _ = s.refersTo(t, bearer, absent, "")
			require.Empty(t, none)
			head, _ := s.request(t, http.MethodHead, "/v2/acme/app/referrers/"+subject, bearer)
			require.Equal(t, http.StatusOK, head.StatusCode)

			index, err := remote.Referrers(s.ref(t, app, "x").Context().Digest(subject), auth)
			require.NoError(t, err)
			listed, err := index.IndexManifest()
			require.NoError(t, err)
			require.Len(t, listed.Manifests, 2)
			require.Equal(t, map[string]string{"by": "acme <it@acme.example>"}, listed.Manifests[0].Annotations)
			require.Equal(t, "application/vnd.acme.signature", listed.Manifests[0].ArtifactType)

			// Who asks the registry itself finds the list where the specification has it.
			tag := strings.Replace(subject, ":", "-", 1)
			behind, err := remote.Index(s.ref(t, app, tag), auth)
			require.NoError(t, err)
			manifests, err := behind.IndexManifest()
			require.NoError(t, err)
			require.Len(t, manifests.Manifests, 2)

			pushes := s.gate.pushed()
			require.Len(t, pushes, 2, "each signature; the list is made of them")
			root, err := entitlement.ParseDigest(subject)
			require.NoError(t, err)
			for _, push := range pushes {
				require.Equal(t, root, push.Subject)
				require.Empty(t, push.Tag)
				require.Equal(t, push.Digest, entitlement.SHA256(push.Manifest))
			}

			again, err := signature.RawManifest()
			require.NoError(t, err)
			resp, _ = s.put(t, bearer, "/v2/acme/app/manifests/"+digestOf(t, signature), ociManifest, string(again))
			require.Equal(t, http.StatusCreated, resp.StatusCode)
			require.Equal(t, subject, resp.Header.Get("OCI-Subject"))
			all, _ = s.refersTo(t, bearer, subject, "")
			require.Len(t, all, 2, "nothing is there twice")
			require.Len(t, s.gate.pushed(), 1, "and the gate is told again, if it missed it")
			require.Empty(t, s.gate.logged(), "nothing was pulled")
		})
	}
}

// TestFallbackKeepsAll is that many who push about one digest at a time leave
// nothing out of the list.
func TestFallbackKeepsAll(t *testing.T) {
	t.Parallel()
	s := newStandOver(t, plainUpstream(t))
	bearer := s.bearer(t, s.gate.token(t, ""), pushApp)
	subject := digestOf(t, s.index)
	older := described(ociManifest, []byte("older"))
	s.pushBlob(t, app, []byte("older"))
	list := `{"schemaVersion":2,"mediaType":"` + ociIndex + `","annotations":{"who":"another"},"manifests":[` + strings.Replace(older, "{", `{"platform":{"os":"plan9","architecture":"mips"},`, 1) + `]}`
	resp, _ := s.put(t, bearer, "/v2/acme/app/manifests/x", ociManifest, `{"schemaVersion":2,"config":`+older+`,"layers":[]}`)
	require.Equal(t, http.StatusCreated, resp.StatusCode)
	list = strings.Replace(list, entitlement.SHA256([]byte("older")).String(), resp.Header.Get("Docker-Content-Digest"), 1)
	resp, body := s.put(t, bearer, "/v2/acme/app/manifests/"+strings.Replace(subject, ":", "-", 1), ociIndex, list)
	require.Equal(t, http.StatusCreated, resp.StatusCode, body)
	var all sync.WaitGroup
	const count = 12
	status := make([]int, count)
	for i := range count {
		all.Go(func() {
			document := fmt.Sprintf(`{"schemaVersion":2,"config":%s,"layers":[],"annotations":{"i":"%d"},"subject":{"mediaType":%q,"digest":%q,"size":1}}`, older, i, ociIndex, subject)
			resp, _ := s.put(t, bearer, "/v2/acme/app/manifests/"+entitlement.SHA256([]byte(document)).String(), ociManifest, document)
			status[i] = resp.StatusCode
		})
	}
	all.Wait()
	for i := range count {
		require.Equal(t, http.StatusCreated, status[i])
	}
	digests, _ := s.refersTo(t, bearer, subject, "")
	require.Len(t, digests, count+1)
	_, body = s.request(t, http.MethodGet, "/v2/acme/app/referrers/"+subject, bearer)
	require.Contains(t, body, `"plan9"`, "what others wrote stays")
	require.Contains(t, body, `"annotations":{"who":"another"}`)
	require.Empty(t, s.proxy.lists.busy, "and nothing is left behind")
}

// pushBlob pushes a blob to the upstream itself.
func (s *stand) pushBlob(tb testing.TB, r entitlement.RepositoryPath, content []byte) {
	tb.Helper()
	where, err := name.NewRepository(strings.TrimPrefix(s.upstream.Registry, "http://")+"/"+string(r), name.Insecure)
	require.NoError(tb, err)
	require.NoError(tb, remote.WriteLayer(where, static.NewLayer(content, ociLayer), remote.WithTransport(s.upstream.Transport)))
}

// TestStaffReferrersUpstream is how registries with the API, without it, and with
// trouble answer.
func TestStaffReferrersUpstream(t *testing.T) {
	t.Parallel()
	gate := newTestGate()
	gate.product("app", app)
	item := described(ociManifest, []byte("one"))
	list := `{"schemaVersion":2,"mediaType":"` + ociIndex + `","manifests":[` + item + `]}`
	index := http.Header{"Content-Type": {ociIndex}}
	none := answer(404, nil, "")
	tests := []struct {
		name           string
		list, fallback roundTripper
		status         int
		count          int
		link           string
	}{
		{name: "it has the list", list: answer(200, index, list), status: 200, count: 1},
		{
			name: "it has a page of the list", status: 200, count: 1, link: `</v2/acme/app/referrers/` + absent + `?artifactType=a&token=x>; rel="next"`,
			list: answer(200, http.Header{"Content-Type": {ociIndex}, "Link": {`<http://up.example/v2/acme/app/referrers/x?token=x&artifactType=a>; rel="next"`}}, list),
		},
		{name: "it has no such endpoint", list: none, fallback: answer(200, index, list), status: 200, count: 1},
		{name: "it knows no such method", list: answer(405, nil, ""), fallback: answer(200, index, list), status: 200, count: 1},
		{name: "it wants to see something else", list: answer(406, nil, ""), fallback: answer(200, index, list), status: 200, count: 1},
		{name: "it cannot do that", list: answer(501, nil, ""), fallback: answer(200, index, list), status: 200, count: 1},
		{name: "it shows a page to people", list: answer(200, http.Header{"Content-Type": {"text/html"}}, "<html>"), fallback: answer(200, index, list), status: 200, count: 1},
		{name: "it has neither", list: none, fallback: none, status: 200},
		{name: "it has something else under the tag", list: none, fallback: answer(200, index, `{"schemaVersion":2,"config":`+item+`,"layers":[]}`), status: 502},
		{name: "it has other bytes under the tag", list: none, fallback: answer(200, http.Header{"Docker-Content-Digest": {absent}}, list), status: 502},
		{name: "it has too much under the tag", list: none, fallback: answer(200, index, list+strings.Repeat(" ", maxManifest)), status: 502},
		{name: "it fails", list: answer(500, nil, ""), status: 502},
		{name: "it forbids us", list: answer(403, nil, ""), status: 502},
		{name: "it has no time", list: answer(429, nil, ""), status: 503},
		{name: "it fails in the end", list: none, fallback: answer(500, nil, ""), status: 502},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &stand{gate: gate, upstream: Upstream{Registry: "http://up.example", Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
				if strings.Contains(r.URL.Path, "/manifests/") {
					return tt.fallback(r)
				}
				return tt.list(r)
			})}}
			s.serve(t, publishingGate{gate})
			resp, body := s.request(t, http.MethodGet, "/v2/acme/app/referrers/"+absent+"?from=acme/other", s.bearer(t, gate.token(t, ""), pull(app)))
			require.Equal(t, tt.status, resp.StatusCode, body)
			require.Equal(t, tt.link, resp.Header.Get("Link"))
			if tt.status == 200 {
				require.Equal(t, tt.count, strings.Count(body, `"digest"`))
			}
		})
	}
}

// TestFallbackTrouble is that a manifest whose place in the list could not be kept
// is pushed again, unless that cannot help.
func TestFallbackTrouble(t *testing.T) {
	t.Parallel()
	gate := newTestGate()
	gate.product("app", app)
	one := described(ociLayer, []byte("one"))
	signature := `{"schemaVersion":2,"config":` + one + `,"layers":[],"subject":` + described(ociManifest, []byte("it")) + `}`
	tag := entitlement.FallbackTag(entitlement.SHA256([]byte("it")))
	full := `{"schemaVersion":2,"mediaType":"` + ociIndex + `","manifests":[],"annotations":{"a":"` + strings.Repeat("x", maxManifest-200) + `"}}`
	for name, tt := range map[string]struct {
		get, put roundTripper
		full     bool
	}{
		"it cannot be read":    {get: answer(500, nil, "")},
		"it is something else": {get: answer(200, nil, `{"schemaVersion":2,"config":`+one+`,"layers":[]}`)},
		"it is full":           {get: answer(200, nil, full), full: true},
		"it is not taken":      {get: answer(404, nil, ""), put: answer(403, nil, "")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &stand{gate: gate, upstream: Upstream{Registry: "http://up.example", Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
				switch {
				case !strings.HasSuffix(r.URL.Path, tag):
					return answer(201, http.Header{"Location": {"/v2/acme/app/manifests/x"}}, "")(r)
				case r.Method == http.MethodGet:
					return tt.get(r)
				default:
					return tt.put(r)
				}
			})}}
			s.serve(t, publishingGate{gate})
			resp, body := s.put(t, s.bearer(t, gate.token(t, ""), pushApp), "/v2/acme/app/manifests/x", ociManifest, signature)
			require.Contains(t, s.log.String(), "listing what was pushed")
			if tt.full { // to push again would not help
				require.Equal(t, http.StatusRequestEntityTooLarge, resp.StatusCode)
				require.Contains(t, body, "tag "+tag+" would have 4194")
				require.Contains(t, body, "delete what is no longer needed there")
				return
			}
			require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode)
			require.NotEmpty(t, resp.Header.Get("Retry-After"))
		})
	}
}
