package entitlement_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A fact is all that can be found out about one digest.
type fact struct {
	There     bool
	Size      int64
	MediaType string
	Manifest  []byte
	Root      bool
	Versions  []string
}

// facts are all that can be found out about contents.
type facts struct {
	Digests  map[entitlement.Digest]fact
	Tags     map[string][2]string // tag → version, digest
	Versions []string
	Listed   []string
}

func everything() entitlement.Holding {
	return entitlement.Holding{Grants: []entitlement.Grant{{Versions: entitlement.All()}}}
}

func factsOf(t *rapid.T, c *entitlement.Contents) facts {
	f := facts{Digests: map[entitlement.Digest]fact{}, Tags: map[string][2]string{}, Listed: everything().Over(c).Tags(noon)}
	for _, s := range digestPool(t) {
		e, there := c.Find(s.Digest)
		f.Digests[s.Digest] = fact{there, e.Size(), e.MediaType(), e.Manifest(), e.Root(), e.Versions()}
	}
	for _, v := range versionPool {
		if _, there := c.Revision(v); there {
			f.Versions = append(f.Versions, v)
		}
		for _, tag := range []string{entitlement.TagFor(v), "stable"} {
			if version, d, there := c.Tag(tag); there {
				f.Tags[tag] = [2]string{version, d.String()}
			} else {
				require.True(t, version == "" && d.IsZero())
			}
		}
	}
	return f
}

func TestContentsHoldWhatWasPinned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pins := drawPins(t)
		var none *entitlement.Contents
		got := factsOf(t, none.With(pins, nil))

		want := facts{Digests: map[entitlement.Digest]fact{}, Tags: map[string][2]string{}, Listed: got.Listed}
		for _, s := range digestPool(t) {
			var f fact
			for _, p := range pins {
				for _, item := range p.Closures[0].Items {
					if item.Digest == s.Digest {
						f = fact{true, s.Size, s.MediaType, s.Manifest, f.Root || item.Role == entitlement.RoleRoot, append(f.Versions, p.Version)}
					}
				}
			}
			want.Digests[s.Digest] = f
		}
		for _, p := range pins { // the last release of a tag is what it means
			for _, name := range (entitlement.Root{Tag: p.Tag}).Names(p.Version) {
				want.Tags[name] = [2]string{p.Version, p.Closures[0].Root.String()}
			}
		}
		for _, v := range versionPool {
			for _, p := range pins {
				if p.Version == v {
					want.Versions = append(want.Versions, v)
				}
			}
		}
		require.Equal(t, want, got)
		require.Len(t, got.Listed, len(want.Tags))
		for _, tag := range got.Listed {
			require.Contains(t, want.Tags, tag)
		}
	})
}

func TestContentsGrow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pins := drawPins(t)
		cut := rapid.IntRange(0, len(pins)).Draw(t, "cut")
		var none *entitlement.Contents
		old := none.With(pins[:cut], nil)
		before := factsOf(t, old)

		inTwo, inOne := old.With(pins[cut:], nil), none.With(pins, nil)
		require.Equal(t, factsOf(t, inOne), factsOf(t, inTwo), "several calls come to the same as one")
		oneByOne := new(entitlement.Contents)
		for _, p := range pins {
			oneByOne = oneByOne.With([]entitlement.Pinned{p}, nil)
		}
		require.Equal(t, factsOf(t, inOne), factsOf(t, oneByOne))
		require.Equal(t, before, factsOf(t, old), "the old value is left alone")

		other := old.With(drawPins(t), nil) // grown another way from the same
		_ = factsOf(t, other)
		require.Equal(t, factsOf(t, inOne), factsOf(t, inTwo), "two values grown from one share nothing that changes")

		again := inOne.With(drawPins(t), nil)
		for _, p := range pins {
			if p.Tag == "stable" {
				continue // it moves to the last release that has it
			}
			version, root, _ := again.Tag(p.Tag)
			require.Equal(t, p.Version, version)
			require.Equal(t, p.Closures[0].Root, root, "what is published never changes")
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
