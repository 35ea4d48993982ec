package webhook_test

import (
	"context"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/distr/webhook"
	"github.com/seed361c4c3e/distr-go/internal/child"
)

func TestMain(m *testing.M) {
	child.Main(m, func(ctx context.Context, args ...string) error {
		return createAndTell(ctx, args[0], args[1], args[2], args[3])
	})
}

// createAndTell is what a child does: it adds so many customers to a database (0: no
// end), and tells endpoints of it, until it is killed or nothing more comes in by
// standard input.
func createAndTell(ctx context.Context, path, masterKey, roots, many string) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	most, err := strconv.Atoi(many)
	if err != nil {
		return err
	}
	key, err := distr.ParseMasterKey(masterKey)
	if err != nil {
		return err
	}
	store, err := sqlite.Open(ctx, path, sqlite.Config{})
	if err != nil {
		return err
	}
	hub := distr.New(store, distr.Config{MasterKeys: []distr.MasterKey{key}})
	failed := make(chan error, 2)
	s, err := webhook.New(webhook.Config{
		Vendor: hub.Vendor("acme").As(distr.Program("webhooks")), Private: true, Roots: rootsOf(roots),
		Timeout: 30 * time.Second, Every: 10 * time.Millisecond, Backoff: time.Millisecond, Longest: 10 * time.Millisecond,
	})
	if err != nil {
		return err
	}
	go func() { failed <- s.Run(ctx) }()
	go func() {
		for n := 0; err == nil && (most == 0 || n < most); n++ {
			_, err = hub.Vendor("acme").As(distr.Operator()).CreateCustomer(ctx, distr.NewCustomer{Name: "of " + strconv.Itoa(os.Getpid())})
		}
		failed <- err
	}()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	return errors.Join(<-failed, <-failed, store.Close())
}

// spawn starts a child that trusts the receiver.
func (w *world) spawn(t *testing.T, path string, r *receiver, most int) *child.Process {
	t.Helper()
	roots := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: r.Certificate().Raw})
	return child.Start(t, path, w.key.Reveal(), string(roots), strconv.Itoa(most))
}

// newSharedWorld is a world whose store other processes use as well.
func newSharedWorld(t *testing.T) (w *world, path string) {
	t.Helper()
	key, err := distr.NewMasterKey(rand.Reader)
	require.NoError(t, err)
	path = filepath.Join(t.TempDir(), "portal.db")
	store, err := sqlite.Open(t.Context(), path, sqlite.Config{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	w = &world{store: store, key: key, hub: distr.New(store, distr.Config{MasterKeys: []distr.MasterKey{key}})}
	w.acme = w.hub.Vendor("acme").As(distr.Operator())
	return w, path
}

// TestProcessesTogether lets two processes tell two endpoints from one database. As
// nobody dies, each is told everything once, in order.
func TestProcessesTogether(t *testing.T) {
	t.Parallel()
	w, path := newSharedWorld(t)
	r := newReceiver(t, nil)
	const endpoints, most = 2, 60
	for i := range endpoints {
		_, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: r.URL + "/" + strconv.Itoa(i), Kinds: []distr.Kind{distr.CustomerAdded}, Private: true})
		require.NoError(t, err)
	}
	var all []*child.Process
	for range 2 {
		all = append(all, w.spawn(t, path, r, most))
	}
	requireTold(t, func() bool { return len(r.all()) >= endpoints*2*most })
	for _, p := range all {
		require.NoError(t, p.In.Close())
		require.NoError(t, p.Wait())
	}
	last, told := map[string]int64{}, map[string]int{}
	for _, got := range r.all() {
		require.Greater(t, got.seq(), last[got.Path])
		last[got.Path] = got.seq()
		told[got.Path]++
	}
	require.Equal(t, map[string]int{"/0": 2 * most, "/1": 2 * most}, told)
}

// TestKilled kills processes, two at a time, while they tell an endpoint what they do.
// What was committed arrives all the same, in order: from the next process, when the
// lease of the one that was killed is over.
func TestKilled(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := mathrand.New(mathrand.NewPCG(seed, seed))
	w, path := newSharedWorld(t)
	store := w.store
	whims := whims()
	r := newReceiver(t, func(w http.ResponseWriter, req *http.Request, n int) bool {
		if n%7 == 6 {
			return whims[n%len(whims)].do(w, req)
		}
		return true
	})
	_, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: r.URL, Private: true})
	require.NoError(t, err)
	for range 3 {
		told := len(r.all())
		var both []*child.Process
		for range 2 {
			both = append(both, w.spawn(t, path, r, 0))
		}
		requireTold(t, func() bool { return len(r.all()) > told+20 })
		for _, p := range both {
			time.Sleep(time.Duration(random.IntN(50_000)) * time.Microsecond)
			require.NoError(t, p.Process.Kill())
		}
		for _, p := range both {
			require.Error(t, p.Wait(), "it was killed")
			require.Equal(t, -1, p.ProcessState.ExitCode(), "and did not end by itself")
		}
		endLeases(t, store)
	}
	// One who finds it all as the last one left it.
	var last distr.Link
	require.NoError(t, store.View(t.Context(), "acme", func(v distr.VendorView) error {
		last, err = v.LastEvent()
		return err
	}))
	run(t, w.sender(t, r.trusted))
	requireTold(t, func() bool {
		all := r.all()
		return all[len(all)-1].seq() == last.Seq
	})
	got := r.all()
	t.Logf("%d events, told %d times", last.Seq, len(got))
	want := int64(1)
	for _, g := range got {
		require.LessOrEqual(t, g.seq(), want, "none is left out, and none comes before its time")
		if g.seq() == want {
			want++
		}
	}
	require.Equal(t, last.Seq, want-1)
}

// endLeases is what time does: a lease of a process that is no more ends by itself
// after a minute.
func endLeases(t *testing.T, store distr.Store) {
	t.Helper()
	require.NoError(t, store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		posts, err := tx.Posts()
		for _, p := range posts {
			p.Holder, p.Until = "", time.Time{}
			if err == nil {
				err = tx.PutPost(p)
			}
		}
		return err
	}))
}
