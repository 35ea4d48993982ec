package datadir

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
)

// maxPrivate is how many bytes a private file may have: hundreds of keys.
const maxPrivate = 64 << 10

// readPrivate reads a file that only its owner may read, and the group if shared
// says so.
func readPrivate(path string, shared fs.FileMode) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	text, err := readOpened(file, path, shared)
	return text, errors.Join(err, file.Close())
}

func readOpened(file *os.File, path string, shared fs.FileMode) ([]byte, error) {
	info, err := file.Stat() // of what we read, also if the name goes elsewhere by now
	if err != nil {
		return nil, err
	}
	if open := info.Mode().Perm() & 0o077 &^ shared; open != 0 && runtime.GOOS != "windows" {
		return nil, fmt.Errorf("its mode is %04o, so others can get at it; run: chmod 600 %q", info.Mode().Perm(), path)
	}
	text, err := io.ReadAll(io.LimitReader(file, maxPrivate+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxPrivate {
		return nil, fmt.Errorf("it has more than %d bytes, so it is something else", maxPrivate)
	}
	return text, nil
}
