package entitlement_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

func TestContentsHoldWhatTheyWereGiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := drawSteps(t)
		require.Equal(t, modelOf(steps).facts(t), factsOf(t, build(t, nil, steps)))
	})
}

func TestContentsGrow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := drawSteps(t)
		cut := rapid.IntRange(0, len(steps)).Draw(t, "cut")
		old := build(t, nil, steps[:cut])
		before := factsOf(t, old)

		whole := build(t, old, steps[cut:])
		after := factsOf(t, whole)
		var none *entitlement.Contents
		require.Equal(t, factsOf(t, none.With(parted(steps))), after, "several calls come to the same as one")
		require.Equal(t, before, factsOf(t, old), "the old value is left alone")

		_ = build(t, old, drawSteps(t)) // grown another way from the same
		require.Equal(t, after, factsOf(t, whole), "two values grown from one share nothing that changes")
		require.Equal(t, after, factsOf(t, whole.With(nil, nil)))
		require.Equal(t, before, factsOf(t, old))

		again := factsOf(t, build(t, whole, steps))
		require.Equal(t, after.Tags, again.Tags, "what is there is passed over")
		require.Equal(t, after.Revisions, again.Revisions)
		for d, f := range after.Digests {
			require.Equal(t, f, again.Digests[d], "what came twice is listed once")
		}
	})
}

// However much room an old value has behind its end, two that grow from it do
// not write there over each other.
func TestContentsBranch(t *testing.T) {
	pin := func(name string) []entitlement.Pinned {
		d := entitlement.SHA256([]byte(name))
		return []entitlement.Pinned{{Version: name, Tag: name, Closures: []entitlement.Closure{{Root: d, Items: []entitlement.Item{
			{Digest: d, Role: entitlement.RoleRoot, Size: int64(len(name)), MediaType: "application/" + name, Manifest: []byte(name)},
		}}}}}
	}
	var old *entitlement.Contents
	for _, root := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i"} {
		left, right := old.With(pin(root+"-left"), nil), old.With(pin(root+"-right"), nil)
		for name, c := range map[string]*entitlement.Contents{root + "-left": left, root + "-right": right} {
			e, there := c.Find(entitlement.SHA256([]byte(name)))
			require.True(t, there)
			require.Equal(t, name, string(e.Manifest()))
			require.Equal(t, "application/"+name, e.MediaType())
			require.Equal(t, []string{name}, e.Versions())
		}
		old = old.With(pin(root), nil)
	}
}

func TestNoContents(t *testing.T) {
	for name, c := range map[string]*entitlement.Contents{"nil": nil, "zero": {}} {
		t.Run(name, func(t *testing.T) {
			e, there := c.Find(entitlement.SHA256(nil))
			require.False(t, there)
			require.Zero(t, e)
			require.Zero(t, fact{Size: e.Size(), MediaType: e.MediaType(), Manifest: e.Manifest(), Root: e.Root(), Versions: e.Versions()})
			_, there = c.Find(entitlement.Digest{})
			require.False(t, there)
			_, _, there = c.Tag("latest")
			require.False(t, there)
			_, there = c.Revision("1.0.0")
			require.False(t, there)
			_, there = c.Derived(signatureTag(entitlement.SHA256(nil)))
			require.False(t, there)
			require.Nil(t, c.Referrers(entitlement.SHA256(nil)))
			require.Zero(t, c.Attached())
			_, _, there = everything().Over(c).Resolve(noon, "latest")
			require.False(t, there)
			_, _, there = everything().Resolve(noon, "latest")
			require.False(t, there)
			require.Equal(t, []string{}, everything().Over(c).Tags(noon))
			require.False(t, everything().Over(c).DecideEntry(noon, e).Allowed)
		})
	}
}

// A walk gives each digest once, but nothing breaks if one comes twice, first
// as a blob and then as the manifest that it is.
func TestContentsOfADigestTwice(t *testing.T) {
	d := entitlement.SHA256([]byte("{}"))
	var none *entitlement.Contents
	c := none.With([]entitlement.Pinned{{Version: "1.0.0", Tag: "1.0.0", Closures: []entitlement.Closure{{Root: d, Items: []entitlement.Item{
		{Digest: d, Role: entitlement.RoleLayer, Size: 2, MediaType: "application/octet-stream"},
		{Digest: d, Role: entitlement.RoleRoot, Size: 2, MediaType: "application/vnd.oci.image.index.v1+json", Manifest: []byte("{}")},
	}}}}}, nil)
	e, there := c.Find(d)
	require.True(t, there)
	require.Equal(t, []string{"1.0.0"}, e.Versions())
	require.Equal(t, "application/vnd.oci.image.index.v1+json", e.MediaType())
	require.Equal(t, "{}", string(e.Manifest()))
	require.True(t, e.Root())
}

func TestClosure(t *testing.T) {
	c := entitlement.Closure{Items: []entitlement.Item{
		{Role: entitlement.RoleRoot, Size: 100, Manifest: []byte("{}")}, {Role: entitlement.RoleChild, Size: 20, Manifest: []byte{}},
		{Role: entitlement.RoleConfig, Size: 3}, {Role: entitlement.RoleLayer, Size: 4000}, {Role: entitlement.RoleLayer},
	}}
	require.Equal(t, 2, c.Manifests())
	require.Equal(t, 3, c.Blobs())
	require.EqualValues(t, 4123, c.Bytes())
	require.Zero(t, entitlement.Closure{}.Manifests())
}
