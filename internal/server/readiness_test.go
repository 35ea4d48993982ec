package server

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
	"github.com/seed361c4c3e/distr-go/tenant"
)

var errBroken = errors.New("the disk is gone")

// A breakable store cannot be read while it is broken.
type breakable struct {
	distr.Store
	broken *atomic.Bool
}

func (s breakable) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	if s.broken.Load() {
		return errBroken
	}
	return s.Store.View(ctx, v, fn)
}

func (s breakable) Changed(ctx context.Context, v tenant.VendorID, since distr.Version) (distr.Changes, error) {
	if s.broken.Load() {
		return distr.Changes{}, errBroken
	}
	return s.Store.Changed(ctx, v, since)
}

func brokenHub(t testing.TB) (*distr.Hub, *atomic.Bool) {
	t.Helper()
	key, err := distr.NewMasterKey(rand.Reader)
	require.NoError(t, err)
	broken := &atomic.Bool{}
	return distr.New(breakable{memory.New(), broken}, distr.Config{MasterKeys: []distr.MasterKey{key}}), broken
}

// TestReady is that a server which cannot serve says so, is healthy all the same,
// and comes back.
func TestReady(t *testing.T) {
	t.Parallel()
	log := &journal{}
	hub, broken := brokenHub(t)
	url := start(t, Config{Hub: hub, Log: slog.New(slog.NewTextHandler(log, nil))})
	becomes := func(status int, text string) {
		t.Helper()
		require.Eventually(t, func() bool {
			resp, body := get(t, url+"/readyz")
			return resp.StatusCode == status && body == text
		}, time.Minute, 10*time.Millisecond)
		resp, _ := get(t, url+"/healthz")
		require.Equal(t, http.StatusOK, resp.StatusCode)
	}
	becomes(http.StatusOK, "ready\n")
	broken.Store(true)
	becomes(http.StatusServiceUnavailable, "not ready\n")
	broken.Store(false)
	becomes(http.StatusOK, "ready\n")
	require.Len(t, log.lines("not ready"), 1, "a change is written down, and not each question")
	require.Contains(t, log.lines("not ready")[0], errBroken.Error())
	require.Len(t, log.lines("ready again"), 1)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/readyz", nil)
	require.NoError(t, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, http.StatusNotFound, resp.StatusCode)
}

func TestNotReady(t *testing.T) {
	t.Parallel()
	open := func() *embedded.Registry {
		registry, err := embedded.Open(embedded.Config{Root: t.TempDir()})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, registry.Close()) })
		return registry
	}
	closed := open()
	require.NoError(t, closed.Close())
	without := distr.New(memory.New(), distr.Config{})
	keyed, forgetful := newHub(t, nil), newHub(t, nil)
	for _, hub := range []*distr.Hub{keyed, forgetful} {
		require.NoError(t, hub.Vendor("acme").As(distr.Operator()).EnsureKeys(t.Context()))
	}
	end, err := keep(t.Context(), Config{Hub: keyed, Log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, end()) })
	tests := []struct {
		name     string
		hub      *distr.Hub
		registry *embedded.Registry
		want     string
	}{
		{"no keys", without, open(), "there are no keys"},
		{"nobody keeps the pull log", forgetful, open(), "nobody keeps the pull log"},
		{"the registry is closed", keyed, closed, "asking the embedded registry"},
		{"all is there", keyed, open(), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			log := &journal{}
			d := newReadiness(Config{Hub: tt.hub, Vendor: "acme", Registry: tt.registry, Log: slog.New(slog.NewTextHandler(log, nil))})
			require.Equal(t, tt.want == "", d.ready(t.Context()))
			if tt.want != "" {
				require.Len(t, log.lines(tt.want), 1)
			}
			d.draining.Store(true)
			require.False(t, d.ready(t.Context()))
		})
	}
}

// TestDrain is the end of a server: it says that it is not ready, serves on for
// whoever has not heard of it, and ends.
func TestDrain(t *testing.T) {
	t.Parallel()
	registry, err := embedded.Open(embedded.Config{Root: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, registry.Close()) })
	hub := newHub(t, nil)
	require.NoError(t, hub.Vendor("acme").As(distr.Operator()).EnsureKeys(t.Context()))
	c := Config{Hub: hub, Vendor: "acme", Registry: registry, Grace: time.Hour}.complete()
	end, err := keep(t.Context(), c)
	require.NoError(t, err)
	defer func() { require.NoError(t, end()) }()
	f, err := newFront(t.Context(), c)
	require.NoError(t, err)
	listener, err := listen(t.Context(), "127.0.0.1:0", "--listen")
	require.NoError(t, err)
	url := "http://" + listener.Addr().String()
	ctx, stop := context.WithCancel(t.Context())
	server, ended := &http.Server{Handler: f.public, ReadHeaderTimeout: time.Minute}, make(chan error, 1)
	go func() { ended <- f.serve(ctx, c, server, listener) }()
	resp, _ := get(t, url+"/readyz")
	require.Equal(t, http.StatusOK, resp.StatusCode)
	stop()
	require.Eventually(t, func() bool {
		resp, _ := get(t, url+"/readyz")
		return resp.StatusCode == http.StatusServiceUnavailable
	}, time.Minute, time.Millisecond)
	resp, _ = get(t, url+"/v2/")
	require.Equal(t, http.StatusUnauthorized, resp.StatusCode, "it serves on")
	require.NoError(t, server.Close()) // the hour is over
	require.ErrorIs(t, <-ended, http.ErrServerClosed)
}
