package datadir_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/datadir"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestOpenSetsUp(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		have func(t *testing.T, dir string)
	}{
		{"absent", func(*testing.T, string) {}},
		{"empty, and open to all", func(t *testing.T, dir string) { require.NoError(t, os.MkdirAll(dir, 0o777)) }},
		{"broken off before the marker was named", func(t *testing.T, dir string) { write(t, dir, ".distr.json-123", "") }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "deep", "data")
			tt.have(t, dir)
			f, err := datadir.Open(dir)
			require.NoError(t, err)
			require.Equal(t, dir, f.Path())
			marker, err := os.ReadFile(filepath.Join(dir, "distr.json"))
			require.NoError(t, err)
			require.JSONEq(t, `{"format":1}`, string(marker))
			if runtime.GOOS != "windows" {
				info, err := os.Stat(dir)
				require.NoError(t, err)
				require.Equal(t, os.FileMode(0o700), info.Mode().Perm())
			}
			_, err = datadir.Open(dir)
			require.NoError(t, err, "a second time")
		})
	}
}

func TestOpenTakesUpWhatIsThere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "distr.json", `{"format": 1, "note": "of a later minor version"}`)
	write(t, dir, "distr.db", "database")
	_, err := datadir.Open(dir)
	require.NoError(t, err)
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		have map[string]string
		says []string
	}{
		{"a folder of something else", map[string]string{"letters.txt": "dear"}, []string{`"letters.txt"`, "not ours", "name an empty folder"}},
		{"a database without a marker", map[string]string{"distr.db": "x"}, []string{`"distr.db"`, "no distr.json"}},
		{"a newer format", map[string]string{"distr.json": `{"format":2}`}, []string{"newer distr", "format is 2", "knows 1"}},
		{"a marker that is empty", map[string]string{"distr.json": ""}, []string{"distr.json is damaged"}},
		{"a marker of something else", map[string]string{"distr.json": `{"format":"tar"}`}, []string{"distr.json is damaged", "tar"}},
		{"a marker without a format", map[string]string{"distr.json": `{}`}, []string{"distr.json is damaged"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for name, text := range tt.have {
				write(t, dir, name, text)
			}
			_, err := datadir.Open(dir)
			require.ErrorContains(t, err, dir)
			for _, says := range tt.says {
				require.ErrorContains(t, err, says)
			}
			left, err := os.ReadDir(dir)
			require.NoError(t, err)
			require.Len(t, left, len(tt.have), "nothing was added")
		})
	}
}

func TestOpenAFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "file", "x")
	_, err := datadir.Open(filepath.Join(dir, "file"))
	require.ErrorContains(t, err, "it is a file")
	_, err = datadir.Open("")
	require.ErrorContains(t, err, "empty")
}

func TestOpenByManyAtOnce(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	errs := make([]error, 32)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			f, err := datadir.Open(dir)
			if err == nil {
				err = os.WriteFile(f.Database(), nil, 0o600)
			}
			errs[i] = err
		})
	}
	all.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
}

func TestOneServe(t *testing.T) {
	t.Parallel()
	f, err := datadir.Open(filepath.Join(t.TempDir(), "data"))
	require.NoError(t, err)
	release, err := f.Occupy()
	require.NoError(t, err)
	_, err = f.Occupy()
	require.ErrorContains(t, err, f.Path())
	require.ErrorContains(t, err, "another serve")
	require.NoError(t, release())
	release, err = f.Occupy()
	require.NoError(t, err, "once the first has ended")
	require.NoError(t, release())
}

func TestVendorsShareNoFolder(t *testing.T) {
	t.Parallel()
	f, err := datadir.Open(filepath.Join(t.TempDir(), "data"))
	require.NoError(t, err)
	seen := map[string]tenant.VendorID{}
	for _, v := range []tenant.VendorID{"acme", "ACME", "Acme", "acme.", "acme-", "a-cme", "a.cme", "default"} {
		path := f.Registry(v)
		require.Equal(t, filepath.Join(f.Path(), "registry"), filepath.Dir(path))
		require.Equal(t, filepath.Join(f.Path(), "blobs", filepath.Base(path)), f.Blobs(v))
		folded := strings.TrimRight(strings.ToLower(path), ".")
		require.NotContains(t, seen, folded, "%s and %s", v, seen[folded])
		seen[folded] = v
	}
	require.Equal(t, "acme", filepath.Base(f.Registry("acme")))
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(dir, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
}
