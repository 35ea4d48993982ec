package datadir_test

import (
	"crypto/rand"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/datadir"
	"github.com/seed361c4c3e/distr-go/internal/seal"
)

// What the file says counts at once, for all that is sealed.
func TestKeyFile(t *testing.T) {
	folder, err := datadir.Open(filepath.Join(t.TempDir(), "data"))
	require.NoError(t, err)
	file := folder.KeyFile("")
	ring, err := seal.NewLiveRing(file.Keys)
	require.NoError(t, err)
	_, err = ring.Seal([]byte("correct horse"), rand.Reader, "acme")
	require.ErrorIs(t, err, fs.ErrNotExist)

	keys, err := folder.MakeMasterKeys(rand.Reader)
	require.NoError(t, err)
	sealed, err := ring.Seal([]byte("correct horse"), rand.Reader, "acme")
	require.NoError(t, err)
	first, err := ring.First()
	require.NoError(t, err)
	require.Equal(t, keys[0].ID(), first.ID())

	// Another process has put a key in front, and seals with it.
	keys, err = folder.AddMasterKey(rand.Reader)
	require.NoError(t, err)
	other, err := seal.NewRing(keys...)
	require.NoError(t, err)
	theirs, err := other.Seal([]byte("battery staple"), rand.Reader, "acme")
	require.NoError(t, err)
	for _, text := range [][]byte{theirs, sealed} {
		_, err = ring.Open(text, "acme")
		require.NoError(t, err)
	}
	first, err = ring.First()
	require.NoError(t, err)
	require.Equal(t, keys[0].ID(), first.ID(), "the new one seals")

	keys, err = folder.KeepFirstMasterKey()
	require.NoError(t, err)
	_, err = ring.Wrapper(rand.Reader).Unwrap(t.Context(), sealed, nil)
	require.ErrorIs(t, err, seal.ErrUnknownKey, "the old one is refused once it was taken out")
	require.Len(t, keys, 1)

	require.NoError(t, os.Remove(folder.MasterKey()))
	_, err = ring.Open(theirs, "acme")
	require.NoError(t, err, "it is known still")
	_, err = ring.Seal(nil, rand.Reader, "acme")
	require.ErrorIs(t, err, fs.ErrNotExist, "nothing is sealed by a key that may be lost")
	require.ErrorContains(t, err, "bring it back from its copy")
}

// A file that has not changed is not read again: one that is settled is gone by its
// times, and one that changes has others.
func TestKeyFileRemembers(t *testing.T) {
	folder, err := datadir.Open(filepath.Join(t.TempDir(), "data"))
	require.NoError(t, err)
	keys, err := folder.MakeMasterKeys(rand.Reader)
	require.NoError(t, err)
	hourAgo := time.Now().Add(-time.Hour)
	settle := func(at time.Time) { require.NoError(t, os.Chtimes(folder.MasterKey(), at, at)) }
	settle(hourAgo)
	file := folder.KeyFile("")
	got, err := file.Keys()
	require.NoError(t, err)
	require.Equal(t, keys[0].ID(), got[0].ID())

	text, err := os.ReadFile(folder.MasterKey())
	require.NoError(t, err)
	other, err := seal.NewKey(rand.Reader)
	require.NoError(t, err)
	note := text[:len(text)-len(keys[0].Reveal())-1]
	require.NoError(t, os.WriteFile(folder.MasterKey(), append(note, other.Reveal()+"\n"...), 0o600))
	settle(hourAgo) // as no editor would
	got, err = file.Keys()
	require.NoError(t, err)
	require.Equal(t, keys[0].ID(), got[0].ID(), "it was not read")
	settle(hourAgo.Add(time.Minute))
	got, err = file.Keys()
	require.NoError(t, err)
	require.Equal(t, other.ID(), got[0].ID())
}
