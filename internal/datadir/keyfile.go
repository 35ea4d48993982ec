package datadir

import (
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/seed361c4c3e/distr-go/internal/seal"
)

// A KeyFile is the master keys in a file, for a program that runs for long: it reads
// the file anew when that has changed, so a key that was put in or taken out counts at
// once.
type KeyFile struct {
	folder Folder
	path   string

	mu   sync.Mutex
	keys []seal.Key
	file fs.FileInfo // as it was when it was read; nil: look again
}

// KeyFile is that of the master keys at path; where path is empty, of the folder's
// own. It need not exist yet.
func (f Folder) KeyFile(path string) *KeyFile { return &KeyFile{folder: f, path: path} }

// settled is how old a file has to be that is taken for the same by its size and
// times: some file systems tell times apart by the second or two.
const settled = 5 * time.Second

// Keys is what [Folder.ReadMasterKeys] says now.
func (k *KeyFile) Keys() ([]seal.Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	path := k.path
	if path == "" {
		path = k.folder.MasterKey()
	}
	found, err := os.Stat(path)
	if err == nil && k.file != nil && os.SameFile(found, k.file) &&
		found.ModTime().Equal(k.file.ModTime()) && found.Size() == k.file.Size() && found.Mode() == k.file.Mode() {
		return slices.Clone(k.keys), nil
	}
	k.file = nil
	if k.keys, err = k.folder.ReadMasterKeys(k.path); err != nil {
		return nil, err
	}
	if found != nil && time.Since(found.ModTime()) > settled { //nolint:forbidigo // files have their times from the clock of the machine
		k.file = found
	}
	return slices.Clone(k.keys), nil
}
