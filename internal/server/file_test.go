package server

import (
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/ear"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// TestBlobsAreSentByTheKernel fails when a handler between the server and the proxy,
// with all that may watch, hides that a file can be sent without a copy.
func TestBlobsAreSentByTheKernel(t *testing.T) {
	t.Parallel()
	registry, err := embedded.Open(embedded.Config{Root: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, registry.Close()) })
	walker, err := registryproxy.NewWalker(registryproxy.WalkerConfig{
		Upstream: registryproxy.Upstream{Registry: "http://" + embedded.Host, Transport: registry.Transport()},
	})
	require.NoError(t, err)
	hub := newHub(t, walker)
	acme := hub.Vendor("acme").As(distr.Operator())
	require.NoError(t, acme.EnsureKeys(t.Context()))
	layer, size := pushed(t, registry)
	_, err = acme.CreateProduct(t.Context(), entitlement.Product{ID: "app", Repositories: []entitlement.RepositoryPath{"acme/app"}})
	require.NoError(t, err)
	_, err = acme.Publish(t.Context(), "app", "1.0.0", "")
	require.NoError(t, err)
	customer, err := acme.CreateCustomer(t.Context(), distr.NewCustomer{Name: "Globex", Email: "it@globex.example"})
	require.NoError(t, err)
	account := acme.Account(customer.ID)
	_, err = account.Grant(t.Context(), distr.NewGrant{Product: "app", Versions: entitlement.Only("1.0.0")})
	require.NoError(t, err)
	_, token, err := account.NewToken(t.Context(), "ci")
	require.NoError(t, err)

	c := Config{
		Hub: hub, Vendor: "acme", Registry: registry, Log: slog.New(slog.DiscardHandler),
		AccessLog: true, MetricsListen: "127.0.0.1:0", TracesTo: "http://127.0.0.1:1",
	}.complete()
	end, err := keep(t.Context(), c)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, end()) })
	f, err := newFront(t.Context(), c)
	require.NoError(t, err)
	t.Cleanup(f.end)
	server := httptest.NewUnstartedServer(f.public)
	heard := &ear.Listener{Listener: server.Listener}
	server.Listener = heard
	server.Start()
	t.Cleanup(server.Close)

	_, body := get(t, server.URL+"/token?scope=repository:acme/app:pull", "Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("globex:"+token.Reveal())))
	_, rest, _ := strings.Cut(body, `"token":"`)
	bearer, _, _ := strings.Cut(rest, `"`)
	resp, body := get(t, server.URL+"/v2/acme/app/blobs/"+layer, "Authorization", "Bearer "+bearer)
	require.Equal(t, http.StatusOK, resp.StatusCode, body)
	require.Len(t, body, int(size))
	const headers = 4096 // what goes out together with these
	require.Eventually(t, func() bool { return heard.Files.Load() >= size-headers }, time.Minute, time.Millisecond)
}

// pushed is the layer of an image that has been pushed, and its size.
func pushed(t *testing.T, registry *embedded.Registry) (digest string, size int64) {
	t.Helper()
	image, err := random.Image(1<<20, 1)
	require.NoError(t, err)
	ref, err := name.NewTag(embedded.Host+"/acme/app:1.0.0", name.Insecure)
	require.NoError(t, err)
	require.NoError(t, remote.Write(ref, image, remote.WithTransport(registry.Transport()), remote.WithContext(t.Context())))
	manifest, err := image.Manifest()
	require.NoError(t, err)
	return manifest.Layers[0].Digest.String(), manifest.Layers[0].Size
}
