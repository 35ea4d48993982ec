package registryproxy

import (
	"bytes"
	"context"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// noise is the same for the same seed and size.
func noise(seed byte, size int) []byte {
	data := make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte{seed}).Read(data) // never fails
	return data
}

func openBlobs(tb testing.TB, folder string, change ...func(*BlobsConfig)) *Blobs {
	tb.Helper()
	c := BlobsConfig{Folder: folder}
	for _, f := range change {
		f(&c)
	}
	b, err := OpenBlobs(c)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, b.Close()) })
	return b
}

// sending is an upstream that has some bytes.
func sending(data []byte) fetch {
	return func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}

// silent is an upstream that nobody is to ask.
func silent(context.Context) (io.ReadCloser, error) { return nil, errors.New("the upstream was asked") }

var errNotStored = errors.New("the client has to ask the upstream itself")

// fetched is what a client gets that reads to the end.
func (b *Blobs) fetched(ctx context.Context, d entitlement.Digest, size int64, from fetch) ([]byte, error) {
	file, place := b.get(ctx, d, size, from)
	switch {
	case file != nil:
		data, err := io.ReadAll(file)
		return data, errors.Join(err, file.Close())
	case place == nil:
		return nil, errNotStored
	}
	defer place.leave()
	var data bytes.Buffer
	for place.sent < place.size {
		ready, err := place.next(ctx)
		if err == nil {
			var n int64
			n, err = io.CopyN(&data, place.file, ready)
			place.sent += n
		}
		if err != nil {
			return data.Bytes(), err
		}
	}
	return data.Bytes(), nil
}

// fill puts a blob into the store, and returns when it is kept.
func (b *Blobs) fill(tb testing.TB, data []byte) entitlement.Digest {
	tb.Helper()
	d := entitlement.SHA256(data)
	got, err := b.fetched(tb.Context(), d, int64(len(data)), sending(data))
	require.NoError(tb, err)
	require.True(tb, bytes.Equal(data, got))
	b.running.Wait()
	return d
}

// requireKept asks for a blob of which the upstream says nothing.
func (b *Blobs) requireKept(tb testing.TB, data []byte) {
	tb.Helper()
	got, err := b.fetched(tb.Context(), entitlement.SHA256(data), int64(len(data)), silent)
	require.NoError(tb, err)
	require.True(tb, bytes.Equal(data, got))
}

// requireFiles is how many files lie in the folder.
func requireFiles(tb testing.TB, folder string, want int) {
	tb.Helper()
	var found []string
	require.NoError(tb, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			found = append(found, path)
		}
		return err
	}))
	require.Len(tb, found, want)
}

func TestBlobsConfig(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for _, tt := range []struct {
		name   string
		config BlobsConfig
		says   string
	}{
		{"no folder", BlobsConfig{}, "the name of their folder is empty"},
		{"a bound below nothing", BlobsConfig{Folder: "x", MaxBytes: -1}, "-1 bytes at most"},
		{"a time below nothing", BlobsConfig{Folder: "x", Stall: -1}, "stall -1ns"},
		{"a file", BlobsConfig{Folder: file}, fmt.Sprintf("%q", file)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := OpenBlobs(tt.config)
			require.ErrorContains(t, err, tt.says)
		})
	}
}

// TestBlobsAreKept is that a blob is fetched once, also by the next process, and
// in either algorithm.
func TestBlobsAreKept(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	small, large := noise(1, 100), noise(2, 3*heldBack+1)
	sum := sha512.Sum512(large)
	long, err := entitlement.ParseDigest("sha512:" + hex.EncodeToString(sum[:]))
	require.NoError(t, err)
	for range 2 {
		b := openBlobs(t, folder)
		b.fill(t, small)
		b.fill(t, large)
		got, err := b.fetched(t.Context(), long, int64(len(large)), sending(large))
		require.NoError(t, err)
		require.True(t, bytes.Equal(large, got))
		require.NoError(t, b.Close())
		b.requireKept(t, small)
		b.requireKept(t, large)
		requireFiles(t, folder, 3)
		require.Equal(t, 3, b.Stats().Blobs)
		require.EqualValues(t, len(small)+2*len(large), b.Stats().Bytes)
	}
	b := openBlobs(t, folder)
	require.Zero(t, b.Stats().Filled)
	_, err = b.fetched(t.Context(), entitlement.SHA256(small), 99, silent)
	require.ErrorContains(t, err, "the upstream was asked", "it is not of the size that was published")
	b.running.Wait()
	requireFiles(t, folder, 2)
}

// TestBlobsOfOthers is a folder in which something else lies too, and two
// processes.
func TestBlobsOfOthers(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	one := openBlobs(t, folder)
	data := noise(1, 1000)
	d := one.fill(t, data)
	strange := filepath.Join(filepath.Dir(one.path(d)), "notes.txt")
	require.NoError(t, os.WriteFile(strange, []byte("x"), 0o600))
	moved := filepath.Join(folder, "sha256", "zz")
	require.NoError(t, os.Mkdir(moved, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(moved, filepath.Base(one.path(d))), []byte("x"), 0o600))

	two := openBlobs(t, folder)
	require.Equal(t, 1, two.Stats().Blobs)
	later := noise(2, 1000)
	one.fill(t, later)
	two.requireKept(t, later)
	require.EqualValues(t, 2000, two.Stats().Bytes)
	require.NoError(t, os.Remove(one.path(d)))
	one.fill(t, data)
	require.EqualValues(t, 2000, one.Stats().Bytes)
	require.FileExists(t, strange)
}
