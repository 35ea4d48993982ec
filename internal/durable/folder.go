package durable

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// SyncFolder brings the names in a folder to disk, where a system can: Windows
// cannot, and some file systems need not. There it does nothing.
func SyncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	err = folder.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		err = nil // a file system without that
	}
	return errors.Join(err, folder.Close())
}

// Draft writes a file for its owner alone (mode 0600), under a name that begins
// with prefix, in a folder that is there, and brings its bytes to disk. The name
// is the caller's to change, or to remove with the file; what a crash leaves
// behind begins with prefix too. If it fails, no file is left.
func Draft(folder, prefix string, text []byte) (name string, err error) {
	file, err := os.CreateTemp(folder, prefix+"*")
	if err != nil {
		return "", err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return "", errors.Join(err, os.Remove(file.Name()))
	}
	return file.Name(), nil
}

// Replace makes a file hold text, made if it is missing, with mode 0600. Whoever
// reads it meanwhile, or after a crash, finds all of text or what was there before.
// When it returns nil, text outlives a crash; when it fails, either may. The
// prefix is that of [Draft], and must be that of no other file in the folder.
func Replace(path, prefix string, text []byte) error {
	draft, err := Draft(filepath.Dir(path), prefix, text)
	if err != nil {
		return err
	}
	if err := os.Rename(draft, path); err != nil {
		return errors.Join(err, os.Remove(draft))
	}
	return SyncFolder(filepath.Dir(path))
}
