package datadir

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/internal/durable"
	"github.com/seed361c4c3e/distr-go/internal/seal"
)

// AddMasterKey puts a new key in front of those in the folder's own file, and
// returns them all. It seals from then on, and the others still open. When it
// returns, the key is on disk: nothing may be sealed with one that a crash takes
// away. Whoever calls it keeps others from doing so at the same time ([Folder.Occupy]).
func (f Folder) AddMasterKey(rand io.Reader) ([]seal.Key, error) {
	key, err := seal.NewKey(rand)
	if err != nil {
		return nil, err
	}
	return f.editMasterKeys(func(lines []string) []string {
		return slices.Insert(lines, slices.IndexFunc(lines, isKey), key.Reveal()+"\n")
	})
}

// KeepFirstMasterKey takes all keys but the first out of the folder's own file.
// What the others have sealed is lost for good, so call it only when nothing is
// left of that, and as [Folder.AddMasterKey].
func (f Folder) KeepFirstMasterKey() ([]seal.Key, error) {
	return f.editMasterKeys(func(lines []string) []string {
		first := slices.IndexFunc(lines, isKey)
		rest := slices.DeleteFunc(slices.Clone(lines[first+1:]), isKey)
		return append(lines[:first+1], rest...)
	})
}

// editMasterKeys changes the lines of the folder's own file, which holds a key. The
// file is replaced as a whole; where its name is a link, that where it leads to.
func (f Folder) editMasterKeys(edit func([]string) []string) ([]seal.Key, error) {
	if _, err := f.ReadMasterKeys(""); err != nil {
		return nil, err // what is not fine now must not be written anew
	}
	if err := f.rewriteMasterKeys(edit); err != nil {
		return nil, fmt.Errorf("master key %q: %w", f.MasterKey(), err)
	}
	return f.ReadMasterKeys("")
}

func (f Folder) rewriteMasterKeys(edit func([]string) []string) error {
	path, err := filepath.EvalSymlinks(f.MasterKey())
	if err != nil {
		return err
	}
	text, err := readPrivate(path, 0)
	if err != nil {
		return err
	}
	lines := edit(slices.Collect(strings.Lines(string(text))))
	return durable.Replace(path, masterKeyDraft, []byte(strings.Join(lines, "")))
}

// isKey says whether a line of a file that could be read is a key.
func isKey(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && !strings.HasPrefix(line, "#")
}
