package registryproxy

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// described is a descriptor as JSON.
func described(mediaType string, content []byte) string {
	return fmt.Sprintf(`{"mediaType":%q,"digest":%q,"size":%d}`, mediaType, entitlement.SHA256(content), len(content))
}

const (
	ociIndex    = ocispec.MediaTypeImageIndex
	ociManifest = ocispec.MediaTypeImageManifest
	ociConfig   = ocispec.MediaTypeImageConfig
	ociLayer    = ocispec.MediaTypeImageLayerGzip
)

func TestParseManifest(t *testing.T) {
	t.Parallel()
	one := described(ociLayer, []byte("one"))
	image := `{"schemaVersion":2,"mediaType":"` + ociManifest + `","config":` + one + `,"layers":[` + one + `]}`
	tests := []struct {
		name, mediaType, document string
		children, config, blobs   int
		says                      string
	}{
		{name: "image", mediaType: ociManifest, document: image, config: 1, blobs: 1},
		{name: "image without its type", mediaType: ociManifest, document: `{"schemaVersion":2,"config":` + one + `,"layers":[]}`, config: 1},
		{name: "image without layers", mediaType: ociManifest, document: `{"schemaVersion":2,"config":` + one + `,"layers":null}`, config: 1},
		{name: "Docker image", mediaType: dockerManifest, document: strings.Replace(image, ociManifest, dockerManifest, 1), config: 1, blobs: 1},
		{name: "index", mediaType: ociIndex, document: `{"schemaVersion":2,"manifests":[` + one + `,` + one + `],"annotations":{"a":"b","A":"B"}}`, children: 2},
		{name: "empty index", mediaType: dockerList, document: `{"schemaVersion":2,"manifests":[]}`},
		{name: "signature", mediaType: ociManifest, document: strings.Replace(image, `"config"`, `"subject":`+one+`,"config"`, 1), config: 1, blobs: 1},
		{name: "artifact", mediaType: ociArtifact, document: `{"mediaType":"` + ociArtifact + `","blobs":[` + one + `]}`, blobs: 1},

		{name: "schema 1", mediaType: "application/vnd.docker.distribution.manifest.v1+prettyjws", document: image, says: "schema 2"},
		{name: "no type", mediaType: "", document: image, says: "its type"},
		{name: "no JSON", mediaType: ociManifest, document: `{`, says: "not JSON"},
		{name: "nothing", mediaType: ociManifest, document: ``, says: "not JSON"},
		{name: "something behind", mediaType: ociManifest, document: image + image, says: "not JSON"},
		{name: "no object", mediaType: ociManifest, document: `[]`, says: "not an object"},
		{name: "null", mediaType: ociManifest, document: `null`, says: "not an object"},
		{name: "not UTF-8", mediaType: ociManifest, document: "{\"a\":\"\xff\"}", says: "not JSON"},
		{name: "too deep", mediaType: ociManifest, document: `{"a":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`, says: "deeper"},
		{name: "too large", mediaType: ociManifest, document: strings.Repeat(" ", maxManifest) + image, says: "at most"},
		{name: "key twice", mediaType: ociManifest, document: strings.Replace(image, `{`, `{"layers":[],`, 1), says: `"layers" comes twice`},
		{name: "key twice, once escaped", mediaType: ociManifest, document: strings.Replace(image, `{`, `{"l\u0061yers":[],`, 1), says: `"layers" comes twice`},
		{name: "key twice far below", mediaType: ociManifest, document: strings.Replace(image, `{`, `{"a":[{"b":{"c":1,"c":2}}],`, 1), says: `"c" comes twice`},
		{name: "key in capitals", mediaType: ociManifest, document: strings.Replace(image, `{`, `{"Manifests":[],`, 1), says: `"Manifests"`},
		{name: "key in capitals in a descriptor", mediaType: ociManifest, document: strings.Replace(image, `"size"`, `"Digest":"x","size"`, 1), says: `"Digest"`},
		{name: "index and image", mediaType: ociIndex, document: strings.Replace(image, `"config"`, `"manifests":[],"config"`, 1), says: "has no place"},
		{name: "image and index", mediaType: ociManifest, document: strings.Replace(image, `"config"`, `"manifests":[],"config"`, 1), says: "has no place"},
		{name: "index with a config", mediaType: ociIndex, document: `{"schemaVersion":2,"manifests":[],"config":null}`, says: "has no place"},
		{name: "image with layers of schema 1", mediaType: ociManifest, document: strings.Replace(image, `"config"`, `"fsLayers":[],"config"`, 1), says: "has no place"},
		{name: "another type within", mediaType: dockerManifest, document: image, says: "it says of itself"},
		{name: "a type that is no text", mediaType: ociManifest, document: strings.Replace(image, `"`+ociManifest+`"`, `1`, 1), says: "it says of itself"},
		{name: "another version", mediaType: ociManifest, document: strings.Replace(image, `:2,`, `:1,`, 1), says: "schemaVersion"},
		{name: "no version", mediaType: ociManifest, document: strings.Replace(image, `"schemaVersion":2,`, ``, 1), says: "schemaVersion"},
		{name: "no config", mediaType: ociManifest, document: `{"schemaVersion":2,"layers":[]}`, says: "config"},
		{name: "no layers", mediaType: ociManifest, document: `{"schemaVersion":2,"config":` + one + `}`, says: `no "layers"`},
		{name: "layers that are no list", mediaType: ociManifest, document: `{"schemaVersion":2,"config":` + one + `,"layers":{}}`, says: "not a list"},
		{name: "a layer that is none", mediaType: ociManifest, document: `{"schemaVersion":2,"config":` + one + `,"layers":[null]}`, says: "layers[0]"},
		{name: "digest of another kind", mediaType: ociManifest, document: strings.Replace(image, "sha256:", "md5:", 1), says: "digest"},
		{name: "negative size", mediaType: ociManifest, document: strings.Replace(image, `"size":3`, `"size":-3`, 1), says: "size"},
		{name: "size with a point", mediaType: ociManifest, document: strings.Replace(image, `"size":3`, `"size":3.0`, 1), says: "size"},
		{name: "size as text", mediaType: ociManifest, document: strings.Replace(image, `"size":3`, `"size":"3"`, 1), says: "size"},
		{name: "no size", mediaType: ociManifest, document: strings.Replace(image, `,"size":3`, ``, 1), says: "size"},
		{name: "no type of a layer", mediaType: ociManifest, document: strings.Replace(image, `"mediaType":"`+ociLayer+`",`, ``, 1), says: "mediaType"},
		{name: "too many", mediaType: ociIndex, document: `{"schemaVersion":2,"manifests":[` + strings.Repeat("1,", maxDescriptors) + `1]}`, says: "at most 10000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, err := parseManifest(tt.mediaType, []byte(tt.document))
			if tt.says != "" {
				require.ErrorIs(t, err, entitlement.ErrInvalid)
				require.ErrorContains(t, err, tt.says)
				return
			}
			require.NoError(t, err)
			require.Equal(t, []int{tt.children, tt.config, tt.blobs}, []int{len(m.children), len(m.config), len(m.blobs)})
		})
	}
}

