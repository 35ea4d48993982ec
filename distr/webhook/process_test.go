package webhook_test

import (
	"context"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/distr/webhook"
)

// A child is this test program, run once more as another process. It lets things
// happen in a database, and tells endpoints of it, until it is killed or nothing more
// comes in by standard input.
const (
	childPath  = "DISTR_WEBHOOK_PATH"
	childKey   = "DISTR_WEBHOOK_KEY"
	childRoots = "DISTR_WEBHOOK_ROOTS"
	childMost  = "DISTR_WEBHOOK_MOST" // how much happens; 0: no end
)

func TestMain(m *testing.M) {
	if os.Getenv(childPath) == "" {
		os.Exit(m.Run())
	}
	if err := child(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func child(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	key, err := distr.ParseMasterKey(os.Getenv(childKey))
	if err != nil {
		return err
	}
	store, err := sqlite.Open(ctx, os.Getenv(childPath), sqlite.Config{})
	if err != nil {
		return err
	}
	hub := distr.New(store, distr.Config{MasterKeys: []distr.MasterKey{key}})
	var most int
	if _, err := fmt.Sscan(os.Getenv(childMost), &most); err != nil {
		return err
	}
	failed := make(chan error, 2)
	s, err := webhook.New(webhook.Config{
		Vendor: hub.Vendor("acme").As(distr.Program("webhooks")), Private: true, Roots: rootsOf(os.Getenv(childRoots)),
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

// spawn starts a child, and returns what stops it kindly.
func (w *world) spawn(t *testing.T, path string, r *receiver, most int) (cmd *exec.Cmd, in io.Closer) {
	t.Helper()
	cmd = exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childPath+"="+path, childKey+"="+w.key.Reveal(), fmt.Sprint(childMost, "=", most),
		childRoots+"="+string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: r.Certificate().Raw})))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	return cmd, in
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
	var all []*exec.Cmd
	var ins []io.Closer
	for range 2 {
		cmd, in := w.spawn(t, path, r, most)
		all, ins = append(all, cmd), append(ins, in)
	}
	requireTold(t, func() bool { return len(r.all()) >= endpoints*2*most })
	for i, cmd := range all {
		require.NoError(t, ins[i].Close())
		require.NoError(t, cmd.Wait())
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
		var both []*exec.Cmd
		for range 2 {
			cmd, _ := w.spawn(t, path, r, 0)
			both = append(both, cmd)
		}
		requireTold(t, func() bool { return len(r.all()) > told+20 })
		for _, cmd := range both {
			time.Sleep(time.Duration(random.IntN(50_000)) * time.Microsecond)
			require.NoError(t, cmd.Process.Kill())
		}
		for _, cmd := range both {
			require.Error(t, cmd.Wait(), "it was killed")
			require.Equal(t, -1, cmd.ProcessState.ExitCode(), "and did not end by itself")
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
