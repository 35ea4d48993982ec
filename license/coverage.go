package license

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
)

// A coverage is a set of IP addresses. No range is larger than a patch of 4096
// addresses, so that each lies within one, and those are held apart.
type coverage struct {
	patches map[patchKey]patch
}

// A patchKey is what the addresses of a patch have in common; that of IPv4 is as in
// IPv6.
type patchKey struct{ high, low uint64 }

// A patch is the addresses of one: as a few blocks that do not overlap, or bit by
// bit.
type patch struct {
	few  [7]uint16 // by block
	n    uint16    // how many of few there are
	many *[patchSize / 64]uint64
}

const patchSize = 1 << maxHostBits

// A block within a patch is the number of its first address, and in the lowest
// four bits the logarithm of how many it has.
const exponent = 4

// add adds the addresses of a range, and says how many of them are new.
func (c *coverage) add(p netip.Prefix) int64 {
	a := p.Addr().As16()
	low := binary.BigEndian.Uint64(a[8:])
	key := patchKey{high: binary.BigEndian.Uint64(a[:8]), low: low >> maxHostBits}
	first, size := low%patchSize, p.Addr().BitLen()-p.Bits()
	if c.patches == nil {
		c.patches = map[patchKey]patch{}
	}
	held := c.patches[key]
	more := held.add(uint16(first)<<exponent | uint16(size))
	if more > 0 {
		c.patches[key] = held
	}
	return int64(more)
}

func (h *patch) add(block uint16) int {
	if h.many != nil {
		return h.mark(block)
	}
	more, kept := sizeOf(block), h.few
	n := 0
	for _, other := range h.few[:h.n] {
		switch {
		case holds(other, block):
			return 0
		case holds(block, other):
			more -= sizeOf(other)
		default:
			kept[n] = other
			n++
		}
	}
	if n == len(kept) {
		h.many = new([patchSize / 64]uint64)
		for _, other := range h.few {
			h.mark(other)
		}
		return h.mark(block)
	}
	kept[n] = block
	h.few, h.n = kept, uint16(n)+1
	return more
}

// mark sets the bits of a block, and says how many of them were not.
func (h *patch) mark(block uint16) (more int) {
	first, size := int(block>>exponent), sizeOf(block)
	for i := first; i < first+size; {
		word, bit := i/64, i%64
		wide := min(64-bit, first+size-i)
		mask := ^uint64(0) >> (64 - wide) << bit
		more += bits.OnesCount64(mask &^ h.many[word])
		h.many[word] |= mask
		i += wide
	}
	return more
}

func sizeOf(block uint16) int { return 1 << (block & (1<<exponent - 1)) }

// holds says whether one block is all of another, or more.
func holds(block, other uint16) bool {
	size := sizeOf(block)
	return size >= sizeOf(other) && int(other>>exponent)&^(size-1) == int(block>>exponent)
}
