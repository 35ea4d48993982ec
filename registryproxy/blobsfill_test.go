package registryproxy

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A tap is an upstream that sends what the test writes, once it is asked.
type tap struct {
	asked atomic.Int64
	body  *io.PipeReader
	*io.PipeWriter
}

func newTap() *tap {
	r, w := io.Pipe()
	return &tap{body: r, PipeWriter: w}
}

func (t *tap) fetch(ctx context.Context) (io.ReadCloser, error) {
	t.asked.Add(1)
	stop := context.AfterFunc(ctx, func() { _ = t.body.CloseWithError(ctx.Err()) })
	return struct {
		io.Reader
		io.Closer
	}{t.body, closer(func() error { stop(); return t.body.Close() })}, nil
}

type closer func() error

func (c closer) Close() error { return c() }

// pour sends some bytes, and returns when the store has read them.
func (t *tap) pour(tb testing.TB, data []byte) {
	tb.Helper()
	_, err := t.Write(data)
	require.NoError(tb, err)
}

// come waits until a client can be sent so many bytes, and reads them.
func (f *follower) come(tb testing.TB, bytes int64) {
	tb.Helper()
	for f.sent < bytes {
		ready, err := f.next(tb.Context())
		require.NoError(tb, err)
		n, err := io.CopyN(io.Discard, f.file, ready)
		require.NoError(tb, err)
		f.sent += n
	}
	require.Equal(tb, bytes, f.sent)
}

func (b *Blobs) mustFollow(tb testing.TB, d entitlement.Digest, size int, from fetch) *follower {
	tb.Helper()
	file, place := b.get(tb.Context(), d, int64(size), from)
	require.Nil(tb, file)
	require.NotNil(tb, place)
	return place
}

// TestManyPullsAreOneFetch is 64 clients that ask for a blob that is not there.
func TestManyPullsAreOneFetch(t *testing.T) {
	t.Parallel()
	b, folder := openWithFolder(t)
	data := noise(1, 5<<20+7)
	d := entitlement.SHA256(data)
	upstream := newTap()
	var all sync.WaitGroup
	var wrong atomic.Int64
	for range 64 {
		all.Go(func() {
			got, err := b.fetched(t.Context(), d, int64(len(data)), upstream.fetch)
			if err != nil || !bytes.Equal(data, got) {
				wrong.Add(1)
			}
		})
	}
	for piece := range slicesOf(data, 300_000) {
		upstream.pour(t, piece)
	}
	require.NoError(t, upstream.Close())
	all.Wait()
	b.running.Wait()
	require.Zero(t, wrong.Load())
	require.EqualValues(t, 1, upstream.asked.Load())
	require.EqualValues(t, 1, b.Stats().Filled)
	requireFiles(t, folder, 1)
}

func openWithFolder(tb testing.TB, change ...func(*BlobsConfig)) (*Blobs, string) {
	tb.Helper()
	folder := tb.TempDir()
	return openBlobs(tb, folder, change...), folder
}

func slicesOf(data []byte, size int) func(func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for len(data) > 0 {
			n := min(size, len(data))
			if !yield(data[:n]) {
				return
			}
			data = data[n:]
		}
	}
}

// TestEndIsHeldBack is that clients are served at once, and get the end when all
// has been verified.
func TestEndIsHeldBack(t *testing.T) {
	t.Parallel()
	b, folder := openWithFolder(t)
	data := noise(1, 2<<20)
	upstream := newTap()
	client := b.mustFollow(t, entitlement.SHA256(data), len(data), upstream.fetch)
	defer client.leave()
	upstream.pour(t, data[:1<<20])
	client.come(t, 1<<20)
	upstream.pour(t, data[1<<20:len(data)-1])
	client.come(t, int64(len(data)-heldBack))
	ready, _, err := client.look()
	require.NoError(t, err)
	require.Equal(t, client.sent, ready)
	requireFiles(t, filepath.Join(folder, fillingFolder), 1)
	upstream.pour(t, data[len(data)-1:])
	client.come(t, int64(len(data)))
	b.running.Wait()
	b.requireKept(t, data)
}
