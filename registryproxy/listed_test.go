package registryproxy

import (
	"encoding/json"
	"testing"

	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// TestListed is that what is written by hand reads as what was meant.
func TestListed(t *testing.T) {
	t.Parallel()
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "a/b+json", `"`, `\`, "</script>", "\u2028", "\x00", "ü"}))
	rapid.Check(t, func(t *rapid.T) {
		want := entitlement.Descriptor{
			MediaType: text.Draw(t, "media type"), Digest: entitlement.SHA256([]byte(text.Draw(t, "content"))), Size: rapid.Int64Min(0).Draw(t, "size"),
			ArtifactType: text.Draw(t, "artifact type"), Annotations: rapid.MapOf(text, text).Draw(t, "annotations"),
		}
		raw, err := listed(want).append(nil)
		require.NoError(t, err)
		require.NoError(t, strictJSON(raw))
		var got ocispec.Descriptor
		require.NoError(t, json.Unmarshal(raw, &got))
		if got.Annotations == nil {
			got.Annotations = map[string]string{}
		}
		require.Equal(t, ocispec.Descriptor{
			MediaType: want.MediaType, Digest: got.Digest, Size: want.Size, ArtifactType: want.ArtifactType, Annotations: want.Annotations,
		}, got)
		require.Equal(t, want.Digest.String(), got.Digest.String())
	})
}
