package registryproxy

import (
	"bytes"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// TestFullDisk is a store that is allowed more than its disk has. Every client gets
// its blob all the same; what is kept makes way, so that later something is kept
// again.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=8m"); err != nil {
		t.Skipf("mounting a small disk: %v", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(folder, syscall.MNT_DETACH)) })
	store := openBlobs(t, folder)
	blobs := make([][]byte, 6)
	for i := range blobs {
		blobs[i] = noise(byte(i), 3<<20)
	}
	s, _, _ := newBlobStand(t, blobs, func(c *Config) { c.Blobs = store })
	bearer := s.globex(t)
	for _, data := range blobs {
		_, got, err := s.download(t.Context(), data, bearer)
		require.NoError(t, err)
		require.True(t, bytes.Equal(data, got))
		store.running.Wait()
	}
	stats := store.Stats()
	require.EqualValues(t, 2, stats.Filled)
	require.EqualValues(t, 1, stats.Failed, "then it waits")
	require.EqualValues(t, 1, stats.Evicted)
	requireVerified(t, folder)
	store.mu.Lock()
	store.pause = store.config.Now()
	store.mu.Unlock()
	store.fill(t, blobs[5])
	require.FileExists(t, store.path(entitlement.SHA256(blobs[5])))
}
