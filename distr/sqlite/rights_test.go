package sqlite

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestOpenReadOnly opens what this user may read and not write.
func TestOpenReadOnly(t *testing.T) {
	existing := func(t *testing.T) string {
		path := filepath.Join(t.TempDir(), "it.db")
		ours(t, path)
		require.NoError(t, os.Chmod(path, 0o666))
		return path
	}
	for _, tt := range []struct {
		name string
		make func(t *testing.T) string
	}{
		{"a new file in a folder", func(t *testing.T) string { return filepath.Join(t.TempDir(), "it.db") }},
		{"a file in a folder", existing},
		{"a file", func(t *testing.T) string {
			path := existing(t)
			require.NoError(t, os.Chmod(path, 0o444))
			return path
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := tt.make(t)
			loseRights(t, filepath.Dir(path))
			_, err := Open(t.Context(), path, Config{})
			require.ErrorContains(t, err, path)
			require.Regexp(t, "permission denied|have to be writable by this process", err.Error())
		})
	}
}
