package faults

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/requires"
	"github.com/seed361c4c3e/distr-go/internal/server"
	"github.com/seed361c4c3e/distr-go/registryproxy"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A disk is a file system of its own.
type disk struct {
	folder  string
	ballast string
}

// newDisk mounts one of so many megabytes.
func newDisk(t *testing.T, megabytes int) *disk {
	t.Helper()
	requires.Root(t)
	d := &disk{folder: t.TempDir()}
	if err := syscall.Mount("tmpfs", d.folder, "tmpfs", 0, fmt.Sprintf("size=%dm", megabytes)); err != nil {
		t.Skipf("mounting a small disk: %v", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(d.folder, syscall.MNT_DETACH)) })
	d.ballast = filepath.Join(d.folder, "ballast")
	return d
}

// fill leaves so many bytes of room.
func (d *disk) fill(t *testing.T, but int64) {
	t.Helper()
	file, err := os.OpenFile(d.ballast, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	require.NoError(t, err)
	for block := make([]byte, 64<<10); err == nil; {
		_, err = file.Write(block)
	}
	require.ErrorIs(t, err, syscall.ENOSPC)
	info, err := file.Stat()
	require.NoError(t, err)
	require.NoError(t, file.Truncate(max(info.Size()-but, 0)))
	require.NoError(t, file.Close())
}

// empty makes room.
func (d *disk) empty(t *testing.T) {
	t.Helper()
	require.NoError(t, os.Remove(d.ballast))
}

// TestFullDisk is a server with all that it has on a disk that is full now and then.
// What was acknowledged is there, what is not fails with the reason, what is held in
// memory or lies elsewhere is served on, and with room everything works again.
func TestFullDisk(t *testing.T) {
	seed := seeded(t)
	d := newDisk(t, 24)
	up := newElsewhere(t, nil)
	t.Cleanup(func() { up.close(t) })
	f := &filling{disk: d, known: map[string]bool{}}
	folder := filepath.Join(d.folder, "data")
	inFolder(t, folder, func(o *opened) {
		var err error
		f.shop, err = furnish(t.Context(), o.vendor(), up.server.URL)
		require.NoError(t, err)
	})
	away, err := newWare("1.0.0", seed, 2<<20)
	require.NoError(t, err)
	require.NoError(t, away.push(t.Context(), up.host, far, tenant.Token{}, up.over))
	var refused []error
	inFolder(t, folder, func(o *opened) {
		defer f.serve(t, o)()
		_, err := o.vendor().Publish(t.Context(), "far", away.version, "")
		require.NoError(t, err)
		for n := range roundsOf(t, 4) {
			refused = append(refused, f.round(t, o, chance(seed, n), n)...)
			require.NoError(t, f.client(t).pull(t.Context(), far, away.version), "it goes through")
			d.empty(t)
			f.requireBack(t, o, fmt.Sprintf("2.%d.0", n))
		}
		f.requireKnown(t, o)
	})
	require.NotEmpty(t, refused, "the disk was never full")
	for _, err := range refused {
		require.Regexp(t, "full|no space left", err.Error(), "it says why")
	}
	inFolder(t, folder, func(o *opened) { f.requireKnown(t, o) })
	t.Logf("%d changes are there, %d were refused", len(f.known), len(refused))
}

// A filling is a server on such a disk.
type filling struct {
	disk  *disk
	shop  shop
	host  string
	known map[string]bool // customers whose making was acknowledged
}

// serve runs the server until end is called.
func (f *filling) serve(t *testing.T, o *opened) (end func()) {
	t.Helper()
	require.NoError(t, o.vendor().EnsureKeys(t.Context()))
	blobs, err := registryproxy.OpenBlobs(registryproxy.BlobsConfig{Folder: blobsIn(o.folder.Path())})
	require.NoError(t, err)
	handler, err := server.Handler(server.Config{Hub: o.hub, Vendor: acme, Registry: o.registry, Blobs: blobs})
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- o.hub.KeepPulls(ctx, distr.PullLog{Spill: o.folder.Spill(), Every: 10 * time.Millisecond, Ready: func() { close(ready) }})
	}()
	<-ready
	s := httptest.NewServer(handler)
	f.host = strings.TrimPrefix(s.URL, "http://")
	return func() {
		s.Close()
		stop()
		require.NoError(t, errors.Join(<-ended, blobs.Close()))
	}
}

func (f *filling) client(t *testing.T) *client {
	t.Helper()
	c := newClient(f.host)
	t.Cleanup(c.close)
	require.NoError(t, c.login(t.Context(), f.shop.globex, near, far))
	return c
}

// round makes customers, several at a time, until the disk has been full for some of
// them, and pushes into a full disk. It returns what was refused.
func (f *filling) round(t *testing.T, o *opened, chance *rand.Rand, n int) (refused []error) {
	t.Helper()
	f.disk.fill(t, chance.Int64N(256<<10))
	var all sync.WaitGroup
	var mu sync.Mutex
	for writer := range 4 {
		all.Go(func() {
			for i := range 20 {
				id := fmt.Sprintf("c-%d-%d-%d", n, writer, i)
				_, err := o.vendor().CreateCustomer(context.Background(), distr.NewCustomer{ID: tenant.CustomerID(id), Name: strings.Repeat("x", 200)})
				mu.Lock()
				if err == nil {
					f.known[id] = true
				} else {
					refused = append(refused, err)
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	f.disk.fill(t, 0)
	w, err := newWare(fmt.Sprintf("3.%d.0", n), chance.Uint64(), 300<<10)
	require.NoError(t, err)
	over := &http.Transport{}
	defer over.CloseIdleConnections()
	require.Error(t, w.push(t.Context(), f.host, near, f.shop.staff, over), "there is no room for it")
	return refused
}

// requireBack is that everything works again.
func (f *filling) requireBack(t *testing.T, o *opened, version string) {
	t.Helper()
	w, err := newWare(version, uint64(len(f.known)), 10<<10)
	require.NoError(t, err)
	over := &http.Transport{}
	defer over.CloseIdleConnections()
	require.NoError(t, w.push(t.Context(), f.host, near, f.shop.staff, over))
	_, err = o.vendor().Publish(t.Context(), "near", version, "")
	require.NoError(t, err)
	require.NoError(t, f.client(t).pull(t.Context(), near, version))
	require.Eventually(t, func() bool {
		pulls, err := o.vendor().Pulls(t.Context(), distr.PullQuery{Version: version})
		return err == nil && len(pulls) > 0
	}, patience, 10*time.Millisecond, "the pull log is kept again")
	require.Zero(t, o.hub.PullLog().Lost)
}

// requireKnown is that each customer is there whose making was acknowledged, and no
// other but globex.
func (f *filling) requireKnown(t *testing.T, o *opened) {
	t.Helper()
	customers, err := o.vendor().Customers(t.Context(), distr.CustomerQuery{})
	require.NoError(t, err)
	there := map[string]bool{}
	for _, c := range customers {
		there[string(c.ID)] = true
	}
	for id := range f.known {
		require.True(t, there[id], "%s was acknowledged", id)
	}
	require.Len(t, there, len(f.known)+1, "what was refused is there")
}
