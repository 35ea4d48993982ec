//go:build unix

package registryproxy

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// killedBlobs names the folder to a process that is going to be killed.
const killedBlobs = "REGISTRYPROXY_KILLED_BLOBS"

const killedSize = 2 << 20

// killed are the blobs that such a process fills its store with.
func killed(i int) []byte { return noise(byte(i), killedSize+i) }

// TestKilledChild is the process that is killed. It fills the store over and over,
// several blobs at a time, more than have room.
func TestKilledChild(t *testing.T) {
	folder := os.Getenv(killedBlobs)
	if folder == "" {
		return // TestKilledWhileFilling starts it, and says where
	}
	store, err := OpenBlobs(BlobsConfig{Folder: folder, MaxBytes: 5 * killedSize})
	require.NoError(t, err)
	fmt.Println("\nfilling")
	for i := 0; ; i = (i + 1) % 8 {
		for _, data := range [][]byte{killed(i), killed(i + 8)} {
			file, place := store.get(context.Background(), entitlement.SHA256(data), int64(len(data)), sending(data))
			switch {
			case file != nil:
				_ = file.Close()
			case place != nil && i%2 == 0:
				_, _ = place.next(context.Background()) // and it never leaves
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
		kill(t, folder, time.Duration(chance.IntN(60_000))*time.Microsecond)
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

// kill starts a process that fills a store, and kills it after a while.
func kill(t *testing.T, folder string, after time.Duration) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilledChild$")
	cmd.Env = append(os.Environ(), killedBlobs+"="+folder)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	for lines := bufio.NewScanner(out); lines.Scan() && lines.Text() != "filling"; {
	}
	time.Sleep(after) // somewhere in the middle
	require.NoError(t, cmd.Process.Kill())
	_, _ = io.Copy(io.Discard, out)
	require.Error(t, cmd.Wait(), "it was killed")
}
