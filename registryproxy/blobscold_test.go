package registryproxy

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestManyColdPulls is 64 clients that pull one blob that is not kept, and then
// one that is. The upstream is asked once, and the memory that is needed does not
// grow with the blob.
func TestManyColdPulls(t *testing.T) { // not parallel: it counts what the whole process allocates
	const clients, size = 64, 8 << 20
	data := noise(1, size)
	s, up, store := newBlobStand(t, [][]byte{data})
	bearer, path := s.globex(t), blobPath(data)
	transport := &http.Transport{MaxIdleConnsPerHost: clients, DisableCompression: true}
	defer transport.CloseIdleConnections()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 2 {
		var all sync.WaitGroup
		var right atomic.Int64
		for range clients {
			all.Go(func() {
				req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.server.URL+path, nil)
				if err != nil {
					return
				}
				req.Header.Set("Authorization", "Bearer "+bearer)
				resp, err := transport.RoundTrip(req)
				if err != nil {
					return
				}
				hash := sha256.New()
				n, err := io.Copy(hash, resp.Body)
				_ = resp.Body.Close() // it was only read
				if err == nil && n == size && strings.HasSuffix(path, hex.EncodeToString(hash.Sum(nil))) {
					right.Add(1)
				}
			})
		}
		all.Wait()
		require.EqualValues(t, clients, right.Load())
		store.running.Wait()
	}
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(32*size), "allocated, by the clients too, for 1 GiB")
	require.Len(t, up.asked(), 1)
	require.EqualValues(t, 2*clients-1, store.Stats().Served+store.Stats().Joined)
	require.EqualValues(t, 1, store.Stats().Filled)
}
