package registryproxy

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// FuzzWalk walks a release whose manifests are whatever comes: a root that may
// name the other one, CHILD standing for its digest, and what a list says refers
// to the root. Nothing panics, and what is found has the digest that it is found
// by, each once.
func FuzzWalk(f *testing.F) {
	const digest = "CHILD"
	f.Add(ociIndex, `{"schemaVersion":2,"manifests":[{"mediaType":"`+ociManifest+`","digest":"CHILD","size":2}]}`, ociManifest, `{}`, `{"schemaVersion":2,"manifests":[]}`)
	f.Add(ociManifest, `{"schemaVersion":2,"config":{"mediaType":"a/b","digest":"CHILD","size":2},"layers":[]}`, ociIndex, `{}`, `{"manifests":[{"digest":"CHILD"}]}`)
	f.Add(dockerList, `{"schemaVersion":2,"manifests":null}`, dockerManifest, `[]`, `null`)
	f.Fuzz(func(t *testing.T, rootType, root, childType, child, list string) {
		l := library{}
		of := entitlement.SHA256([]byte(child)).String()
		root = strings.ReplaceAll(root, digest, of)
		l.blob(child)
		l.manifest(childType, child)
		l.tag(l.manifest(rootType, root))
		l["/v2/acme/app/referrers/"+entitlement.SHA256([]byte(root)).String()] = book{ociIndex, []byte(strings.ReplaceAll(list, digest, of)), -1, ""}
		w, err := NewWalker(WalkerConfig{Upstream: Upstream{Registry: "http://registry.example", Transport: l}})
		require.NoError(t, err)
		closure, err := w.Walk(t.Context(), entitlement.Origin{}, app, "1")
		if err != nil {
			return
		}
		requireSound(t, closure)
		found, err := w.Referrers(t.Context(), entitlement.Origin{}, app, closure)
		if err != nil {
			return
		}
		for _, r := range found {
			requireSound(t, r.Closure)
		}
	})
}

func requireSound(t *testing.T, c entitlement.Closure) {
	t.Helper()
	require.Equal(t, c.Root, c.Items[0].Digest)
	seen := map[entitlement.Digest]bool{}
	for _, item := range c.Items {
		require.False(t, seen[item.Digest])
		seen[item.Digest] = true
		if item.Manifest != nil {
			require.True(t, item.Digest.Verify(item.Manifest))
			require.EqualValues(t, len(item.Manifest), item.Size)
		}
	}
}
