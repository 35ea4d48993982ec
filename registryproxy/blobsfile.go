package registryproxy

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/durable"
)

// fillingFolder is where blobs lie that are on their way. The others lie in
// folders of their algorithm and of the first byte of their hash: sha256/9f/9f86….
const fillingFolder = "filling"

// path is where a blob lies once it is kept.
func (b *Blobs) path(d entitlement.Digest) string {
	hash := strings.TrimPrefix(d.String(), d.Algorithm()+":")
	return filepath.Join(b.config.Folder, d.Algorithm(), hash[:2], hash)
}

// create makes the file of a blob that is on its way. It is locked, which tells it
// from one that a crash has left.
func (b *Blobs) create() (*os.File, error) {
	file, err := os.CreateTemp(filepath.Join(b.config.Folder, fillingFolder), "blob-")
	if err == nil {
		lockFilling(file)
	}
	return file, err
}

// sweep removes what a crash has left of blobs that were on their way.
func (b *Blobs) sweep() error {
	folder := filepath.Join(b.config.Folder, fillingFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	left, err := os.ReadDir(folder)
	for _, one := range left {
		path := filepath.Join(folder, one.Name())
		file, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			continue // it has gone meanwhile
		}
		free := lockFilling(file)
		_ = file.Close() // nothing was written
		if free {
			_ = os.Remove(path) // what cannot be removed now is tried again by the next
		}
	}
	return err
}

// publish puts a blob that is complete and verified where it is kept. First its
// bytes are brought to disk, then its name, so that no crash leaves a name without
// the bytes. A system that cannot rename what is being read has us wait for its
// readers.
func (b *Blobs) publish(f *fill, file *os.File) error {
	now := b.config.Now()
	err := errors.Join(file.Sync(), file.Close(), os.Chtimes(file.Name(), now, now))
	if err != nil {
		return err
	}
	to := b.path(f.digest)
	for {
		clients, changed := b.clients(f)
		err := f.move(to)
		if errors.Is(err, fs.ErrNotExist) {
			if err = os.MkdirAll(filepath.Dir(to), 0o700); err == nil {
				err = f.move(to)
			}
		}
		switch {
		case err == nil:
			return durable.SyncFolder(filepath.Dir(to))
		case clients == 0 || errors.Is(err, fs.ErrNotExist):
			return err
		}
		select {
		case <-changed:
		case <-f.cancelled:
			return err
		}
	}
}

// newHash is the hash of a digest's algorithm.
func newHash(d entitlement.Digest) hash.Hash {
	if d.Algorithm() == "sha512" {
		return sha512.New()
	}
	return sha256.New()
}

// sums says whether a hash of all of a blob's bytes is that of its digest.
func sums(h hash.Hash, d entitlement.Digest) bool {
	return d.String() == d.Algorithm()+":"+hex.EncodeToString(h.Sum(nil))
}
