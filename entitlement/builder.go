package entitlement

import (
	"cmp"
	"crypto/sha256"
	"maps"
	"slices"
	"strings"
)

// A builder is Contents in the making: a copy that may be changed, and what is
// needed to number things that repeat.
type builder struct {
	Contents
	mediaIndex map[string]uint32
	// grown says which set a set has become by the release being added, so
	// that the layers that were shared before share one set afterwards.
	grown    map[uint32]uint32
	unsorted bool // what is kept in an order is to be sorted again
}

func newBuilder(c *Contents) *builder {
	if c == nil {
		c = &Contents{}
	}
	b := &builder{mediaIndex: make(map[string]uint32, len(c.media))}
	b.Contents = Contents{
		releases: slices.Clone(c.releases), every: c.every, ordinals: cloned(c.ordinals), order: slices.Clone(c.order),
		tags: cloned(c.tags), sorted: c.sorted, entries: c.entries.clone(), long: make(map[Digest]*entry, len(c.long)),
		manifests: slices.Clip(c.manifests), media: slices.Clip(c.media), sets: slices.Clip(c.sets),
		referrers: slices.Clip(c.referrers), listed: c.listed, derived: c.derived,
	}
	if len(b.sets) == 0 {
		b.sets = []releaseSet{{}}
	}
	for d, e := range c.long {
		own := *e
		b.long[d] = &own
	}
	for i, m := range c.media {
		b.mediaIndex[m] = uint32(i)
	}
	return b
}

func cloned[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return map[K]V{}
	}
	return maps.Clone(m)
}

// add puts a release in, or moves one that is there. The entries get their
// ordinals here, and what refers to them is settled afterwards.
func (b *builder) add(p Pinned) {
	ordinal, there := b.ordinals[p.Version]
	if len(p.Closures) == 0 || there && b.releases[ordinal].revision >= p.Revision {
		return
	}
	if !there {
		ordinal = len(b.releases)
		b.releases = append(b.releases, release{version: p.Version, semantic: semantic(p.Version)})
		b.ordinals[p.Version], b.every, b.unsorted = ordinal, b.every.with(ordinal), true
		if b.releases[ordinal].semantic != nil {
			b.order = append(b.order, ordinal)
		}
	}
	root := p.Closures[len(p.Closures)-1].Root
	b.releases[ordinal].root, b.releases[ordinal].revision = root, p.Revision
	for _, name := range (Root{Tag: p.Tag}).Names(p.Version) {
		// A version that moves takes no tag back from a later one, or what
		// a tag means would hang on the order of calls.
		if t, taken := b.tags[name]; !taken || t.ordinal <= ordinal {
			b.tags[name] = tag{root, ordinal}
			b.unsorted = b.unsorted || !taken || t.ordinal != ordinal
		}
	}
	b.grown = map[uint32]uint32{}
	for _, closure := range p.Closures {
		for _, item := range closure.Items {
			e := b.put(item)
			e.set = b.grow(e.set, ordinal)
			e.root = e.root || item.Role == RoleRoot
			e.part = e.part || item.Manifest != nil
		}
	}
}

// put returns the entry of an item, a new one if there is none. It is valid until
// the next call, and its set must be other than 0 by then.
func (b *builder) put(item Item) *entry {
	e := b.entry(item.Digest)
	if e.set == 0 {
		e.size, e.media = item.Size, b.number(item.MediaType)
	}
	if e.manifest == 0 && item.Manifest != nil {
		b.manifests = append(b.manifests, item.Manifest)
		e.manifest, e.media = uint32(len(b.manifests)), b.number(item.MediaType)
	}
	return e
}

// entry is that of a digest, a new one if there is none.
func (b *builder) entry(d Digest) *entry {
	if d.size == sha256.Size {
		return b.entries.add((*[sha256.Size]byte)(d.sum[:]))
	}
	if b.long[d] == nil {
		b.long[d] = &entry{}
	}
	return b.long[d]
}

func (b *builder) number(mediaType string) uint32 {
	i, known := b.mediaIndex[mediaType]
	if !known {
		i = uint32(len(b.media))
		b.media, b.mediaIndex[mediaType] = append(b.media, mediaType), i
	}
	return i
}

func (b *builder) grow(set uint32, ordinal int) uint32 {
	if next, known := b.grown[set]; known {
		return next
	}
	if b.sets[set].has(ordinal) {
		return set
	}
	next := uint32(len(b.sets))
	b.sets = append(b.sets, b.sets[set].with(ordinal))
	b.grown[set] = next
	return next
}

// sort makes what is kept in an order: the tags by name, and the semantic
// versions by precedence (semver.org §11), spellings of the same one by when they
// were published, the last first.
func (b *builder) sort() {
	if !b.unsorted {
		return
	}
	b.sorted = make([]named, 0, len(b.tags))
	for name, t := range b.tags {
		b.sorted = append(b.sorted, named{name, t.ordinal})
	}
	slices.SortFunc(b.sorted, func(x, y named) int { return strings.Compare(x.tag, y.tag) })
	slices.SortFunc(b.order, func(x, y int) int {
		return cmp.Or(b.releases[y].semantic.Compare(b.releases[x].semantic), cmp.Compare(y, x))
	})
}
