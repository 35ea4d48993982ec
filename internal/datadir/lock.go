package datadir

import (
	"errors"
	"fmt"
	"path/filepath"
)

// errHeld says that somebody else holds a lock.
var errHeld = errors.New("held by another process")

// Occupy takes the folder for a serve until release is called or the process
// ends, however it ends. It waits for nobody: while another serve has the folder,
// that is an error which names it. Everything else works beside a serve, and
// takes no lock.
func (f Folder) Occupy() (release func() error, err error) {
	lock, err := acquire(filepath.Join(f.path, "serve.lock"))
	if errors.Is(err, errHeld) {
		return nil, fmt.Errorf("data folder %q: another serve is running on it; stop that one, or name another folder", f.name)
	}
	if err != nil {
		return nil, fmt.Errorf("data folder %q: locking it: %w", f.name, err)
	}
	// The file stays: were it removed, one serve could hold the lock of a file
	// that has lost its name while the next takes that of its successor.
	return lock.Close, nil
}
