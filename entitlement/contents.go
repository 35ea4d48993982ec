package entitlement

import (
	"crypto/sha256"
	"maps"
	"slices"

	"github.com/Masterminds/semver/v3"
)

// Contents is what the releases of one repository consist of: tag → digest,
// digest → the releases that hold it. It is never changed; [Contents.With] makes
// a new one. A nil *Contents is an empty repository.
//
// A million digests take a hundred to a hundred and fifty bytes each, so what
// repeats is kept once and numbered: releases, media types, and the sets of
// releases that share a layer.
type Contents struct {
	releases  []release
	every     releaseSet     // all of them
	ordinals  map[string]int // version → index into releases
	tags      map[string]tag
	sorted    []string // the tags' names
	entries   table
	long      map[Digest]*entry // sha512, which is rare and twice as long
	manifests [][]byte
	media     []string
	sets      []releaseSet // the first is the empty one
}

type release struct {
	version  string
	semantic *semver.Version // nil if it is not a semantic version
}

type tag struct {
	digest  Digest
	ordinal int
}

// An entry has no pointers, so that the garbage collector passes a million of
// them over.
type entry struct {
	size     int64
	set      uint32 // index into sets; 0 in an entry that is not there yet
	media    uint32 // index into media
	manifest uint32 // index into manifests plus one; 0: a blob
	root     bool
}

// An Entry is one digest of a repository's contents. It reads from them when it
// is asked, so it is as cheap to hand around as a pointer. The zero value is
// content that is not there.
type Entry struct {
	in *Contents
	at *entry
}

// Size is how many bytes the content has.
func (e Entry) Size() int64 {
	if e.in == nil {
		return 0
	}
	return e.at.size
}

// MediaType is what the content is.
func (e Entry) MediaType() string {
	if e.in == nil {
		return ""
	}
	return e.in.media[e.at.media]
}

// Manifest is the exact bytes of a manifest or index, only to be read; nil for a
// blob.
func (e Entry) Manifest() []byte {
	if e.in == nil || e.at.manifest == 0 {
		return nil
	}
	return e.in.manifests[e.at.manifest-1]
}

// Root says whether a release begins here.
func (e Entry) Root() bool { return e.in != nil && e.at.root }

// Versions are the releases that hold the entry, in the order in which they were
// published.
func (e Entry) Versions() []string {
	var versions []string
	if e.in != nil {
		for ordinal := range e.in.sets[e.at.set].each {
			versions = append(versions, e.in.releases[ordinal].version)
		}
	}
	return versions
}

// Find looks a digest up.
func (c *Contents) Find(d Digest) (Entry, bool) {
	if c == nil {
		return Entry{}, false
	}
	var at *entry
	if d.size == sha256.Size {
		at = c.entries.find((*[sha256.Size]byte)(d.sum[:]))
	} else {
		at = c.long[d]
	}
	if at == nil {
		return Entry{}, false
	}
	return Entry{in: c, at: at}, true
}

// Tag looks a tag up: the version it belongs to, and the digest that it meant
// when that version was published.
func (c *Contents) Tag(name string) (version string, d Digest, found bool) {
	if c == nil {
		return "", Digest{}, false
	}
	t, found := c.tags[name]
	if !found {
		return "", Digest{}, false
	}
	return c.releases[t.ordinal].version, t.digest, true
}

// Has says whether a release of that version is in the contents.
func (c *Contents) Has(version string) bool {
	if c == nil {
		return false
	}
	_, found := c.ordinals[version]
	return found
}

// A Pinned is one release as it is in one repository.
type Pinned struct {
	Version string
	Tag     string
	Closure Closure
}

// With returns the contents and some more releases. One call with many releases
// is much cheaper than many calls. A version that is there already is passed
// over: what is published never changes.
func (c *Contents) With(releases ...Pinned) *Contents {
	b := newBuilder(c)
	for _, p := range releases {
		if _, there := b.ordinals[p.Version]; !there {
			b.add(p)
		}
	}
	b.sorted = slices.Sorted(maps.Keys(b.tags))
	next := b.Contents // without what was needed to make it
	return &next
}
