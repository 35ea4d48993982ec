package sqlite

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestOpenRefuses opens what is not a database of ours. Each error names the
// path, and no file is touched.
func TestOpenRefuses(t *testing.T) {
	known := versions(t, open(t))
	tests := []struct {
		name  string
		make  func(t *testing.T, path string)
		error string
	}{
		{
			name:  "text",
			make:  func(t *testing.T, path string) { write(t, path, "Dear Sir or Madam,\n") },
			error: "it is not a database, or it is damaged: name another file, or restore it from a backup",
		},
		{
			name:  "much text",
			make:  func(t *testing.T, path string) { write(t, path, string(make([]byte, 1<<16))) },
			error: "it is not a database",
		},
		{
			name:  "another program's database",
			make:  func(t *testing.T, path string) { execute(t, path, "CREATE TABLE notes (text TEXT)") },
			error: "it is a database of another program; name another file",
		},
		{
			name:  "another program's database without tables",
			make:  func(t *testing.T, path string) { execute(t, path, "PRAGMA application_id = 7") },
			error: "it is a database of another program",
		},
		{
			name: "a schema of the future",
			make: func(t *testing.T, path string) {
				ours(t, path)
				execute(t, path, "INSERT INTO schema_versions (version, applied) VALUES (1000, 1)")
			},
			error: "its schema has version 1000 and this program knows them up to " + known[len(known)-1] + "; use the newer program",
		},
		{
			name: "cut in half",
			make: func(t *testing.T, path string) {
				ours(t, path)
				info, err := os.Stat(path)
				require.NoError(t, err)
				require.NoError(t, os.Truncate(path, info.Size()/2))
			},
			error: "it is damaged: restore it from a backup",
		},
		{
			name: "overwritten",
			make: func(t *testing.T, path string) {
				ours(t, path)
				f, err := os.OpenFile(path, os.O_WRONLY, 0)
				require.NoError(t, err)
				_, err = f.WriteAt(make([]byte, 4000), 96)
				require.NoError(t, err)
				require.NoError(t, f.Close())
			},
			error: "it is damaged: restore it from a backup",
		},
		{
			name:  "a folder",
			make:  func(t *testing.T, path string) { require.NoError(t, os.Mkdir(path, 0o700)) },
			error: "it is not a file",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "it.db")
			tt.make(t, path)
			before := content(path)
			_, err := Open(t.Context(), path, Config{})
			require.ErrorContains(t, err, tt.error)
			require.ErrorContains(t, err, path)
			require.Equal(t, before, content(path))
			left, err := os.ReadDir(filepath.Dir(path))
			require.NoError(t, err)
			require.Len(t, left, 1, "nothing is left beside it")
		})
	}
}

func TestOpenWithoutFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "nowhere", "it.db")
	_, err := Open(t.Context(), path, Config{})
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, path)

	_, err = Open(t.Context(), "", Config{})
	require.EqualError(t, err, "opening a database: the path is empty")
}

// ours makes a database that Open would open.
func ours(t *testing.T, path string) {
	t.Helper()
	s, err := Open(t.Context(), path, Config{})
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

func write(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}

// execute runs a statement as another program would.
func execute(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	_, err = db.ExecContext(context.Background(), statement)
	require.NoError(t, err)
	require.NoError(t, db.Close())
}

// content is that of a file, and empty for a folder.
func content(path string) string {
	b, _ := os.ReadFile(path) // a folder cannot be read
	return string(b)
}
