package webhook_test

import (
	"context"
	"crypto/rand"
	"encoding/pem"
	"fmt"
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
// happen without end in a database, and tells endpoints of it.
const (
	childPath  = "DISTR_WEBHOOK_PATH"
	childKey   = "DISTR_WEBHOOK_KEY"
	childRoots = "DISTR_WEBHOOK_ROOTS"
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
	key, err := distr.ParseMasterKey(os.Getenv(childKey))
	if err != nil {
		return err
	}
	store, err := sqlite.Open(ctx, os.Getenv(childPath), sqlite.Config{})
	if err != nil {
		return err
	}
	hub := distr.New(store, distr.Config{MasterKeys: []distr.MasterKey{key}})
	failed := make(chan error, 2)
	s, err := webhook.New(webhook.Config{
		Vendor: hub.Vendor("acme").As(distr.Program("webhooks")), Private: true, Roots: rootsOf(os.Getenv(childRoots)),
		Every: 10 * time.Millisecond, Backoff: time.Millisecond, Longest: 10 * time.Millisecond,
	})
	if err != nil {
		return err
	}
	go func() { failed <- s.Run(ctx) }()
	go func() {
		for err == nil {
			_, err = hub.Vendor("acme").As(distr.Operator()).CreateCustomer(ctx, distr.NewCustomer{Name: "of " + strconv.Itoa(os.Getpid())})
		}
		failed <- err
	}()
	return <-failed
}

// TestKilled kills a process while it tells an endpoint what it does. What was
// committed arrives all the same, in order: from the next process, when the lease of
// the one that was killed is over.
func TestKilled(t *testing.T) {
	t.Parallel()
	key, err := distr.NewMasterKey(rand.Reader)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "portal.db")
	store, err := sqlite.Open(t.Context(), path, sqlite.Config{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	w := &world{store: store, key: key, hub: distr.New(store, distr.Config{MasterKeys: []distr.MasterKey{key}})}
	w.acme = w.hub.Vendor("acme").As(distr.Operator())
	whims := whims()
	r := newReceiver(t, func(w http.ResponseWriter, req *http.Request, n int) bool {
		if n%7 == 6 {
			return whims[n%len(whims)].do(w, req)
		}
		return true
	})
	_, _, err = w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: r.URL, Private: true})
	require.NoError(t, err)
	for range 3 {
		told := len(r.all())
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), childPath+"="+path, childKey+"="+key.Reveal(),
			childRoots+"="+string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: r.Certificate().Raw})))
		cmd.Stderr = os.Stderr
		require.NoError(t, cmd.Start())
		requireTold(t, func() bool { return len(r.all()) > told+20 })
		require.NoError(t, cmd.Process.Kill())
		require.Error(t, cmd.Wait(), "it was killed")
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
