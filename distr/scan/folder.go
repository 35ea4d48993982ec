package scan

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// The files in the folder of a run that are ours.
const (
	outputName  = "output.sarif"
	targetsName = "targets.txt"
)

// folderName is what the names of folders of runs begin with: those of others that lie
// beside them are left alone.
const folderName = "distr-scan-"

// A folder is where one run of a program may write. Whatever it makes of it, nothing
// outside is read or removed: files are opened below a root.
type folder struct {
	at   string
	root *os.Root
	hold *os.File // locked as long as this process lives and has not removed it
}

func newFolder(in string) (*folder, error) {
	in, err := filepath.Abs(in)
	if err != nil {
		return nil, fmt.Errorf("finding the folder for scans: %w", err)
	}
	for {
		at, err := os.MkdirTemp(in, folderName)
		if err != nil {
			return nil, fmt.Errorf("making a folder for a scan: %w", err)
		}
		hold, held, err := holdFolder(at)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("locking the folder of a scan: %w", err), os.Remove(at))
		}
		if !held {
			continue // somebody has just taken it for an abandoned one
		}
		root, err := os.OpenRoot(at)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("opening the folder of a scan: %w", err), hold.Close(), os.Remove(at))
		}
		return &folder{at, root, hold}, nil
	}
}

func (f *folder) path(name string) string { return filepath.Join(f.at, name) }

func (f *folder) create(name string) (*os.File, error) {
	return f.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
}

// open opens a file that a program has written. What is no file, such as a pipe that
// nobody ever writes to, or a link to somewhere else, is refused.
func (f *folder) open(name string) (*os.File, error) {
	is, err := f.root.Lstat(name)
	if err == nil && !is.Mode().IsRegular() {
		err = fmt.Errorf("%s is no file", name)
	}
	if err != nil {
		return nil, err
	}
	file, err := f.root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if is, err = file.Stat(); err == nil && !is.Mode().IsRegular() {
		err = fmt.Errorf("%s is no file", name)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

// entry is what a file or folder takes besides what is in it, about.
const entry = 1 << 10

// size is how much lies in the folder, or more than most. What goes while it is looked
// at does not count.
func (f *folder) size(most int64) (total int64) {
	_ = filepath.WalkDir(f.at, func(_ string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // it is gone
		}
		if total += entry; total > most {
			return fs.SkipAll
		}
		if is, err := d.Info(); err == nil && is.Mode().IsRegular() {
			total += is.Size()
		}
		return nil
	})
	return total
}

// remove clears the folder away, also what the program may have locked.
func (f *folder) remove() error {
	defer func() { _ = f.hold.Close() }()
	_ = f.root.Close()
	if os.RemoveAll(f.at) == nil {
		return nil
	}
	_ = filepath.WalkDir(f.at, func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() {
			_ = os.Chmod(path, 0o700)
		}
		return nil // what is in the way stays
	})
	if err := os.RemoveAll(f.at); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("clearing the folder of a scan away: %w", err)
	}
	return nil
}

// every is how often a folder is looked at.
const every = 100 * time.Millisecond

// watch ends a program whose folder grows too large. What it returns ends the watch,
// and waits for its end.
func watch(f *folder, most int64, over func(error)) (end func()) {
	var done sync.WaitGroup
	stop := make(chan struct{})
	done.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				if f.size(most) > most {
					over(fmt.Errorf("its folder holds more than %d bytes; let it write less, or allow more", most))
					return
				}
			}
		}
	})
	return func() {
		close(stop)
		done.Wait()
	}
}
