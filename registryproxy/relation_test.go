package registryproxy

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

func TestRelation(t *testing.T) {
	t.Parallel()
	one := described(ociLayer, []byte("one"))
	image := `{"schemaVersion":2,"config":` + one + `,"layers":[],"subject":` + described(ociManifest, []byte("it")) + `,"artifactType":"a/b","annotations":{"k":"v","":""}}`
	it := entitlement.SHA256([]byte("it"))
	tests := []struct {
		name, mediaType, document string
		want                      relation
		says                      string
	}{
		{name: "signature", mediaType: ociManifest, document: image, want: relation{it, "a/b", map[string]string{"k": "v", "": ""}}},
		{name: "the type of its config", mediaType: ociManifest, document: strings.Replace(image, `"a/b"`, `""`, 1), want: relation{it, ociLayer, map[string]string{"k": "v", "": ""}}},
		{name: "nothing of it", mediaType: ociManifest, document: `{"schemaVersion":2,"config":` + one + `,"layers":[]}`, want: relation{artifactType: ociLayer}},
		{name: "index", mediaType: ociIndex, document: `{"schemaVersion":2,"manifests":[],"subject":` + described(ociManifest, []byte("it")) + `,"annotations":null}`, want: relation{subject: it}},
		{name: "of a draft", mediaType: ociArtifact, document: `{"blobs":[],"subject":` + described(ociManifest, []byte("it")) + `,"artifactType":"a/b"}`, want: relation{subject: it, artifactType: "a/b"}},
		{name: "Docker's", mediaType: dockerManifest, document: image},

		{name: "no subject", mediaType: ociManifest, document: strings.Replace(image, described(ociManifest, []byte("it")), "null", 1), says: "subject: it"},
		{name: "a subject without a size", mediaType: ociManifest, document: strings.Replace(image, `,"size":2`, "", 1), says: "subject: size"},
		{name: "a subject that is no digest", mediaType: ociManifest, document: strings.Replace(image, it.String(), "latest", 1), says: "subject: "},
		{name: "a subject in capitals", mediaType: ociManifest, document: strings.Replace(image, `"subject"`, `"Subject"`, 1), says: `"Subject"`},
		{name: "two subjects", mediaType: ociManifest, document: strings.Replace(image, `"artifactType":"a/b"`, `"subject":`+one, 1), says: `"subject" comes twice`},
		{name: "a type that is no text", mediaType: ociManifest, document: strings.Replace(image, `"a/b"`, `{}`, 1), says: "artifactType"},
		{name: "annotations that are a list", mediaType: ociManifest, document: strings.Replace(image, `{"k":"v","":""}`, `[]`, 1), says: "annotations"},
		{name: "an annotation that is a number", mediaType: ociManifest, document: strings.Replace(image, `"v"`, `1`, 1), says: "annotations"},
		{name: "an annotation that is nothing", mediaType: ociManifest, document: strings.Replace(image, `"v"`, `null`, 1), says: `the annotation "k"`},
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
			require.Equal(t, tt.want, m.relation)
		})
	}
}
