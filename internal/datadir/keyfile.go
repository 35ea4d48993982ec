package datadir

import (
	"context"
	"io"

	"github.com/seed361c4c3e/distr-go/internal/seal"
)

// A KeyFile wraps data keys with the master keys in a file, which it reads each
// time: a program that runs for long goes by a key that was put in or taken out at
// once. It is a [seal.KeyWrapper].
type KeyFile struct {
	folder Folder
	path   string
	rand   io.Reader
}

// KeyFile is that of the master keys at path; where path is empty, of the folder's
// own. It need not exist yet.
func (f Folder) KeyFile(path string, rand io.Reader) KeyFile { return KeyFile{f, path, rand} }

// wrapper is what the file says now.
func (k KeyFile) wrapper() (seal.KeyWrapper, error) {
	keys, err := k.folder.ReadMasterKeys(k.path)
	if err != nil {
		return nil, err
	}
	ring, err := seal.NewRing(keys...)
	if err != nil {
		return nil, err
	}
	return ring.Wrapper(k.rand), nil
}

// ID is that of the first key in the file; empty if the file can't be read.
func (k KeyFile) ID() string {
	w, err := k.wrapper()
	if err != nil {
		return ""
	}
	return w.ID()
}

// Wrap encrypts a data key with the first key in the file.
func (k KeyFile) Wrap(ctx context.Context, dataKey, bound []byte) ([]byte, error) {
	w, err := k.wrapper()
	if err != nil {
		return nil, err
	}
	return w.Wrap(ctx, dataKey, bound)
}

// Unwrap decrypts a data key with any key in the file.
func (k KeyFile) Unwrap(ctx context.Context, wrapped, bound []byte) ([]byte, error) {
	w, err := k.wrapper()
	if err != nil {
		return nil, err
	}
	return w.Unwrap(ctx, wrapped, bound)
}
