//go:build unix

package registryproxy

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/child"
)

const killedSize = 2 << 20

// killed are the blobs that such a process fills its store with.
func killed(i int) []byte { return noise(byte(i), killedSize+i) }

func TestMain(m *testing.M) {
	child.Main(m, func(ctx context.Context, args ...string) error { return fillWithoutEnd(ctx, args[0]) })
}

// fillWithoutEnd fills a store over and over, several blobs at a time, more than have
// room, until it is killed.
func fillWithoutEnd(ctx context.Context, folder string) error {
	store, err := OpenBlobs(BlobsConfig{Folder: folder, MaxBytes: 5 * killedSize})
	if err != nil {
		return err
	}
	fmt.Println("filling")
	for i := 0; ; i = (i + 1) % 8 {
		for _, data := range [][]byte{killed(i), killed(i + 8)} {
			file, place := store.get(ctx, entitlement.SHA256(data), int64(len(data)), sending(data))
			switch {
			case file != nil:
				_ = file.Close()
			case place != nil && i%2 == 0:
				_, _ = place.next(ctx) // and it never leaves
			}
		}
	}
}

// TestKilledWhileFilling kills a process in the middle of filling, many times.
// Nothing that was half there is served, and nothing of it is left on disk.
func TestKilledWhileFilling(t *testing.T) {
	t.Parallel()
	rounds := 25
	if testing.Short() {
		rounds = 3
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 0))
	folder := t.TempDir()
	kept, broken := 0, 0
	for range rounds {
		child.Crash(t, time.Duration(chance.IntN(60_000))*time.Microsecond, folder)
		half, err := os.ReadDir(filepath.Join(folder, fillingFolder))
		require.NoError(t, err)
		broken += len(half)
		store := openBlobs(t, folder)
		kept += requireVerified(t, folder)
		for i := range 16 {
			data := killed(i)
			got, err := store.fetched(t.Context(), entitlement.SHA256(data), int64(len(data)), silent)
			if err == nil {
				require.True(t, bytes.Equal(data, got))
			}
		}
		require.NoError(t, store.Close())
	}
	t.Logf("%d times a blob was kept, %d times one was half there", kept, broken)
}
