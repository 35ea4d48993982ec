package datadir_test

import (
	"crypto/rand"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/datadir"
	"github.com/seed361c4c3e/distr-go/internal/seal"
)

// A file that changes is gone by at once, also one that goes.
func TestKeyFile(t *testing.T) {
	folder, err := datadir.Open(filepath.Join(t.TempDir(), "data"))
	require.NoError(t, err)
	file := folder.KeyFile("", rand.Reader)
	key, bound := make([]byte, 32), []byte("acme")
	_, err = file.Wrap(t.Context(), key, bound)
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.Empty(t, file.ID())

	keys, err := folder.MakeMasterKeys(rand.Reader)
	require.NoError(t, err)
	require.Equal(t, keys[0].ID(), file.ID())
	wrapped, err := file.Wrap(t.Context(), key, bound)
	require.NoError(t, err)
	_, err = file.Unwrap(t.Context(), wrapped, []byte("umbrella"))
	require.ErrorIs(t, err, seal.ErrDamaged)

	keys, err = folder.AddMasterKey(rand.Reader)
	require.NoError(t, err)
	require.Equal(t, keys[0].ID(), file.ID(), "the new one")
	again, err := file.Unwrap(t.Context(), wrapped, bound)
	require.NoError(t, err)
	require.Equal(t, key, again)
	_, err = folder.KeepFirstMasterKey()
	require.NoError(t, err)
	_, err = file.Unwrap(t.Context(), wrapped, bound)
	require.ErrorIs(t, err, seal.ErrUnknownKey, "the old one is refused once it was taken out")

	require.NoError(t, os.Remove(folder.MasterKey()))
	_, err = file.Unwrap(t.Context(), wrapped, bound)
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.ErrorContains(t, err, "bring it back from its copy")
}
