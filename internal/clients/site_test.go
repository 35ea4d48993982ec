package clients_test

import (
	"context"
	"crypto/rand"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
	"github.com/seed361c4c3e/distr-go/internal/server"
	"github.com/seed361c4c3e/distr-go/internal/wares"
	"github.com/seed361c4c3e/distr-go/registryproxy"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const (
	image   = "acme/app"
	chart   = "acme/chart"
	granted = "1.4.2"
	other   = "2.0.0"
	later   = "3.0.0"
)

// A site is a vendor's server with three versions of an image and a chart, and a
// clock that runs ahead when it is told to.
type site struct {
	host  string
	acme  *distr.Vendor
	clock *clock
}

// A clock is the real time and an offset, so that a grant can end during a test.
// Hub and proxy go by it; clients have clocks of their own.
type clock struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *clock) jump(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

func newSite(t *testing.T) *site {
	t.Helper()
	registry, err := embedded.Open(embedded.Config{Root: filepath.Join(t.TempDir(), "registry")})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, registry.Close()) })
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "distr.db"), sqlite.Config{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })

	s := &site{clock: &clock{}}
	walker, err := registryproxy.NewWalker(registryproxy.WalkerConfig{
		Upstream: registryproxy.Upstream{Registry: "http://" + embedded.Host, Transport: registry.Transport()},
	})
	require.NoError(t, err)
	key, err := distr.NewMasterKey(rand.Reader)
	require.NoError(t, err)
	hub := distr.New(store, distr.Config{Now: s.clock.now, Walker: walker, MasterKeys: []distr.MasterKey{key}})
	s.acme = hub.Vendor("acme").As(distr.Operator())

	ctx, stop := context.WithCancel(context.Background())
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- server.Run(ctx, server.Config{
			Hub: hub, Vendor: "acme", Registry: registry, Listen: "127.0.0.1:0", Now: s.clock.now,
			Ready: func(address string) { ready <- address },
		})
	}()
	t.Cleanup(func() { stop(); require.NoError(t, <-ended) })
	select {
	case at := <-ready:
		u, err := url.Parse(at)
		require.NoError(t, err)
		s.host = u.Host
	case err := <-ended:
		ended <- nil // for the cleanup
		require.Failf(t, "the server has ended before it was asked to", "%v", err)
	}
	s.stock(t)
	return s
}

// stock pushes and publishes as the vendor would.
func (s *site) stock(t *testing.T) {
	t.Helper()
	_, err := s.acme.CreateProduct(t.Context(), entitlement.Product{ID: "app", Repositories: []entitlement.RepositoryPath{image, chart}})
	require.NoError(t, err)
	_, token, err := s.acme.NewStaffToken(t.Context(), "pipeline")
	require.NoError(t, err)
	staff := remote.WithAuth(&authn.Basic{Username: "ci", Password: token.Reveal()})
	for _, version := range []string{granted, other, later} {
		app, err := wares.App(version)
		require.NoError(t, err)
		require.NoError(t, remote.WriteIndex(s.reference(t, image, version), app, staff))
		packed, err := wares.Chart("chart", version)
		require.NoError(t, err)
		require.NoError(t, remote.Write(s.reference(t, chart, version), packed, staff))
		_, err = s.acme.Publish(t.Context(), "app", version, "")
		require.NoError(t, err)
	}
}

func (s *site) reference(t *testing.T, repository, tag string) name.Reference {
	t.Helper()
	ref, err := name.ParseReference(s.host + "/" + repository + ":" + tag)
	require.NoError(t, err)
	return ref
}

// admit makes a customer that holds the granted version until an hour from now,
// and a token for it.
func (s *site) admit(t *testing.T, id tenant.CustomerID) (*distr.Account, tenant.Token) {
	t.Helper()
	_, err := s.acme.CreateCustomer(t.Context(), distr.NewCustomer{ID: id, Name: string(id)})
	require.NoError(t, err)
	a := s.acme.Account(id)
	_, err = a.Grant(t.Context(), distr.NewGrant{Name: "main", Product: "app", Versions: entitlement.Only(granted), Expires: s.clock.now().Add(time.Hour)})
	require.NoError(t, err)
	_, token, err := a.NewToken(t.Context(), "cluster")
	require.NoError(t, err)
	return a, token
}

// digests are those of one version of the image.
type digests struct{ index, platform, shared, own v1.Hash }

func digestsOf(t *testing.T, version string) (d digests) {
	t.Helper()
	app, err := wares.App(version)
	require.NoError(t, err)
	d.index, err = app.Digest()
	require.NoError(t, err)
	built, err := wares.Image(version, wares.Platforms[0])
	require.NoError(t, err)
	d.platform, err = built.Digest()
	require.NoError(t, err)
	layers, err := built.Layers()
	require.NoError(t, err)
	d.shared, err = layers[0].Digest()
	require.NoError(t, err)
	d.own, err = layers[1].Digest()
	require.NoError(t, err)
	return d
}
