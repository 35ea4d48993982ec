package entitlement

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"slices"
)

// A table finds entries by their sha256. It is a map with one difference, which
// counts once a million digests are more than the processor's caches hold: a
// digest and its entry lie on one cache line, so that a look-up waits for memory
// once. A digest is as good as chance, so it is its own hash. Who seeks out
// digests that crowd together slows down the repository they are published in.
type table struct {
	slots []slot // the entry after a full one may be pushed on to the next, round the end
	used  int
}

type slot struct {
	sum   [sha256.Size]byte
	entry         // its set is 0 if the slot is free
	_     [8]byte // makes 64 bytes, a cache line
}

// find returns the entry of a digest, or nil.
func (t *table) find(sum *[sha256.Size]byte) *entry {
	if t.used == 0 {
		return nil
	}
	for i := t.home(sum); ; i = t.next(i) {
		switch s := &t.slots[i]; {
		case s.sum == *sum && s.set != 0:
			return &s.entry
		case s.set == 0:
			return nil
		}
	}
}

// add returns the entry of a digest, a new one if there is none. It is valid
// until the next call, and its set must be other than 0 by then.
func (t *table) add(sum *[sha256.Size]byte) *entry {
	if e := t.find(sum); e != nil {
		return e
	}
	if 3*t.used >= 2*len(t.slots) {
		t.grow()
	}
	s := t.free(sum)
	s.sum = *sum
	t.used++
	return &s.entry
}

// grow keeps between a third and five ninths of the slots free. Since homes are
// in the order of the digests, it reads and writes memory from front to back.
func (t *table) grow() {
	full := t.slots
	t.slots = make([]slot, max(16, len(full)*3/2))
	for i := range full {
		if full[i].set != 0 {
			*t.free(&full[i].sum) = full[i]
		}
	}
}

func (t *table) free(sum *[sha256.Size]byte) *slot {
	i := t.home(sum)
	for t.slots[i].set != 0 {
		i = t.next(i)
	}
	return &t.slots[i]
}

// home is where a digest lies unless the slot is taken: its first 64 bits,
// scaled to the number of slots.
func (t *table) home(sum *[sha256.Size]byte) int {
	i, _ := bits.Mul64(binary.BigEndian.Uint64(sum[:]), uint64(len(t.slots)))
	return int(i)
}

func (t *table) next(i int) int {
	if i++; i < len(t.slots) {
		return i
	}
	return 0
}

func (t *table) clone() table { return table{slices.Clone(t.slots), t.used} }
