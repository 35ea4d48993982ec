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
// A million digests take about a hundred bytes each, so what repeats is kept
// once and numbered: releases, media types, and the sets of releases that share
// a layer.
type Contents struct {
	releases  []release
	ordinals  map[string]int // version → index into releases
	tags      map[string]tag
	sorted    []string // the tags' names
	entries   map[[sha256.Size]byte]entry
	long      map[Digest]entry // sha512, which is rare and twice as long
	manifests [][]byte
	media     []string
	sets      []releaseSet
}

type release struct {
	version  string
	semantic *semver.Version // nil if it is not a semantic version
}

type tag struct {
	digest  Digest
	ordinal int
}

type entry struct {
	size     int64
	set      uint32 // index into sets
	media    uint32 // index into media
	manifest uint32 // index into manifests plus one; 0: a blob
	root     bool
}

// An Entry is one digest of a repository's contents.
type Entry struct {
	Size      int64 // bytes
	MediaType string
	Manifest  []byte // the exact bytes of a manifest or index, only to be read; nil for a blob
	Root      bool   // a release begins here

	in  *Contents
	set uint32
}

// Versions are the releases that hold the entry, in the order in which they were
// published.
func (e Entry) Versions() []string {
	var versions []string
	if e.in != nil {
		for ordinal := range e.in.sets[e.set].each {
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
	e, found := c.lookup(d)
	if !found {
		return Entry{}, false
	}
	entry := Entry{Size: e.size, MediaType: c.media[e.media], Root: e.root, in: c, set: e.set}
	if e.manifest > 0 {
		entry.Manifest = c.manifests[e.manifest-1]
	}
	return entry, true
}

func (c *Contents) lookup(d Digest) (entry, bool) {
	if d.size == sha256.Size {
		e, found := c.entries[[sha256.Size]byte(d.sum[:])]
		return e, found
	}
	e, found := c.long[d]
	return e, found
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
	return &b.Contents
}
