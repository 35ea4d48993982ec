package registryproxy

import (
	"bytes"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// TestReservedRoom is that blobs on their way count, and nothing is kept for which
// there is no room then.
func TestReservedRoom(t *testing.T) {
	t.Parallel()
	b, _ := openWithFolder(t, func(c *BlobsConfig) { c.MaxBytes = 3 << 20 })
	b.fill(t, noise(1, 1<<20))
	b.fill(t, noise(2, 1<<20))
	large := noise(3, 2<<20)
	upstream := newTap()
	client := b.mustFollow(t, entitlement.SHA256(large), len(large), upstream.fetch)
	require.Equal(t, 1, b.Stats().Blobs, "one made way")
	other := noise(4, 2<<20)
	_, err := b.fetched(t.Context(), entitlement.SHA256(other), int64(len(other)), sending(other))
	require.ErrorIs(t, err, errNotStored)
	require.Equal(t, 1, b.Stats().Blobs, "nothing made way in vain")
	upstream.pour(t, large)
	client.come(t, int64(len(large)))
	client.leave()
	b.running.Wait()
	require.EqualValues(t, 3<<20, b.Stats().Bytes)
}

// TestFailingDisk is a disk that cannot be written to for a while.
func TestFailingDisk(t *testing.T) {
	t.Parallel()
	log := &logText{}
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	b, folder := openWithFolder(t, func(c *BlobsConfig) {
		c.Log, c.Now = slog.New(slog.NewTextHandler(log, nil)), func() time.Time { return now }
	})
	kept, data := noise(1, 1<<20), noise(2, 3<<20)
	b.fill(t, kept)
	var room atomic.Int64
	room.Store(2 << 20)
	b.write = func(f *os.File, data []byte) (int, error) {
		if room.Add(-int64(len(data))) < 0 {
			return 0, errBroken
		}
		return f.Write(data)
	}
	pull := func() ([]byte, error) {
		got, err := b.fetched(t.Context(), entitlement.SHA256(data), int64(len(data)), sending(data))
		b.running.Wait()
		return got, err
	}
	for range 3 {
		got, err := pull()
		require.ErrorIs(t, err, errNotKept)
		require.True(t, bytes.HasPrefix(data, got))
		_, err = pull()
		require.ErrorIs(t, err, errNotStored, "not tried again at once")
		b.requireKept(t, kept)
		requireFiles(t, folder, 1)
		now = now.Add(pauseKeeping)
	}
	require.Equal(t, 1, strings.Count(log.String(), "cannot be kept"))
	room.Store(1 << 30)
	b.fill(t, data)
	require.Equal(t, 1, strings.Count(log.String(), "kept again"))
}
