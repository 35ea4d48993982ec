package registryproxy

import (
	"hash"
	"sync"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// hashedBehind is how many pieces of a blob may wait to be hashed, which is what
// takes longest of a fill: with one piece at a time, the upstream and the disk
// would stand still meanwhile. More are no faster; each is [bufferSize] of memory.
const hashedBehind = 7

// An unhashed piece of a blob is a buffer, and how many bytes of it there are.
type unhashed struct {
	buffer *[bufferSize]byte
	bytes  int
}

// A hashing finds out whether a blob is that of its digest, beside who fetches it.
type hashing struct {
	digest  entitlement.Digest
	hash    hash.Hash
	buffers *sync.Pool
	pieces  chan unhashed
	done    chan struct{}
}

// startHashing begins one. It ends with [hashing.end].
func (b *Blobs) startHashing(d entitlement.Digest) *hashing {
	h := &hashing{d, newHash(d), &b.buffers, make(chan unhashed, hashedBehind), make(chan struct{})}
	b.running.Go(func() {
		defer close(h.done)
		for p := range h.pieces {
			_, _ = h.hash.Write(p.buffer[:p.bytes]) // never fails
			h.buffers.Put(p.buffer)
		}
	})
	return h
}

// add gives a piece away. It waits while others lie before it.
func (h *hashing) add(p unhashed) { h.pieces <- p }

// end is when there are no more pieces. It says whether the blob is right.
func (h *hashing) end() bool {
	close(h.pieces)
	<-h.done
	return sums(h.hash, h.digest)
}
