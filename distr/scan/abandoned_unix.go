//go:build unix

package scan

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// holdFolder locks a folder, and says whether it is ours now. The lock is let go when
// the file is closed, and when this process dies, however it does.
func holdFolder(at string) (hold *os.File, held bool, err error) {
	hold, err = os.OpenFile(at, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_DIRECTORY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	if err = syscall.Flock(int(hold.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err == nil && still(at, hold) {
		return hold, true, nil
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = nil
	}
	return nil, false, errors.Join(err, hold.Close())
}

// still says whether the folder is there, and the one that was opened.
func still(at string, hold *os.File) bool {
	there, err := os.Lstat(at)
	if err != nil {
		return false
	}
	opened, err := hold.Stat()
	return err == nil && os.SameFile(there, opened)
}

// clearAbandoned looks for folders whose process was killed, kills what their programs
// have left running, and removes them. What cannot be cleared away stays: it keeps
// nobody from scanning.
func clearAbandoned(in string) {
	in, err := filepath.Abs(in)
	if err != nil {
		return
	}
	left, _ := os.ReadDir(in)
	for _, entry := range left {
		if !strings.HasPrefix(entry.Name(), folderName) {
			continue
		}
		if is, err := entry.Info(); err != nil || !is.IsDir() || !ours(is) {
			continue
		}
		at := filepath.Join(in, entry.Name())
		hold, held, err := holdFolder(at)
		if err != nil || !held {
			continue // somebody scans in it
		}
		root, err := os.OpenRoot(at)
		if err != nil {
			_ = hold.Close()
			continue
		}
		abandoned := &folder{at, root, hold}
		sweep(abandoned)
		_ = abandoned.remove()
	}
}

// ours says whether a folder belongs to the user who runs this process.
func ours(is fs.FileInfo) bool {
	stat, known := is.Sys().(*syscall.Stat_t)
	return known && int(stat.Uid) == os.Geteuid()
}