// FuzzParseManifest: what we let through, Go's own reader, which is that of the
// clients, reads the same way, whatever type it takes the document for.
func FuzzParseManifest(f *testing.F) {
	one := described(ociLayer, []byte("one"))
	for _, seed := range []string{
		`{"schemaVersion":2,"config":` + one + `,"layers":[` + one + `]}`, `{"schemaVersion":2,"manifests":[` + one + `]}`, `{"blobs":[]}`,
		`{"schemaVersion":2,"manifests":[],"Layers":[]}`, `{"schemaVersion":2,"layers":[],"layers":null}`, `[]`, `{"a":"\ud800"}`,
	} {
		for kind := range 3 {
			f.Add(kind, []byte(seed))
		}
	}
	f.Fuzz(func(t *testing.T, kind int, document []byte) {
		mediaType := []string{ociManifest, ociIndex, ociArtifact}[uint(kind)%3]
		m, err := parseManifest(mediaType, document)
		if err != nil {
			require.ErrorIs(t, err, entitlement.ErrInvalid)
			return
		}
		type loose struct {
			Digest entitlement.Digest
			Size   int64
		}
		var other struct {
			Manifests, Layers, Blobs []loose
			Config                   *loose
		}
		require.NoError(t, json.Unmarshal(document, &other))
		same := func(ours []descriptor, theirs []loose) {
			require.Len(t, theirs, len(ours))
			for i, d := range ours {
				require.Equal(t, loose{d.digest, d.size}, theirs[i])
			}
		}
		same(m.children, other.Manifests)
		same(m.blobs, append(other.Layers, other.Blobs...))
		if other.Config != nil {
			same(m.config, []loose{*other.Config})
		} else {
			require.Empty(t, m.config)
		}
	})
}
