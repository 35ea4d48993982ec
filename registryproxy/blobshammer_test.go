package registryproxy

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// requireVerified is that every file that is kept is what its name says, and that
// nothing else lies in the folder.
func requireVerified(tb testing.TB, folder string) (blobs int) {
	tb.Helper()
	left, err := os.ReadDir(filepath.Join(folder, fillingFolder))
	require.NoError(tb, err)
	require.Empty(tb, left)
	files, err := filepath.Glob(filepath.Join(folder, "sha*", "*", "*"))
	require.NoError(tb, err)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(tb, err)
		require.Equal(tb, filepath.Base(file), strings.TrimPrefix(entitlement.SHA256(data).String(), "sha256:"))
	}
	return len(files)
}

// TestHammer lets many clients pull, abort and ask for parts, of more blobs than
// there is room for, from an upstream that often fails, and closes the store in the
// middle of it. Whatever comes to its end is right, and nothing is left behind.
func TestHammer(t *testing.T) { // not parallel: it counts goroutines and descriptors
	goroutines, descriptors := runtime.NumGoroutine(), openDescriptors(t)
	t.Run("pulls", func(t *testing.T) {
		seed := uint64(time.Now().UnixNano())
		t.Logf("seed %d", seed)
		blobs := make([][]byte, 12)
		for i := range blobs {
			blobs[i] = noise(byte(i), 100_000+i*90_000)
		}
		s, up, _ := newBlobStand(t, blobs)
		folder := t.TempDir()
		store := openBlobs(t, folder, func(c *BlobsConfig) { c.MaxBytes = 3 << 20 })
		s.serve(t, publishingGate{s.gate}, func(c *Config) { c.Blobs = store })
		var turn atomic.Uint64
		up.answer = func(r *http.Request, data []byte) (*http.Response, error) {
			chance := rand.New(rand.NewPCG(seed, turn.Add(1)))
			if r.Header.Get("Range") != "" || chance.IntN(3) > 0 {
				return nil, nil
			}
			right := data[:chance.IntN(len(data))]
			wrong := io.LimitReader(rand.NewChaCha8([32]byte{}), int64(chance.IntN(len(data)-len(right))))
			return bodied(r, len(data), io.MultiReader(bytes.NewReader(right), wrong, broken{})), nil
		}
		bearer := s.globex(t)
		var clients sync.WaitGroup
		var pulls, whole, wrong atomic.Int64
		for i := range 16 {
			clients.Go(func() {
				chance := rand.New(rand.NewPCG(seed, uint64(1000+i)))
				for range 40 {
					pulls.Add(1)
					got, complete := s.pullSomehow(chance, blobs[chance.IntN(len(blobs))], bearer)
					if !got {
						wrong.Add(1)
					}
					if complete {
						whole.Add(1)
					}
				}
			})
		}
		for store.Stats().Filled < 20 && pulls.Load() < 16*40 {
			time.Sleep(time.Millisecond)
		}
		store.mu.Lock()
		within := store.bytes+store.reserved <= store.config.MaxBytes
		store.mu.Unlock()
		require.True(t, within)
		require.NoError(t, store.Close())
		clients.Wait()
		require.Zero(t, wrong.Load())
		require.Positive(t, whole.Load())
		require.Empty(t, store.fills)
		require.Zero(t, store.reserved)
		require.Positive(t, requireVerified(t, folder))
	})
	requireBack(t, goroutines, descriptors)
}

// requireBack is that no more goroutines and descriptors are left than there were.
func requireBack(tb testing.TB, goroutines, descriptors int) {
	tb.Helper()
	for until := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		g, d := runtime.NumGoroutine(), openDescriptors(tb)
		if g <= goroutines && d <= descriptors {
			return
		}
		require.True(tb, time.Now().Before(until), "%d goroutines were %d, %d descriptors were %d", g, goroutines, d, descriptors)
	}
}

// pullSomehow returns whether what came was right as far as it came, and whether it
// was all of the blob.
func (s *stand) pullSomehow(chance *rand.Rand, data []byte, bearer string) (right, complete bool) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var header []string
	switch chance.IntN(4) {
	case 0:
		header = []string{"Range", "bytes=1000-50000"}
	case 1:
		time.AfterFunc(time.Duration(chance.IntN(3000))*time.Microsecond, cancel)
	}
	resp, got, err := s.download(ctx, data, bearer, header...)
	switch {
	case resp == nil:
		return errors.Is(err, context.Canceled), false
	case resp.StatusCode == http.StatusPartialContent:
		return err == nil && bytes.Equal(data[1000:50001], got), false
	case resp.StatusCode == http.StatusOK && err == nil:
		return bytes.Equal(data, got), true
	case resp.StatusCode == http.StatusOK: // an upstream may have sent wrong bytes before it was found out
		return len(got) < len(data), false
	default:
		return resp.StatusCode == http.StatusBadGateway, false
	}
}

// openDescriptors is how many files and connections the process has open, and 0
// where that cannot be told.
func openDescriptors(tb testing.TB) int {
	tb.Helper()
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(list)
}
