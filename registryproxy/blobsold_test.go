package registryproxy

import (
	"bytes"
	"io"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// TestBlobsGrowOld is that what was not used for longest makes way, also after
// the store was opened again.
func TestBlobsGrowOld(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	open := func(blobs int64) *Blobs {
		return openBlobs(t, folder, func(c *BlobsConfig) {
			c.MaxBytes, c.Now = blobs*1000, func() time.Time { return now }
		})
	}
	b := open(3)
	blobs := make([][]byte, 6)
	for i := range blobs {
		blobs[i] = noise(byte(i), 1000)
	}
	for i := range 3 {
		b.fill(t, blobs[i])
		now = now.Add(2 * noteUse)
	}
	b.requireKept(t, blobs[0])
	now = now.Add(time.Minute)
	b.fill(t, blobs[3])
	require.EqualValues(t, 1, b.Stats().Evicted)
	require.NoFileExists(t, b.path(entitlement.SHA256(blobs[1])))
	requireFiles(t, folder, 3)

	b = open(2) // 2, 0, 3, from the one that was not used for longest
	requireFiles(t, folder, 2)
	b.requireKept(t, blobs[0])
	b.requireKept(t, blobs[3])
	b.requireKept(t, blobs[0])
	b.fill(t, blobs[4])
	b.requireKept(t, blobs[0])

	_, err := b.fetched(t.Context(), entitlement.SHA256(noise(9, 2001)), 2001, sending(noise(9, 2001)))
	require.ErrorIs(t, err, errNotStored, "it is larger than all that is kept")
	b.requireKept(t, blobs[0])
}

// TestBlobsAreReadWhileTheyMakeWay is that who reads a blob reads it to the end.
func TestBlobsAreReadWhileTheyMakeWay(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there a file that is read cannot be removed, and stays")
	}
	b := openBlobs(t, t.TempDir(), func(c *BlobsConfig) { c.MaxBytes = 1 << 20 })
	first, second := noise(1, 1<<20), noise(2, 1<<20)
	d := b.fill(t, first)
	file, _ := b.get(t.Context(), d, 1<<20, silent)
	b.fill(t, second)
	require.LessOrEqual(t, b.Stats().Bytes, int64(1<<20))
	got, err := io.ReadAll(file)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	require.True(t, bytes.Equal(first, got))
	b.fill(t, first)
	b.requireKept(t, first)
}
