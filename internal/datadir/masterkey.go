package datadir

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed361c4c3e/distr-go/internal/durable"
	"github.com/seed361c4c3e/distr-go/internal/seal"
)

const (
	masterKeyName = "master.key"

	// masterKeyDraft begins the name of a master key that is being written.
	masterKeyDraft = ".master.key-"

	masterKeyNote = `# This key seals the passwords and signing keys in the database of distr.
# Without it they are lost: keep a copy, but not beside the copies of the database.
# To change it, stop serve and run: distr keys master rotate
# The first line seals, all open.
`
)

// MasterKey is the path of the folder's own master key. It need not exist yet.
func (f Folder) MasterKey() string { return filepath.Join(f.path, masterKeyName) }

// ReadMasterKeys reads the master keys at path, and where path is empty those of
// the folder; the first seals, all open. The file has a key in each line, as
// [seal.Key.Reveal] shows it; empty lines, and those that begin with '#', say
// nothing. A file that is not there is an fs.ErrNotExist; nothing is made in its
// place. One that others may read is refused, except on Windows, which has other
// means to say so; the group may read one that is elsewhere, since this is how a
// service is handed the file of somebody else.
func (f Folder) ReadMasterKeys(path string) ([]seal.Key, error) {
	shared := fs.FileMode(0o040)
	remedy := "look at the name; to have a key made, leave the name out once, and move the file there"
	own := path == ""
	if own {
		path, shared = f.MasterKey(), 0
		remedy = `bring it back from its copy, since without it nothing opens that it sealed; if there is none, see "distr keys master new --help"`
	}
	text, err := readPrivate(path, shared)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the master key is not there: %w; %s", err, remedy)
	}
	if err != nil {
		return nil, fmt.Errorf("master key %q: %w", path, err)
	}
	keys, err := parseMasterKeys(text)
	if err == nil && own {
		// Whoever made it may not have come to this yet, and what we seal with it
		// must not outlive its name.
		err = durable.SyncFolder(f.path)
	}
	if err != nil {
		return nil, fmt.Errorf("master key %q: %w", path, err)
	}
	return keys, nil
}

// MakeMasterKeys reads the master keys of the folder, and makes one if none is
// there. Several commands may do so at once, and all get the same. Call it only
// when nothing has been sealed yet: where the file is lost, a new one hides the
// loss.
func (f Folder) MakeMasterKeys(rand io.Reader) ([]seal.Key, error) {
	keys, err := f.ReadMasterKeys("")
	if !errors.Is(err, fs.ErrNotExist) {
		return keys, err
	}
	if err := f.writeMasterKey(rand); err != nil {
		return nil, fmt.Errorf("data folder %q: %w", f.name, err)
	}
	return f.ReadMasterKeys("") // which is another's if that one was faster
}

// writeMasterKey makes the folder's master key, unless one is there.
func (f Folder) writeMasterKey(rand io.Reader) error {
	key, err := seal.NewKey(rand)
	if err != nil {
		return err
	}
	draft, err := durable.Draft(f.path, masterKeyDraft, []byte(masterKeyNote+key.Reveal()+"\n"))
	if err != nil {
		return err
	}
	return errors.Join(claim(draft, f.MasterKey()), os.Remove(draft))
}

// claim gives a file a second name, unless another has it. A rename would replace
// the key that somebody has made since, and perhaps used.
func claim(draft, name string) error {
	err := os.Link(draft, name)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("making the master key: %w; where the file system has no links, have the key made in a data folder elsewhere, and name its file", err)
	}
	return nil
}

func parseMasterKeys(text []byte) ([]seal.Key, error) {
	var keys []seal.Key
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		if !isKey(line) {
			continue
		}
		key, err := seal.ParseKey(strings.TrimSpace(line))
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, errors.New("no key is in it; bring it back from its copy")
	}
	_, err := seal.NewRing(keys...)
	return keys, err
}
