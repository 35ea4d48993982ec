//go:build unix

package faults

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/registryproxy"
)

const (
	roundsAtOnce = 24 // most of them wait for something
	roundClients = 3
	roundAsks    = 4                      // of each client
	roundStall   = 400 * time.Millisecond // after which a transfer is given up
	roundWait    = time.Second            // after which a client gives up
)

// TestFaults lets clients pull through connections to which something happens, on
// both sides of a proxy. What comes whole is right, also from the store of blobs;
// without faults everything comes; and nothing is left behind.
func TestFaults(t *testing.T) {
	seed := seeded(t)
	w := newWorld(t, nil, 64<<10, 600<<10, 1<<10)
	store := filepath.Join(t.TempDir(), "blobs")
	blobs, err := registryproxy.OpenBlobs(registryproxy.BlobsConfig{Folder: store, MaxBytes: 3 << 20, Stall: roundStall})
	require.NoError(t, err)
	w.all(t, blobs)
	w.up.rest()
	before := countNow(t)

	rounds := roundsOf(t, 200)
	outcomes := w.rounds(t, rounds, func(n int) error {
		kept := blobs
		if n%3 == 0 {
			kept = nil
		}
		return w.round(chance(seed, n), kept)
	})
	require.NoError(t, outcomes)
	t.Logf("%d rounds: %s; %+v", rounds, w.tally(), blobs.Stats())

	w.up.rest()
	before.requireAgain(t, w.up.rest)
	w.all(t, blobs)
	require.NoError(t, blobs.Close())
	require.Positive(t, requireKept(t, store))
	half, err := os.ReadDir(filepath.Join(store, "filling"))
	require.NoError(t, err)
	require.Empty(t, half, "what was not kept lies about")
	w.close(t)
}

// rounds runs so many, some at a time.
func (w *world) rounds(t *testing.T, rounds int, round func(n int) error) error {
	t.Helper()
	var all sync.WaitGroup
	next := make(chan int)
	failed := make([]error, roundsAtOnce)
	for i := range failed {
		all.Go(func() {
			for n := range next {
				if err := round(n); err != nil && failed[i] == nil {
					failed[i] = fmt.Errorf("round %d: %w", n, err)
				}
			}
		})
	}
	for n := range rounds {
		next <- n
	}
	close(next)
	all.Wait()
	return errors.Join(failed...)
}

// all pulls everything, without faults.
func (w *world) all(t *testing.T, blobs *registryproxy.Blobs) {
	t.Helper()
	s := w.serve(t, w.up.host, blobs, patience)
	c := newClient(s.host)
	c.bearer = w.bearer
	for _, one := range w.wares {
		require.NoError(t, c.pull(t.Context(), far, one.version))
	}
	c.close()
	require.NoError(t, s.idle())
	require.NoError(t, s.close())
}

// round is one proxy between connections to which something happens.
func (w *world) round(chance *rand.Rand, blobs *registryproxy.Blobs) error {
	behind, err := newInjector(w.up.host, drawn(chance))
	if err != nil {
		return err
	}
	defer behind.close()
	s, err := w.begin(behind.host(), blobs, roundStall)
	if err != nil {
		return err
	}
	front, err := newInjector(s.host, drawn(chance))
	if err != nil {
		return errors.Join(err, s.close())
	}
	var clients sync.WaitGroup
	wrong := make([]error, roundClients)
	rude := &rudeness{}
	for i := range wrong {
		own := rand.New(rand.NewPCG(chance.Uint64(), 0))
		clients.Go(func() {
			c := newClient(front.host())
			c.bearer = w.bearer
			defer c.close()
			for range roundAsks {
				ctx, cancel := context.WithTimeout(context.Background(), roundWait)
				wrong[i] = errors.Join(wrong[i], w.ask(ctx, c, own, rude))
				cancel()
			}
		})
	}
	clients.Wait()
	err = errors.Join(errors.Join(wrong...), s.idle())
	rude.end()
	front.close()
	return errors.Join(err, s.close())
}

// drawn draws a fault for each connection of an injector.
func drawn(chance *rand.Rand) func() fault {
	own := rand.New(rand.NewPCG(chance.Uint64(), 0))
	return func() fault { return draw(own) }
}

// ask does one thing. An error is an answer that came whole and is wrong.
func (w *world) ask(ctx context.Context, c *client, chance *rand.Rand, rude *rudeness) error {
	one := w.wares[chance.IntN(len(w.wares))]
	part := one.blobs[chance.IntN(len(one.blobs))]
	path := blobPath(far, part.digest)
	switch chance.IntN(10) {
	case 0:
		return w.judge(c.get(ctx, manifestPath(far, one.version)))(one.digest, one.manifest, http.StatusOK)
	case 1, 2:
		from := chance.IntN(len(part.data))
		till := from + chance.IntN(len(part.data)-from)
		a, err := c.get(ctx, path, "Range", fmt.Sprintf("bytes=%d-%d", from, till))
		return w.judge(a, err)(part.digest, part.data[from:till+1], http.StatusPartialContent)
	case 3:
		_ = leave(ctx, c, path, chance.Int64N(int64(len(part.data)))) // however it ends
		return nil
	case 4:
		return rude.be(ctx, c, path, chance)
	default:
		return w.judge(c.get(ctx, path))(part.digest, part.data, http.StatusOK)
	}
}
