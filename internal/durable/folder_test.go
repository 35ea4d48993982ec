package durable_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/durable"
)

func names(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func private(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		require.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
	}
}

func TestReplace(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "key")
	for _, text := range []string{"first", "", strings.Repeat("longer", 1000)} {
		require.NoError(t, durable.Replace(path, ".key-", []byte(text)))
		got, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, text, string(got))
		require.Equal(t, []string{"key"}, names(t, folder), "no draft is left")
		private(t, path)
	}
	require.NoError(t, os.Chmod(path, 0o644))
	require.NoError(t, durable.Replace(path, ".key-", nil))
	private(t, path)
}

func TestReplaceByManyAtOnce(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there a file that somebody reads or replaces cannot be replaced")
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "key")
	whole := []byte(strings.Repeat("all or nothing ", 1000))
	require.NoError(t, durable.Replace(path, ".key-", whole))
	errs := make([]error, 16)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = durable.Replace(path, ".key-", whole) })
	}
	for range len(errs) {
		got, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, whole, got, "whoever reads meanwhile finds all of it")
	}
	all.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	require.Equal(t, []string{"key"}, names(t, folder))
}

func TestReplaceFails(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	require.ErrorIs(t, durable.Replace(filepath.Join(folder, "absent", "key"), ".key-", nil), fs.ErrNotExist)

	path := filepath.Join(folder, "key")
	require.NoError(t, os.MkdirAll(filepath.Join(path, "in the way"), 0o700))
	require.Error(t, durable.Replace(path, ".key-", []byte("text")))
	require.Equal(t, []string{"key"}, names(t, folder), "no draft is left")
	require.DirExists(t, filepath.Join(path, "in the way"))
}

func TestDraft(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	name, err := durable.Draft(folder, ".key-", []byte("text"))
	require.NoError(t, err)
	require.Equal(t, folder, filepath.Dir(name))
	require.True(t, strings.HasPrefix(filepath.Base(name), ".key-"), name)
	private(t, name)
	other, err := durable.Draft(folder, ".key-", []byte("text"))
	require.NoError(t, err)
	require.NotEqual(t, name, other)
	_, err = durable.Draft(filepath.Join(folder, "absent"), ".key-", nil)
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func TestSyncFolder(t *testing.T) {
	t.Parallel()
	require.NoError(t, durable.SyncFolder(t.TempDir()))
	if runtime.GOOS != "windows" {
		require.ErrorIs(t, durable.SyncFolder(filepath.Join(t.TempDir(), "absent")), fs.ErrNotExist)
	}
}
