package entitlement

import (
	"crypto/sha256"

	"github.com/Masterminds/semver/v3"
)

// Contents is what the releases of one repository consist of, and what refers to
// that: tag → digest, digest → the releases that hold it. It is never changed;
// [Contents.With] makes a new one. A nil *Contents is an empty repository.
//
// A million digests take a hundred to a hundred and fifty bytes each, so what
// repeats is kept once and numbered: releases, media types, and the sets of
// releases that share a layer.
type Contents struct {
	releases  []release
	every     releaseSet     // all of them
	ordinals  map[string]int // version → index into releases
	order     []int          // the ordinals of semantic versions, the highest first
	tags      map[string]tag
	sorted    []named // the tags
	entries   table
	long      map[Digest]*entry // sha512, which is rare and twice as long
	manifests [][]byte
	media     []string
	sets      []releaseSet // the first is the empty one

	referrers []Referrer              // all, as they came
	listed    map[Digest][]Descriptor // subject → what names it
	derived   map[string]derived
}

type release struct {
	version  string
	semantic *semver.Version // nil if it is not a semantic version
	root     Digest          // where it begins now
	revision int
}

type tag struct {
	digest  Digest
	ordinal int
}

type named struct {
	tag     string
	ordinal int
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

// Tag looks a release's tag up: the version it belongs to, and the digest that it
// meant when that version was published or, if it follows the tag, last moved. A
// tag from which several versions were published belongs to the last one.
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

// Versions lists the releases in the order in which they were put in, which is
// that of publishing.
func (c *Contents) Versions() []string {
	if c == nil {
		return nil
	}
	versions := make([]string, len(c.releases))
	for i, r := range c.releases {
		versions[i] = r.version
	}
	return versions
}

// Revision says how often the release of that version had moved when it was put
// into the contents, and whether it is there.
func (c *Contents) Revision(version string) (revision int, found bool) {
	if c == nil {
		return 0, false
	}
	ordinal, found := c.ordinals[version]
	if !found {
		return 0, false
	}
	return c.releases[ordinal].revision, true
}

// A Pinned is one release as it is in one repository.
type Pinned struct {
	Version  string
	Tag      string
	Revision int
	// Closures are what it was published as first, what it is now last. All of
	// them are part of the version; its tags mean the root of the last.
	Closures []Closure
}

// With returns the contents and some more releases and referrers. One call with
// many is much cheaper than many calls.
//
// A version that is there with the same or a higher revision is passed over; one
// with a lower revision moves: it gets the new closures too. A release without
// a closure is passed over as well. Referrers are added to those that are there;
// the content of one whose subject is unknown is not to be found until a release
// or another referrer brings the subject along.
func (c *Contents) With(releases []Pinned, referrers []Referrer) *Contents {
	b := newBuilder(c)
	for _, p := range releases {
		b.add(p)
	}
	b.sort()
	b.attach(referrers)
	b.settle()
	next := b.Contents // without what was needed to make it
	return &next
}
