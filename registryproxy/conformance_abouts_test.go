package registryproxy

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// abouts are what refers to acme/app:1.4.2.
type abouts struct {
	subject, tag string            // its digest, and the tag of the list that clients keep
	all          map[string]refers // by their digests
	sbom         string            // has a type of its own
	signature    string            // has that of its config
	index        string            // is an index, and has none
	many         string            // another digest, to which more refers than one answer holds
}

const (
	sbomType      = "text/spdx"
	signatureType = "application/vnd.acme.config+json" // as image has it
)

// refers is a descriptor in a list of referrers, as it came.
type refers struct {
	MediaType    string            `json:"mediaType"`
	Digest       string            `json:"digest"`
	Size         int64             `json:"size"`
	ArtifactType string            `json:"artifactType,omitempty"`
	Annotations  map[string]string `json:"annotations,omitempty"`
}

// attach pushes what refers to acme/app:1.4.2, and keeps the list of it as clients
// do where the registry keeps none. Then it belongs to the release.
func (a *asker) attach(t *testing.T, another entitlement.Closure) (of abouts) {
	t.Helper()
	raw, err := a.stock.index.RawManifest()
	require.NoError(t, err)
	subject := entitlement.SHA256(raw)
	subjectField := `"subject":` + described(ociIndex, raw)
	of = abouts{subject: subject.String(), tag: entitlement.FallbackTag(subject), all: map[string]refers{}, many: another.Root.String()}
	add := func(manifest, mediaType, artifactType string, annotations map[string]string) string {
		digest := entitlement.SHA256([]byte(manifest)).String()
		resp, body := a.put(digest, mediaType, manifest)
		require.Equal(t, http.StatusCreated, resp.StatusCode, body)
		of.all[digest] = refers{mediaType, digest, int64(len(manifest)), artifactType, annotations}
		return digest
	}
	of.sbom = add(a.image("sbom", `"artifactType":"`+sbomType+`"`, subjectField, `"annotations":{"by":"acme"}`), ociManifest, sbomType, map[string]string{"by": "acme"})
	of.signature = add(a.image("signature", subjectField), ociManifest, signatureType, nil)
	of.index = add(fmt.Sprintf(`{"schemaVersion":2,"mediaType":%q,%s,"manifests":[],"annotations":{"of":"an index"}}`, ociIndex, subjectField), ociIndex, "", map[string]string{"of": "an index"})
	list, err := json.Marshal(map[string]any{"schemaVersion": 2, "mediaType": ociIndex, "manifests": slices.Collect(maps.Values(of.all))})
	require.NoError(t, err)
	resp, body := a.put(of.tag, ociIndex, string(list))
	require.Equal(t, http.StatusCreated, resp.StatusCode, body)

	walker := a.stock.walker(t)
	release, err := walker.Walk(t.Context(), entitlement.Origin{}, app, of.subject)
	require.NoError(t, err)
	found, err := walker.Referrers(t.Context(), entitlement.Origin{}, app, release)
	require.NoError(t, err)
	for i := range 2 {
		root := entitlement.Item{Digest: entitlement.SHA256([]byte{byte(i)}), Role: entitlement.RoleRoot, Size: 1, MediaType: ociManifest, Manifest: []byte{byte(i)}}
		closure := entitlement.Closure{Root: root.Digest, Items: []entitlement.Item{root}, Subject: another.Root, Annotations: map[string]string{"a": halfAPage()}}
		found = append(found, entitlement.Referrer{Subject: another.Root, Closure: closure})
	}
	a.gate.change(func(g *testGate) { g.contents[app] = g.contents[app].With(nil, found) })
	return of
}

// halfAPage is so much that two of it are too much for one answer.
func halfAPage() string { return strings.Repeat("x", maxReferrers/2) }
