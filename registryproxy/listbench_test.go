//go:build unix

package registryproxy

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// BenchmarkTagsList is the list of tags of a customer who holds 5 000 of 10 000, the
// whole of it. It is to take 5 ms or less.
func BenchmarkTagsList(b *testing.B) {
	var releases []entitlement.Pinned
	var held []string
	for i := range 10_000 {
		version := fmt.Sprintf("%d.%d.%d", i/1000, i/10%100, i%10)
		root := entitlement.SHA256([]byte(version))
		releases = append(releases, entitlement.Pinned{Version: version, Tag: version, Closures: []entitlement.Closure{{
			Root: root, Items: []entitlement.Item{{Digest: root, Role: entitlement.RoleRoot}},
		}}})
		if i%2 == 0 {
			held = append(held, version)
		}
	}
	var none *entitlement.Contents
	benchList(b, none.With(releases, nil), entitlement.Only(held...), "/v2/acme/app/tags/list")
}

// BenchmarkReferrers is the list of 1 000 signatures of an image. It is to take 5 ms
// or less.
func BenchmarkReferrers(b *testing.B) {
	subject := entitlement.SHA256([]byte("root"))
	release := entitlement.Pinned{Version: "1.4.2", Tag: "1.4.2", Closures: []entitlement.Closure{{
		Root: subject, Items: []entitlement.Item{{Digest: subject, Role: entitlement.RoleRoot}},
	}}}
	var signatures []entitlement.Referrer
	for i := range 1000 {
		root := entitlement.SHA256(fmt.Append(nil, i))
		signatures = append(signatures, entitlement.Referrer{Subject: subject, Closure: entitlement.Closure{
			Root: root, Subject: subject, ArtifactType: "application/vnd.dev.sigstore.bundle.v0.3+json",
			Annotations: map[string]string{"dev.sigstore.bundle.content": "dsse-envelope", "org.opencontainers.image.created": "2026-11-22T12:00:00Z"},
			Items:       []entitlement.Item{{Digest: root, Role: entitlement.RoleRoot, Size: 900, MediaType: ociManifest, Manifest: []byte("{}")}},
		}})
	}
	var none *entitlement.Contents
	contents := none.With([]entitlement.Pinned{release}, signatures)
	benchList(b, contents, entitlement.Only("1.4.2"), "/v2/acme/app/referrers/"+subject.String())
	benchList(b, contents, entitlement.Only("1.4.2"), "/v2/acme/app/referrers/"+subject.String()+"?artifactType=none")
}

// benchList asks for a list, over and over, as a customer whose holding is
// prepared.
func benchList(b *testing.B, contents *entitlement.Contents, held entitlement.Versions, path string) {
	b.Helper()
	gate, _, err := newBenchGate()
	require.NoError(b, err)
	gate.contents, gate.holding = contents, entitlement.Holding{Grants: []entitlement.Grant{{ID: "grt_1", Versions: held}}}.Over(contents)
	p, err := New(gate, Config{Vendor: acme, Upstream: Upstream{Registry: "upstream.invalid"}, PublicURL: "https://registry.acme.example"})
	require.NoError(b, err)
	token, err := p.sign(b.Context(), gate.who, []access{{"repository", string(app), []string{actionPull}}}, nil, p.config.Now())
	require.NoError(b, err)
	r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, path, nil)
	r.Header.Set("Authorization", "Bearer "+token)
	b.Run(path[len("/v2/acme/app/"):][:9], func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			w := httptest.NewRecorder()
			p.ServeHTTP(w, r)
			if w.Code != http.StatusOK {
				b.Fatal(w.Code, w.Body)
			}
		}
	})
}
