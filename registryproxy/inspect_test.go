package registryproxy

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// descriptorOf is how a manifest names content.
func descriptorOf(d v1.Descriptor) string {
	return fmt.Sprintf(`{"mediaType":%q,"digest":%q,"size":%d}`, d.MediaType, d.Digest, d.Size)
}

// TestReferrerIsInspected is that what would be attached to something published is
// looked at before the upstream takes it, and nothing else is.
func TestReferrerIsInspected(t *testing.T) {
	t.Parallel()
	s := newStandOver(t, plainUpstream(t))
	parts := imageWith(t)
	s.pushBehind(t, app, "parts", parts)
	m, err := parts.Manifest()
	require.NoError(t, err)
	layer, wrong, lost := m.Layers[0], m.Layers[0], m.Layers[0]
	wrong.Size++
	lost.Digest = v1.Hash{Algorithm: "sha256", Hex: strings.Repeat("0", 64)}
	index := v1.Descriptor{MediaType: ociIndex, Digest: v1.Hash{Algorithm: "sha256", Hex: strings.TrimPrefix(digestOf(t, s.index), "sha256:")}, Size: 1}
	stranger := index
	stranger.Digest.Hex = strings.Repeat("1", 64)
	image := func(layer v1.Descriptor, more string) string {
		return `{"schemaVersion":2,"config":` + descriptorOf(m.Config) + `,"layers":[` + descriptorOf(layer) + `]` + more + `}`
	}
	list := func(child v1.Descriptor) string {
		return `{"schemaVersion":2,"mediaType":"` + ociIndex + `","manifests":[` + descriptorOf(child) + `]}`
	}
	digest, err := parts.Digest()
	require.NoError(t, err)
	size, err := parts.Size()
	require.NoError(t, err)
	mediaType, err := parts.MediaType()
	require.NoError(t, err)
	child := v1.Descriptor{MediaType: mediaType, Digest: digest, Size: size + 1}
	subject, elsewhere := `,"subject":`+descriptorOf(index), `,"subject":`+descriptorOf(stranger)
	tag := entitlement.FallbackTag(entitlement.DerivedFrom("sha256-" + index.Digest.Hex))
	strangersTag := "sha256-" + stranger.Digest.Hex
	for _, tt := range []struct {
		name, reference, mediaType, body string // reference: by its digest if it is empty
		code                             string // empty: it is taken
	}{
		{name: "right", body: image(layer, subject)},
		{name: "a layer of another size", body: image(wrong, subject), code: codeManifestInvalid},
		{name: "a layer that is not there", body: image(lost, subject), code: codeManifestBlobs},
		{name: "with a tag", reference: "signed", body: image(wrong, subject), code: codeManifestInvalid},
		{name: "under a tag made of the digest", reference: tag + ".sig", body: image(wrong, ""), code: codeManifestInvalid},
		{name: "right, under such a tag", reference: tag + ".sig", body: image(layer, "")},
		{name: "an index that is wrong about a manifest", reference: tag + ".att", mediaType: ociIndex, body: list(child), code: codeManifestInvalid},
		{name: "of a type that nobody can walk", reference: tag + ".sbom", mediaType: "application/vnd.acme+json", body: "{}", code: codeManifestInvalid},

		{name: "the list of what refers to it", reference: tag, mediaType: ociIndex, body: list(child)},
		{name: "to nothing", reference: "9", body: image(wrong, "")},
		{name: "to what is not published", body: image(wrong, elsewhere)},
		{name: "to that, by its tag", reference: strangersTag + ".sig", body: image(wrong, "")},
		{name: "to something else than its tag says", reference: tag + ".x", body: image(wrong, elsewhere)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.mediaType == "" {
				tt.mediaType = ociManifest
			}
			own := entitlement.SHA256([]byte(tt.body)).String()
			if tt.reference == "" {
				tt.reference = own
			}
			s.gate.pushed()
			resp, body := s.put(t, s.bearer(t, s.gate.token(t, ""), pushApp), "/v2/acme/app/manifests/"+tt.reference, tt.mediaType, tt.body)
			there := s.behind(t, "/v2/acme/app/manifests/"+tt.reference)
			if tt.code == "" {
				require.Equal(t, http.StatusCreated, resp.StatusCode, body)
				require.Equal(t, http.StatusOK, there)
				require.Len(t, s.gate.pushed(), 1)
				return
			}
			require.Equal(t, http.StatusBadRequest, resp.StatusCode, body)
			require.Equal(t, tt.code, code(t, body))
			require.Equal(t, http.StatusNotFound, there, "the upstream has never seen it")
			require.Empty(t, s.gate.pushed())
		})
	}

	t.Run("an upstream that cannot say", func(t *testing.T) {
		inner := s.upstream.Transport
		s.upstream.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
			if strings.Contains(r.URL.Path, "/blobs/") {
				return answer(500, nil, "")(r)
			}
			return inner.RoundTrip(r)
		})
		s.serve(t, publishingGate{s.gate})
		signature := image(layer, subject+`,"annotations":{"a":"b"}`)
		path := "/v2/acme/app/manifests/" + entitlement.SHA256([]byte(signature)).String()
		resp, body := s.put(t, s.bearer(t, s.gate.token(t, ""), pushApp), path, ociManifest, signature)
		require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode, body)
		require.NotEmpty(t, resp.Header.Get("Retry-After"))
		require.Equal(t, http.StatusNotFound, s.behind(t, path))
	})
}

// behind is what the upstream itself answers about a path.
func (s *stand) behind(t *testing.T, path string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodHead, s.upstream.Registry+path, nil)
	require.NoError(t, err)
	resp, err := s.upstream.Transport.RoundTrip(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.StatusCode
}
