package attacks_test

import (
	"context"
	"crypto/rand"
	"io"
	"log"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
	"github.com/seed361c4c3e/distr-go/internal/server"
	"github.com/seed361c4c3e/distr-go/registryproxy"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A site is one process with two vendors in it, who know nothing of each other,
// each with a server of its own over the one database. Their customers have the
// same IDs, their repositories the same names, and the same images lie in them.
// Acme's bytes are in the embedded registry, Umbra's in one that gives out any
// blob through any repository.
type site struct {
	folder      string // with the database and the registry in it
	clock       *clock
	log         *journal
	acme, umbra *shop
	loose       *witness // Umbra's registry
}

// newSite opens a site and stocks its shops: that of Umbra only if it is wanted. A
// panic in a server fails the test.
func newSite(t testing.TB, refusals registryproxy.Refusals, two bool) *site {
	t.Helper()
	s := &site{folder: t.TempDir(), clock: &clock{}, log: &journal{}}
	t.Cleanup(func() { require.NotContains(t, s.log.String(), "panic") })
	written := slog.New(slog.NewTextHandler(s.log, nil))
	store, err := sqlite.Open(t.Context(), filepath.Join(s.folder, "distr.db"), sqlite.Config{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	images, err := embedded.Open(embedded.Config{Root: filepath.Join(s.folder, "registry")})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, images.Close()) })
	walker, err := registryproxy.NewWalker(registryproxy.WalkerConfig{
		Upstream: registryproxy.Upstream{Registry: "http://" + embedded.Host, Transport: images.Transport()},
	})
	require.NoError(t, err)
	key, err := distr.NewMasterKey(rand.Reader)
	require.NoError(t, err)
	config := server.Config{
		Hub:      distr.New(store, distr.Config{Now: s.clock.now, Walker: walker, MasterKeys: []distr.MasterKey{key}, Log: written}),
		Registry: images, Listen: "127.0.0.1:0", Now: s.clock.now, Refusals: refusals, Log: written,
		Drain: time.Millisecond, // some attacks leave connections behind that would never end
	}
	s.loose = &witness{inner: registry.New(registry.Logger(log.New(io.Discard, "", 0)))}
	s.acme = newShop(config, "acme")
	s.acme.open(t, old)
	if two {
		loose := httptest.NewServer(s.loose)
		t.Cleanup(loose.Close)
		s.umbra = newShop(config, "umbra")
		require.NoError(t, s.umbra.vendor.SetUpstream(t.Context(), "", entitlement.Origin{Registry: loose.URL}))
		s.umbra.open(t, next)
	}
	return s
}

// A shop is a vendor and what it runs.
type shop struct {
	vendor *distr.Vendor
	config server.Config
	host   string
	tokens map[string]tenant.Token // by who holds it
}

func newShop(c server.Config, id tenant.VendorID) *shop {
	c.Vendor = id
	return &shop{vendor: c.Hub.Vendor(id).As(distr.Operator()), config: c, tokens: map[string]tenant.Token{}}
}

// open fills the shop, and lets globex have one version of the app.
func (s *shop) open(t testing.TB, granted string) {
	t.Helper()
	s.serve(t)
	s.stock(t)
	s.admit(t, granted, s.config.Now())
}

// serve runs the vendor's server until the test ends.
func (s *shop) serve(t testing.TB) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ready, ended := make(chan string, 1), make(chan error, 1)
	config := s.config
	config.Ready = func(address string) { ready <- address }
	over := make(chan struct{})
	go func() {
		defer close(over)
		ended <- server.Run(ctx, config)
	}()
	t.Cleanup(func() {
		stop()
		<-over // it may say that it had to cut something off, which is how most attacks end
	})
	select {
	case address := <-ready:
		u, err := url.Parse(address)
		require.NoError(t, err)
		s.host = u.Host
	case err := <-ended:
		require.NoError(t, err, "the server ended")
	}
}
