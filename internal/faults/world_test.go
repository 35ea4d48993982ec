//go:build unix

package faults

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/registryproxy"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A world is a vendor whose images lie in another registry, in this process, for
// proxies that come and go.
type world struct {
	up     *elsewhere
	vendor *distr.Vendor
	shop   shop
	wares  []ware
	bearer string       // the customer's
	keep   func() error // ends the keeper of the pull log
	score  score
}

// worldWares is how many versions there are: together more than a store of blobs is
// given room for.
const worldWares = 10

// patience is how long something may take that ends by itself, on a machine that
// has a lot to do.
const patience = 2 * time.Minute

func newWorld(t *testing.T, through func(http.Handler) http.Handler, sizes ...int) *world {
	t.Helper()
	w := &world{up: newElsewhere(t, through)}
	upstream := registryproxy.Upstream{Registry: w.up.server.URL, Transport: w.up.over}
	walker, err := registryproxy.NewWalker(registryproxy.WalkerConfig{Upstream: upstream})
	require.NoError(t, err)
	key, err := distr.NewMasterKey(rand.Reader)
	require.NoError(t, err)
	hub := distr.New(memory.New(), distr.Config{MasterKeys: []distr.MasterKey{key}, Walker: walker})
	w.vendor = hub.Vendor(acme).As(distr.Operator())
	w.keepPulls(t, hub)
	require.NoError(t, w.vendor.EnsureKeys(t.Context()))
	w.shop, err = furnish(t.Context(), w.vendor, "")
	require.NoError(t, err)
	for n := range worldWares {
		made, err := newWare(fmt.Sprintf("1.%d.0", n), uint64(n), sizes...)
		require.NoError(t, err)
		require.NoError(t, made.push(t.Context(), w.up.host, far, tenant.Token{}, w.up.over))
		_, err = w.vendor.Publish(t.Context(), "far", made.version, "")
		require.NoError(t, err)
		w.wares = append(w.wares, made)
	}
	s := w.serve(t, w.up.host, nil, patience)
	c := newClient(s.host)
	require.NoError(t, c.login(t.Context(), w.shop.globex, far))
	w.bearer = c.bearer
	c.close()
	require.NoError(t, s.close())
	return w
}

func (w *world) keepPulls(t *testing.T, hub *distr.Hub) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- hub.KeepPulls(ctx, distr.PullLog{Ready: func() { close(ready) }}) }()
	<-ready
	w.keep = func() error {
		stop()
		return <-ended
	}
}

func (w *world) close(t *testing.T) {
	t.Helper()
	w.up.close(t)
	require.NoError(t, w.keep())
}

// A served is a proxy that serves on a port.
type served struct {
	host   string
	server *http.Server
	over   *http.Transport // to what is behind it
	busy   atomic.Int64    // requests under way
	wrong  atomic.Pointer[string]
}

// serve lets a proxy serve, in front of a registry at some address, with a store of
// blobs or without. Both sides may stand still for so long.
func (w *world) serve(t *testing.T, behind string, blobs *registryproxy.Blobs, stall time.Duration) *served {
	t.Helper()
	s, err := w.begin(behind, blobs, stall)
	require.NoError(t, err)
	return s
}

func (w *world) begin(behind string, blobs *registryproxy.Blobs, stall time.Duration) (*served, error) {
	s := &served{over: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 16}}
	proxy, err := registryproxy.New(w.vendor, registryproxy.Config{
		Vendor: acme, Upstream: registryproxy.Upstream{Registry: "http://" + behind, Transport: s.over},
		Stall: stall, Blobs: blobs, TokenLife: time.Hour, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return nil, err
	}
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s.host = l.Addr().String()
	s.server = &http.Server{
		Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			s.busy.Add(1)
			defer s.busy.Add(-1)
			proxy.ServeHTTP(rw, r)
		}),
		ReadHeaderTimeout: stall,
		ErrorLog:          log.New(panics{&s.wrong}, "", 0),
	}
	go func() { _ = s.server.Serve(l) }() // until it is closed
	return s, nil
}

// panics listens to what a server complains of: that a handler has panicked is wrong.
type panics struct{ said *atomic.Pointer[string] }

func (p panics) Write(b []byte) (int, error) {
	if text := string(b); bytes.Contains(b, []byte("panic")) {
		p.said.CompareAndSwap(nil, &text)
	}
	return len(b), nil
}

// idle waits until no request is under way any more, although clients stay that
// neither read nor send.
func (s *served) idle() error {
	for till := time.Now().Add(patience); s.busy.Load() > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(till) {
			return fmt.Errorf("%d requests have not ended after %s", s.busy.Load(), patience)
		}
	}
	if text := s.wrong.Load(); text != nil {
		return fmt.Errorf("%s", *text)
	}
	return nil
}

func (s *served) close() error {
	defer s.over.CloseIdleConnections()
	return s.server.Close()
}

// requireKept verifies every file that a store of blobs keeps, and returns how many
// there are. Those that are on their way, and those that make way meanwhile, are
// none.
func requireKept(t testing.TB, folder string) (kept int) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if e != nil && e.IsDir() && e.Name() == "filling" {
			return fs.SkipDir
		}
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		require.NoError(t, err)
		require.Equal(t, "sha256:"+filepath.Base(path), entitlement.SHA256(data).String(), "%s is not what it should be", path)
		kept++
		return nil
	}))
	return kept
}
