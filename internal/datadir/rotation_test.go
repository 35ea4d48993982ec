package datadir_test

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func TestMasterKeyRotation(t *testing.T) {
	t.Parallel()
	f := openNew(t)
	_, err := f.AddMasterKey(rand.Reader)
	require.ErrorIs(t, err, fs.ErrNotExist, "there is nothing to put it above")
	_, err = f.KeepFirstMasterKey()
	require.ErrorIs(t, err, fs.ErrNotExist)
	first, err := f.MakeMasterKeys(rand.Reader)
	require.NoError(t, err)

	second, err := f.AddMasterKey(rand.Reader)
	require.NoError(t, err)
	require.Len(t, second, 2)
	require.Equal(t, first[0].ID(), second[1].ID(), "the old one opens")
	third, err := f.AddMasterKey(rand.Reader)
	require.NoError(t, err)
	require.Equal(t, texts(second), texts(third[1:]))
	read, err := f.ReadMasterKeys("")
	require.NoError(t, err)
	require.Equal(t, texts(third), texts(read))

	for range 2 {
		left, err := f.KeepFirstMasterKey()
		require.NoError(t, err)
		require.Equal(t, texts(third[:1]), texts(left))
	}
	text, err := os.ReadFile(f.MasterKey())
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(text), "# This key seals"), "notes stay")
	require.Equal(t, []string{"distr.json", "master.key"}, names(t, f.Path()), "no draft is left")
	if runtime.GOOS != "windows" {
		info, err := os.Stat(f.MasterKey())
		require.NoError(t, err)
		require.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
	}
}

func TestMasterKeyRotationKeepsNotes(t *testing.T) {
	t.Parallel()
	f := openNew(t)
	old := keyText(t)
	write(t, f.Path(), "master.key", "# ours\r\n\r\n"+old+"\r\n# of last year")
	keys, err := f.AddMasterKey(rand.Reader)
	require.NoError(t, err)
	newer := keys[0].Reveal()
	text, err := os.ReadFile(f.MasterKey())
	require.NoError(t, err)
	require.Equal(t, "# ours\r\n\r\n"+newer+"\n"+old+"\r\n# of last year", string(text))
	_, err = f.KeepFirstMasterKey()
	require.NoError(t, err)
	text, err = os.ReadFile(f.MasterKey())
	require.NoError(t, err)
	require.Equal(t, "# ours\r\n\r\n"+newer+"\n# of last year", string(text))
}

// What cannot be done leaves the file as it was.
func TestMasterKeyRotationFails(t *testing.T) {
	t.Parallel()
	f := openNew(t)
	_, err := f.MakeMasterKeys(rand.Reader)
	require.NoError(t, err)
	before, err := os.ReadFile(f.MasterKey())
	require.NoError(t, err)
	broken := errors.New("broken")
	_, err = f.AddMasterKey(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
	after, err := os.ReadFile(f.MasterKey())
	require.NoError(t, err)
	require.Equal(t, before, after)

	damaged := append([]byte("nonsense\n"), before...)
	write(t, f.Path(), "master.key", string(damaged))
	_, err = f.AddMasterKey(rand.Reader)
	require.ErrorContains(t, err, "line 1")
	_, err = f.KeepFirstMasterKey()
	require.ErrorContains(t, err, "line 1")
	after, err = os.ReadFile(f.MasterKey())
	require.NoError(t, err)
	require.Equal(t, damaged, after)
}

// A key that lies elsewhere stays there.
func TestMasterKeyRotationBehindALink(t *testing.T) {
	t.Parallel()
	f := openNew(t)
	target := filepath.Join(t.TempDir(), "distr.key")
	if err := os.Symlink(target, f.MasterKey()); err != nil {
		t.Skip("no links here: ", err)
	}
	write(t, filepath.Dir(target), "distr.key", keyText(t))
	keys, err := f.AddMasterKey(rand.Reader)
	require.NoError(t, err)
	require.Len(t, keys, 2)
	info, err := os.Lstat(f.MasterKey())
	require.NoError(t, err)
	require.Equal(t, fs.ModeSymlink, info.Mode().Type(), "the link is still one")
	require.Equal(t, []string{"distr.key"}, names(t, filepath.Dir(target)))
}
