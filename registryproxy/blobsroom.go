package registryproxy

import (
	"errors"
	"io/fs"
	"os"
)

// makeRoom takes blobs out of the index until so many bytes more have room, the
// one first that was not used for longest. ok is false, and nothing is taken, if
// there is no room all the same. The caller holds the lock, and removes the files
// when it has let go of it.
func (b *Blobs) makeRoom(bytes int64) (out []*keptBlob, ok bool) {
	if bytes > b.config.MaxBytes-b.reserved {
		return nil, false
	}
	for b.kept.Len() > 0 && b.bytes > b.config.MaxBytes-b.reserved-bytes {
		_, oldest, _ := b.kept.RemoveOldest()
		b.bytes -= oldest.size
		b.counted.Evicted++
		out = append(out, oldest)
	}
	return out, true
}

// remove removes the files of blobs that are not in the index any more. Who reads
// one reads on; where that forbids to remove it, it stays for now, as if it had
// just been used.
func (b *Blobs) remove(out []*keptBlob) {
	for _, k := range out {
		if err := os.Remove(b.path(k.digest)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			b.mu.Lock()
			b.add(k)
			b.counted.Evicted--
			b.mu.Unlock()
		}
	}
}
