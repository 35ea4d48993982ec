package sqlite

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestFiles looks at what lies on the disk: for nobody else to read, and in one
// file once the store is closed.
func TestFiles(t *testing.T) {
	name := "with a space, # % & + ü"
	if filepath.Separator == '/' {
		name += "?" // which Windows does not allow
	}
	dir := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.Mkdir(dir, 0o755))
	path := filepath.Join(dir, "portal 100%.db")
	s, err := Open(t.Context(), path, Config{})
	require.NoError(t, err)
	require.NoError(t, s.Update(t.Context(), acme, add("globex")))
	var names []string
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, f := range files {
		info, err := f.Info()
		require.NoError(t, err)
		names = append(names, f.Name())
		if filepath.Separator == '/' {
			require.Equal(t, os.FileMode(0o600), info.Mode(), f.Name())
		}
	}
	require.Equal(t, []string{"portal 100%.db", "portal 100%.db-shm", "portal 100%.db-wal"}, names)

	require.NoError(t, s.Close())
	files, err = os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 1)
}
