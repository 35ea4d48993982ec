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

// noSet stands for the set of content that is in no release yet.
const noSet = ^uint32(0)

func newBuilder(c *Contents) *builder {
	if c == nil {
		c = &Contents{}
	}
	b := &builder{mediaIndex: make(map[string]uint32, len(c.media))}
	b.Contents = Contents{
		releases: slices.Clip(c.releases), ordinals: cloned(c.ordinals), tags: cloned(c.tags),
		entries: cloned(c.entries), long: cloned(c.long),
		manifests: slices.Clip(c.manifests), media: slices.Clip(c.media), sets: slices.Clip(c.sets),
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
	b.ordinals[p.Version] = ordinal
	b.tags[p.Tag] = tag{p.Closure.Root, ordinal}
	b.grown = map[uint32]uint32{}
	for _, item := range p.Closure.Items {
		e, there := b.lookup(item.Digest)
		if !there {
			e = entry{size: item.Size, set: noSet, media: b.number(item.MediaType)}
		}
		if e.manifest == 0 && item.Manifest != nil {
			b.manifests = append(b.manifests, item.Manifest)
			e.manifest, e.media = uint32(len(b.manifests)), b.number(item.MediaType)
		}
		e.set = b.grow(e.set, ordinal)
		e.root = e.root || item.Role == RoleRoot
		b.put(item.Digest, e)
	}
}

func (b *builder) put(d Digest, e entry) {
	if d.size == sha256.Size {
		b.entries[[sha256.Size]byte(d.sum[:])] = e
	} else {
		b.long[d] = e
	}
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
	next, known := b.grown[set]
	if !known {
		var old releaseSet
		if set != noSet {
			old = b.sets[set]
			if old.has(ordinal) {
				return set
			}
		}
		next = uint32(len(b.sets))
		b.sets = append(b.sets, old.with(ordinal))
		b.grown[set] = next
	}
	return next
}
