package datadir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Folder is a data folder that is set up.
type Folder struct {
	name string // as it was asked for, for messages
	path string // absolute
}

// Open finds the folder at path. One that is absent or empty is set up. One that
// holds something else, and one of a format that this program does not know, is
// an error that names it.
func Open(path string) (Folder, error) {
	if path == "" {
		return Folder{}, errors.New("the name of the data folder is empty")
	}
	absolute, err := filepath.Abs(path) // a later chdir must not move it
	if err != nil {
		return Folder{}, fmt.Errorf("data folder %q: %w", path, err)
	}
	f := Folder{name: path, path: absolute}
	if err := f.open(); err != nil {
		return Folder{}, fmt.Errorf("data folder %q: %w", path, err)
	}
	return f, nil
}

func (f Folder) open() error {
	if info, err := os.Stat(f.path); err == nil && !info.IsDir() {
		return errors.New("it is a file; name a folder")
	}
	if err := os.MkdirAll(f.path, private); err != nil {
		return err
	}
	err := f.readMarker()
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	stranger, err := f.stranger()
	if err != nil {
		return err
	}
	if stranger == "" {
		return f.setUp()
	}
	// Another command may have set the folder up since we looked, and what
	// we found is its work.
	if err := f.readMarker(); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return fmt.Errorf("it holds %q and no %s, so it is not ours; name an empty folder, or one that does not exist yet", stranger, markerName)
}

// private is the mode of the folder: hashes of tokens lie in it, and all images.
const private = 0o700

func (f Folder) setUp() error {
	info, err := os.Stat(f.path)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&^private != 0 {
		if err := os.Chmod(f.path, private); err != nil {
			return fmt.Errorf("others may read it, and that cannot be changed (%w); name a folder within it", err)
		}
	}
	return f.writeMarker()
}

// stranger is the first thing in the folder that no setup leaves behind when it
// is broken off, and empty if there is none.
func (f Folder) stranger() (string, error) {
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), draftPrefix) {
			return e.Name(), nil
		}
	}
	return "", nil
}

// Path is the folder's absolute path.
func (f Folder) Path() string { return f.path }

// Database is the path of the SQLite database. It need not exist yet.
func (f Folder) Database() string { return filepath.Join(f.path, "distr.db") }

// Spill is the path of the file for what the database does not take in time of the
// pull log. It need not exist yet, and belongs to whoever occupies the folder.
func (f Folder) Spill() string { return filepath.Join(f.path, "pulls.spill") }

// Letters is the path of the folder for one vendor's letters, if there is no mail
// server. It need not exist yet.
func (f Folder) Letters(v tenant.VendorID) string {
	return filepath.Join(f.path, "letters", folderOf(v))
}

// Registry is the path of one vendor's images. It need not exist yet. Repositories
// of two vendors may have the same name, so two vendors never share a folder.
func (f Folder) Registry(v tenant.VendorID) string {
	return filepath.Join(f.path, "registry", folderOf(v))
}

// Blobs is the path of what is kept of one vendor's images that lie elsewhere. It
// need not exist yet, and may be removed while no serve runs. Whoever reaches a
// blob there was allowed to by the vendor whose it is, so two never share a folder.
func (f Folder) Blobs(v tenant.VendorID) string {
	return filepath.Join(f.path, "blobs", folderOf(v))
}

// folderOf is the name of a vendor's folder. No two have the same, also where file
// names that differ in case are one, and where a dot at the end is dropped:
// capitals are written as '!' and the small letter, and a last dot as "!-".
func folderOf(v tenant.VendorID) string {
	var name strings.Builder
	for i, c := range []byte(v) {
		switch {
		case 'A' <= c && c <= 'Z':
			name.WriteByte('!')
			name.WriteByte(c - 'A' + 'a')
		case c == '.' && i == len(v)-1:
			name.WriteString("!-")
		default:
			name.WriteByte(c)
		}
	}
	return name.String()
}
