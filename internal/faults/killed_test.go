//go:build unix

package faults

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const (
	killWithin = 900 * time.Millisecond // of the first request: a flush of the pull log is in it
	killBlobs  = 2 << 20                // bytes; less than what is pulled through it
)

// TestKilled kills a server while images are pushed, releases published, blobs
// fetched to be kept and pulls logged, and starts it again on the same folder, over
// and over. What was acknowledged is there, and nothing corrupt is served.
func TestKilled(t *testing.T) {
	seed := seeded(t)
	up := newElsewhere(t, nil)
	t.Cleanup(func() { up.close(t) })
	folder, sold := furnished(t, up.server.URL)
	beside, err := open(t.Context(), folder, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	k := &killing{folder: folder, shop: sold, seed: seed, beside: beside, logged: map[string]bool{}}
	for n := range 8 {
		w, err := newWare(fmt.Sprintf("1.%d.0", n), seed+uint64(n), 500<<10, 30<<10)
		require.NoError(t, err)
		require.NoError(t, w.push(t.Context(), up.host, far, tenant.Token{}, up.over))
		k.wares = append(k.wares, w)
	}
	began := time.Now()
	rounds := roundsOf(t, 10)
	p := k.start(t)
	for _, w := range k.wares {
		p.must(t, "publish far "+w.version)
	}
	for n := range rounds {
		k.round(t, p, n)
		p = k.start(t)
		k.requireThere(t, p, len(k.kept)-k.new)
	}
	k.requireThere(t, p, 0)
	p.end(t)
	require.NoError(t, beside.close())
	t.Logf("%d rounds in %s: %d pushed, %d published, %d pulls logged, %d blobs fetched by half or whole", rounds,
		time.Since(began).Round(time.Second), len(k.kept), k.published, len(k.logged), k.fetched)
}

// A killing is a data folder whose server is killed again and again.
type killing struct {
	folder string
	shop   shop
	seed   uint64
	wares  []ware  // that lie elsewhere
	beside *opened // the folder, as another process has it

	kept      []kept          // what was acknowledged, in its order
	new       int             // of these, since the last kill
	logged    map[string]bool // versions of which an entry was in the log
	published int
	fetched   int64
}

// kept is a version whose push was acknowledged.
type kept struct {
	version   string
	published bool // and its publishing, too
}

func (k *killing) start(t *testing.T) *process {
	t.Helper()
	return spawn(t, orders{Folder: k.folder, Blobs: killBlobs})
}

// round lets clients work, kills the server at some moment, and takes down what was
// acknowledged.
func (k *killing) round(t *testing.T, p *process, n int) {
	t.Helper()
	chance := chance(k.seed, n)
	work := newWork(k, p, n, chance)
	time.Sleep(time.Duration(chance.Int64N(int64(killWithin)))) // somewhere in the middle
	p.kill(t)
	require.NoError(t, work.wait())
	p.reap(t)
	k.kept, k.new = append(k.kept, work.kept...), len(work.kept)
	k.fetched += work.fetched.Load()
	for _, version := range work.logged {
		k.logged[version] = true
	}
	for _, one := range work.kept {
		if one.published {
			k.published++
		}
	}
}

// requireThere is that what was acknowledged is there, from some of it on, that all
// far ones can be pulled, and that every blob that is kept is right.
func (k *killing) requireThere(t *testing.T, p *process, from int) {
	t.Helper()
	requireKept(t, blobsIn(k.folder))
	staff, globex := newClient(p.host), newClient(p.host)
	defer staff.close()
	defer globex.close()
	require.NoError(t, staff.login(t.Context(), k.shop.staff, near))
	require.NoError(t, globex.login(t.Context(), k.shop.globex, near, far))
	for _, one := range k.kept[from:] {
		require.NoError(t, staff.pull(t.Context(), near, one.version), "it was pushed")
		if one.published {
			require.NoError(t, globex.pull(t.Context(), near, one.version), "it was published")
		}
	}
	for _, w := range k.wares {
		require.NoError(t, globex.pull(t.Context(), far, w.version))
	}
	a, err := globex.get(t.Context(), "/readyz")
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, a.status)
	k.requireLogged(t)
}

// requireLogged is that no entry of the log has gone, and none is there twice.
func (k *killing) requireLogged(t *testing.T) {
	t.Helper()
	seen, ids := map[string]bool{}, map[distr.PullID]bool{}
	for pull, err := range k.beside.vendor().EachPull(t.Context(), distr.PullQuery{}) {
		require.NoError(t, err)
		require.False(t, ids[pull.ID], "an entry is there twice")
		ids[pull.ID], seen[pull.Version] = true, true
	}
	for version := range k.logged {
		require.True(t, seen[version], "the pull of %s was in the log", version)
	}
}

// pick is one of several.
func pick[T any](chance *rand.Rand, from []T) T { return from[chance.IntN(len(from))] }
