package datadir_test

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/datadir"
	"github.com/seed361c4c3e/distr-go/internal/seal"
)

func openNew(t *testing.T) datadir.Folder {
	t.Helper()
	f, err := datadir.Open(filepath.Join(t.TempDir(), "data"))
	require.NoError(t, err)
	return f
}

func keyText(t *testing.T) string {
	t.Helper()
	k, err := seal.NewKey(rand.Reader)
	require.NoError(t, err)
	return k.Reveal()
}

func names(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func texts(keys []seal.Key) (texts []string) {
	for _, k := range keys {
		texts = append(texts, k.Reveal())
	}
	return texts
}

func TestMasterKeyIsMadeOnce(t *testing.T) {
	t.Parallel()
	f := openNew(t)
	_, err := f.ReadMasterKeys("")
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.ErrorContains(t, err, f.MasterKey())
	require.ErrorContains(t, err, "bring it back from its copy")
	require.Equal(t, []string{"distr.json"}, names(t, f.Path()), "reading makes none")

	made, err := f.MakeMasterKeys(rand.Reader)
	require.NoError(t, err)
	require.Len(t, made, 1)
	require.Equal(t, []string{"distr.json", "master.key"}, names(t, f.Path()))
	if runtime.GOOS != "windows" {
		info, err := os.Stat(f.MasterKey())
		require.NoError(t, err)
		require.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
	}
	for _, read := range []func() ([]seal.Key, error){
		func() ([]seal.Key, error) { return f.ReadMasterKeys("") },
		func() ([]seal.Key, error) { return f.ReadMasterKeys(f.MasterKey()) },
		func() ([]seal.Key, error) { return f.MakeMasterKeys(iotest.ErrReader(errors.New("none is made"))) },
	} {
		again, err := read()
		require.NoError(t, err)
		require.Equal(t, texts(made), texts(again))
	}
}

func TestMasterKeyMadeByManyAtOnce(t *testing.T) {
	t.Parallel()
	f := openNew(t)
	got, errs := make([][]seal.Key, 32), make([]error, 32)
	var all sync.WaitGroup
	for i := range got {
		all.Go(func() { got[i], errs[i] = f.MakeMasterKeys(rand.Reader) })
	}
	all.Wait()
	for i := range got {
		require.NoError(t, errs[i])
		require.Len(t, got[i], 1)
		require.Equal(t, texts(got[0]), texts(got[i]), "all have the same")
	}
	require.Equal(t, []string{"distr.json", "master.key"}, names(t, f.Path()), "no draft is left")
}

func TestMasterKeyNotMade(t *testing.T) {
	t.Parallel()
	f := openNew(t)
	broken := errors.New("broken")
	_, err := f.MakeMasterKeys(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
	require.Equal(t, []string{"distr.json"}, names(t, f.Path()))

	write(t, f.Path(), "master.key", "")
	_, err = f.MakeMasterKeys(rand.Reader)
	require.ErrorContains(t, err, "no key is in it", "an empty file was a key once")
	text, err := os.ReadFile(f.MasterKey())
	require.NoError(t, err)
	require.Empty(t, text)
}

// A key that lies elsewhere is not there while its disk is away.
func TestMasterKeyBehindALink(t *testing.T) {
	t.Parallel()
	f := openNew(t)
	target := filepath.Join(t.TempDir(), "distr.key")
	if err := os.Symlink(target, f.MasterKey()); err != nil {
		t.Skip("no links here: ", err)
	}
	_, err := f.MakeMasterKeys(rand.Reader)
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.NoFileExists(t, target)
	text := keyText(t)
	write(t, filepath.Dir(target), "distr.key", text)
	keys, err := f.MakeMasterKeys(rand.Reader)
	require.NoError(t, err)
	require.Equal(t, []string{text}, texts(keys))
}

func TestMasterKeysInTheirOrder(t *testing.T) {
	t.Parallel()
	f := openNew(t)
	newer, older := keyText(t), keyText(t)
	write(t, f.Path(), "master.key", "# rotated in spring\r\n\r\n"+newer+"\r\n  "+older)
	keys, err := f.ReadMasterKeys("")
	require.NoError(t, err)
	require.Equal(t, []string{newer, older}, texts(keys))
}

func TestMasterKeyElsewhere(t *testing.T) {
	t.Parallel()
	f, elsewhere := openNew(t), t.TempDir()
	path := filepath.Join(elsewhere, "distr.key")
	_, err := f.ReadMasterKeys(path)
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.ErrorContains(t, err, path)
	require.ErrorContains(t, err, "leave the name out once")
	require.Empty(t, names(t, elsewhere), "a named file is never made")

	text := keyText(t)
	write(t, elsewhere, "distr.key", text)
	keys, err := f.ReadMasterKeys(path)
	require.NoError(t, err)
	require.Equal(t, []string{text}, texts(keys))
	require.Equal(t, []string{"distr.json"}, names(t, f.Path()))
}

func TestMasterKeyThatOthersMayRead(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	f, elsewhere := openNew(t), t.TempDir()
	for _, tt := range []struct {
		name         string
		mode         fs.FileMode
		own, foreign bool // whether it is read in the folder, and elsewhere
	}{
		{"the owner's", 0o600, true, true},
		{"the owner's to read", 0o400, true, true},
		{"the group's to read", 0o440, false, true},
		{"the group's to write", 0o620, false, false},
		{"everybody's to read", 0o604, false, false},
		{"as most files are", 0o644, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for dir, fine := range map[string]bool{f.Path(): tt.own, elsewhere: tt.foreign} {
				path, named := filepath.Join(dir, "master.key"), ""
				if dir == elsewhere {
					named = path
				}
				require.NoError(t, errors.Join(os.RemoveAll(path), os.WriteFile(path, []byte(keyText(t)), 0o600), os.Chmod(path, tt.mode)))
				_, err := f.ReadMasterKeys(named)
				if fine {
					require.NoError(t, err)
					continue
				}
				require.ErrorContains(t, err, "others can get at it")
				require.ErrorContains(t, err, "chmod 600 \""+path+"\"")
			}
		})
	}
}

func TestMasterKeyThatCannotBeRead(t *testing.T) {
	t.Parallel()
	key := keyText(t)
	for _, tt := range []struct{ name, text, says string }{
		{"empty", "", "no key is in it"},
		{"notes alone", "# nothing\n", "no key is in it"},
		{"cut short", key[:50], "line 1: the master key is cut short"},
		{"a second one with a typing error", key + "\n" + key[:60] + "~~~~" + key[64:], "line 2: the master key has letters"},
		{"one twice", key + "\n" + key, "is there twice"},
		{"something else", "-----BEGIN PRIVATE KEY-----\n", "line 1: a master key begins with"},
		{"far too long", strings.Repeat("# a note\n", 1<<13), "it has more than 65536 bytes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := openNew(t)
			write(t, f.Path(), "master.key", tt.text)
			_, err := f.ReadMasterKeys("")
			require.ErrorContains(t, err, f.MasterKey())
			require.ErrorContains(t, err, tt.says)
			require.NotContains(t, err.Error(), key[36:48])
		})
	}
	f := openNew(t)
	_, err := f.ReadMasterKeys(f.Path())
	require.Error(t, err, "a folder")
}
