package registryproxy

import (
	"errors"
	"syscall"
	"time"
)

// pauseKeeping is how long nothing is kept after the disk failed.
const pauseKeeping = time.Minute

// finish is the end of a fill.
func (b *Blobs) finish(f *fill, err error) {
	now := b.config.Now()
	b.mu.Lock()
	if b.fills[f.digest] == f {
		delete(b.fills, f.digest)
	}
	b.reserved -= f.size
	var out []*keptBlob
	complain, recovered := false, false
	switch {
	case err == nil:
		b.counted.Filled++
		b.add(&keptBlob{f.digest, f.size, now})
		recovered, b.ailing = b.ailing, false
	case errors.Is(err, errNotKept):
		complain, b.ailing = !b.ailing, true
		b.pause = now.Add(pauseKeeping)
		if errors.Is(err, syscall.ENOSPC) { // less has room than MaxBytes says
			out, _ = b.makeRoom(b.config.MaxBytes - b.reserved - max(b.bytes-f.size, 0))
		}
		fallthrough
	default:
		b.counted.Failed++
	}
	b.mu.Unlock()
	b.remove(out)
	f.show(func() { f.err = err })
	switch {
	case complain:
		b.config.Log.Error("registry proxy: blobs: they cannot be kept and go through; tried again every minute", "error", err)
	case recovered:
		b.config.Log.Info("registry proxy: blobs: they are kept again")
	case errors.Is(err, errWrongBytes):
		b.config.Log.Error("registry proxy: blobs: a blob is not what it should be and was not kept", "blob", f.digest.String(), "error", err)
	}
}
