package entitlement_test

import (
	"maps"
	"slices"

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
	Referrers []entitlement.Descriptor
	Signature entitlement.Digest // what its derived tag names
}

// facts are all that can be found out about contents.
type facts struct {
	Digests   map[entitlement.Digest]fact
	Tags      map[string][2]string // tag → version, digest
	Revisions map[string]int
	Aliases   map[string]string // what they mean to who holds everything
	Listed    []string
	Attached  int
}

func everything() entitlement.Holding {
	return entitlement.Holding{Grants: []entitlement.Grant{{Versions: entitlement.All()}}}
}

func factsOf(t *rapid.T, c *entitlement.Contents) facts {
	f := facts{
		Digests: map[entitlement.Digest]fact{}, Tags: map[string][2]string{}, Revisions: map[string]int{},
		Aliases: map[string]string{}, Listed: everything().Over(c).Tags(noon), Attached: c.Attached(),
	}
	for _, s := range digestPool(t) {
		e, there := c.Find(s.Digest)
		signature, _ := c.Derived(signatureTag(s.Digest))
		f.Digests[s.Digest] = fact{there, e.Size(), e.MediaType(), e.Manifest(), e.Root(), e.Versions(), c.Referrers(s.Digest), signature}
	}
	for _, tag := range aliasPool {
		f.Aliases[tag], _, _ = everything().Over(c).Resolve(noon, tag)
	}
	for _, v := range versionPool {
		if revision, there := c.Revision(v); there {
			f.Revisions[v] = revision
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

// facts are those that contents made of the steps should give.
func (m model) facts(t *rapid.T) facts {
	f := facts{
		Digests: map[entitlement.Digest]fact{}, Tags: map[string][2]string{}, Revisions: map[string]int{},
		Aliases: map[string]string{}, Listed: slices.AppendSeq([]string{}, maps.Keys(m.tags())), Attached: len(m.referrers),
	}
	slices.Sort(f.Listed)
	for _, s := range digestPool(t) {
		var of fact
		for _, v := range m.versions {
			if m.has(v)[s.Digest] {
				of.Versions = append(of.Versions, v)
			}
		}
		if of.Versions != nil { // else it is not to be found, whatever refers to it
			of.There, of.Size, of.MediaType, of.Manifest, of.Root = true, s.Size, s.MediaType, s.Manifest, m.begins(s.Digest)
			of.Referrers, of.Signature = m.referring(s.Digest)
		}
		f.Digests[s.Digest] = of
	}
	for _, tag := range aliasPool {
		f.Aliases[tag] = meant(tag, m.versions)
		if own, published := m.tags()[tag]; published {
			f.Aliases[tag] = own.Version
		}
	}
	for name, p := range m.tags() {
		f.Tags[name] = [2]string{p.Version, rootOf(p).String()}
	}
	for v, p := range m.now {
		f.Revisions[v] = p.Revision
	}
	return f
}

func (m model) referring(to entitlement.Digest) (listed []entitlement.Descriptor, signature entitlement.Digest) {
	for _, r := range m.referrers {
		root := r.Closure.Items[0]
		known := slices.ContainsFunc(listed, func(d entitlement.Descriptor) bool { return d.Digest == root.Digest })
		switch {
		case r.Subject != to:
		case r.Tag != "":
			signature = root.Digest
		case !known:
			listed = append(listed, entitlement.Descriptor{
				MediaType: root.MediaType, Digest: root.Digest, Size: root.Size, ArtifactType: r.Closure.ArtifactType,
			})
		}
	}
	return listed, signature
}
