package entitlement

import (
	"crypto/sha256"
	"maps"
	"slices"
)

// A builder is Contents in the making: a copy that may be changed, and what is
// needed to number things that repeat.
type builder struct {
	Contents
	mediaIndex map[string]uint32
	// grown says which set a set has become by the release being added, so
	// that the layers that were shared before share one set afterwards.
	grown map[uint32]uint32
}

func newBuilder(c *Contents) *builder {
	if c == nil {
		c = &Contents{}
	}
	b := &builder{mediaIndex: make(map[string]uint32, len(c.media))}
	b.Contents = Contents{
		releases: slices.Clip(c.releases), every: c.every, ordinals: cloned(c.ordinals), tags: cloned(c.tags),
		entries: c.entries.clone(), long: make(map[Digest]*entry, len(c.long)),
		manifests: slices.Clip(c.manifests), media: slices.Clip(c.media), sets: slices.Clip(c.sets),
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

func (b *builder) add(p Pinned) {
	ordinal := len(b.releases)
	b.releases = append(b.releases, release{p.Version, semantic(p.Version)})
	b.ordinals[p.Version], b.every = ordinal, b.every.with(ordinal)
	for _, name := range (Root{Tag: p.Tag}).Names(p.Version) {
		b.tags[name] = tag{p.Closure.Root, ordinal}
	}
	b.grown = map[uint32]uint32{}
	for _, item := range p.Closure.Items {
		e := b.entry(item.Digest)
		if e.set == 0 {
			e.size, e.media = item.Size, b.number(item.MediaType)
		}
		if e.manifest == 0 && item.Manifest != nil {
			b.manifests = append(b.manifests, item.Manifest)
			e.manifest, e.media = uint32(len(b.manifests)), b.number(item.MediaType)
		}
		e.set = b.grow(e.set, ordinal)
		e.root = e.root || item.Role == RoleRoot
	}
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
	next := uint32(len(b.sets))
	b.sets = append(b.sets, b.sets[set].with(ordinal))
	b.grown[set] = next
	return next
}
