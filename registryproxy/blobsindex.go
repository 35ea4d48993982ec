package registryproxy

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// maxBlobs is how many blobs are kept: as many as there is room for.
const maxBlobs = math.MaxInt

// noteUse is how often it is noted on disk that a blob is used, as the time at
// which its file was changed: by that, a store that is opened again knows which
// ones are old.
const noteUse = time.Hour

// A keptBlob is what is known of a blob that is kept.
type keptBlob struct {
	digest entitlement.Digest
	size   int64
	noted  time.Time // when it was last used, as its file says
}

// read finds out what lies in the folder, the oldest first.
func (b *Blobs) read() error {
	if err := b.sweep(); err != nil {
		return err
	}
	var all []*keptBlob
	for _, algorithm := range []string{"sha256", "sha512"} {
		folder := filepath.Join(b.config.Folder, algorithm)
		parts, err := os.ReadDir(folder)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		for _, part := range parts {
			files, err := os.ReadDir(filepath.Join(folder, part.Name()))
			if err != nil {
				return err
			}
			for _, file := range files {
				digest, err := entitlement.ParseDigest(algorithm + ":" + file.Name())
				if err != nil || part.Name() != file.Name()[:2] {
					continue // somebody else's
				}
				if info, err := file.Info(); err == nil && info.Mode().IsRegular() { // else it has gone meanwhile
					all = append(all, &keptBlob{digest, info.Size(), info.ModTime()})
				}
			}
		}
	}
	slices.SortFunc(all, func(x, y *keptBlob) int { return x.noted.Compare(y.noted) })
	for _, k := range all {
		b.add(k)
	}
	out, _ := b.makeRoom(0)
	b.remove(out)
	return nil
}

// open opens a blob that is kept, of the size that was published. It is nil if
// there is none. The folder is asked, and not the index, since another process may
// have kept the blob, or have removed it.
func (b *Blobs) open(d entitlement.Digest, size int64) *os.File {
	known := b.known(d)
	file, err := os.Open(b.path(d))
	if errors.Is(err, fs.ErrNotExist) {
		b.forget(known)
	}
	if err != nil {
		return nil
	}
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() != size {
		b.config.Log.Error("registry proxy: blobs: a file is damaged and is removed", "blob", d.String(), "error", err)
		_ = file.Close() // it was only read
		b.forget(known)
		_ = os.Remove(b.path(d)) // if that fails, the same is tried again
		return nil
	}
	b.used(d, size)
	return file
}

// used notes that a blob was used.
func (b *Blobs) used(d entitlement.Digest, size int64) {
	now := b.config.Now()
	b.mu.Lock()
	b.counted.Served++
	k, known := b.kept.Get(d)
	if !known {
		k = &keptBlob{digest: d, size: size}
		b.add(k)
	}
	age := now.Sub(k.noted)
	stale := age >= noteUse || age < 0 // a clock may have been set back
	if stale {
		k.noted = now
	}
	out, _ := b.makeRoom(0)
	b.mu.Unlock()
	if stale {
		_ = os.Chtimes(b.path(d), now, now) // without it the blob is taken for older than it is
	}
	b.remove(out)
}

// add puts a blob into the index, as the one that was used last. The caller holds
// the lock.
func (b *Blobs) add(k *keptBlob) {
	if old, known := b.kept.Peek(k.digest); known {
		b.bytes -= old.size
	}
	b.kept.Add(k.digest, k)
	b.bytes += k.size
}

// known is what the index says of a blob, nil if it is not in it.
func (b *Blobs) known(d entitlement.Digest) *keptBlob {
	b.mu.Lock()
	defer b.mu.Unlock()
	k, _ := b.kept.Peek(d)
	return k
}

// forget takes a blob out of the index whose file was not there. One that was kept
// meanwhile is another.
func (b *Blobs) forget(k *keptBlob) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if k == nil {
		return
	}
	if now, _ := b.kept.Peek(k.digest); now == k {
		b.kept.Remove(k.digest)
		b.bytes -= k.size
	}
}
