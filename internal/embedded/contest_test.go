//go:build unix

package embedded

import (
	"bytes"
	"math/rand/v2"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/contest"
	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// TestContestant is a server for the benchmarks.
func TestContestant(t *testing.T) { contest.Stand(t, newContestant) }

// newContestant has an image, and a blob of as many bytes as the first argument
// says. The second one is the address of a registry elsewhere that has the blob.
func newContestant(t *testing.T, kind string, args []string) contest.Offer {
	t.Helper()
	size, err := strconv.Atoi(args[0])
	require.NoError(t, err)
	c := &contestant{t: t, data: make([]byte, size), store: t.TempDir()}
	_, _ = rand.NewChaCha8([32]byte{1}).Read(c.data) // never fails
	c.digest = entitlement.SHA256(c.data)
	c.asks = []contest.Question{
		{Method: http.MethodGet, Path: "/v2/acme/app/blobs/" + c.digest.String(), Status: http.StatusOK, Bytes: int64(size)},
	}
	handler := c.handler(kind, "http://"+args[1])
	offer := contest.Offer{Address: contest.Listen(t, handler), Questions: c.asks}
	if kind == "filling" {
		offer.Prepare, offer.Finish = c.empty, c.settle
	}
	return offer
}

type contestant struct {
	t      *testing.T
	data   []byte
	digest entitlement.Digest
	store  string // the folder of a proxy's blobs
	asks   []contest.Question
}

func (c *contestant) handler(kind, elsewhere string) http.Handler {
	origin := registryproxy.Upstream{Registry: elsewhere}
	switch kind {
	case "reverse":
		to, err := url.Parse(elsewhere)
		require.NoError(c.t, err)
		return &httputil.ReverseProxy{
			Rewrite:    func(r *httputil.ProxyRequest) { r.SetURL(to) },
			Transport:  &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 256},
			BufferPool: &pool{},
		}
	case "streamed":
		return c.proxy(registryproxy.Config{Upstream: origin}, nil)
	case "filling":
		return c.proxy(registryproxy.Config{Upstream: origin, Blobs: c.blobs()}, nil)
	}
	reg := open(c.t, c.t.TempDir())
	image := c.put(reg)
	up := registryproxy.Upstream{Registry: "http://" + Host, Transport: reg.Transport()}
	switch kind {
	case "bare":
		return c.bare(reg)
	case "distribution":
		return reg.server.Handler
	case "from-store":
		return c.proxy(registryproxy.Config{Upstream: up, Blobs: c.blobs()}, image)
	default:
		up.Opener = reg
		return c.proxy(registryproxy.Config{Upstream: up}, image)
	}
}

// bare serves the file that distribution has written: the kernel sends one faster
// that was written in larger pieces.
func (c *contestant) bare(reg *Registry) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		file, err := reg.OpenBlob(r.Context(), "acme/app", c.digest)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		defer func() { _ = file.Close() }() // it was only read
		w.Header().Set("Content-Type", "application/octet-stream")
		http.ServeContent(w, r, "", time.Time{}, file)
	})
}

func (c *contestant) blobs() *registryproxy.Blobs {
	b, err := registryproxy.OpenBlobs(registryproxy.BlobsConfig{Folder: c.store})
	require.NoError(c.t, err)
	c.t.Cleanup(func() { require.NoError(c.t, b.Close()) })
	return b
}

// settle waits until what was fetched has been brought to disk, or nothing is on
// its way any more.
func (c *contestant) settle() {
	require.Eventually(c.t, func() bool {
		left, err := os.ReadDir(filepath.Join(c.store, "filling"))
		return err == nil && len(left) == 0
	}, time.Minute, 5*time.Millisecond)
}

// empty empties the store.
func (c *contestant) empty() {
	require.NoError(c.t, os.RemoveAll(filepath.Join(c.store, "sha256")))
	syscall.Sync() // what the disk has to do for it is not part of the round
}

// put pushes the blob and an image, whose manifest it returns.
func (c *contestant) put(reg *Registry) []byte {
	client := &http.Client{Transport: reg.Transport()}
	_, status := upload(c.t, client, "acme/app", digestOf(c.data), bytes.NewReader(c.data))
	require.Equal(c.t, http.StatusCreated, status)
	manifest, err := push(c.t, reg, "acme/app:1.4.2", 5).RawManifest()
	require.NoError(c.t, err)
	c.asks = append(c.asks, contest.Question{
		Method: http.MethodGet, Path: "/v2/acme/app/manifests/1.4.2", Status: http.StatusOK, Bytes: int64(len(manifest)),
	})
	return manifest
}

// proxy is a registry proxy whose customer holds the image and the blob.
func (c *contestant) proxy(config registryproxy.Config, image []byte) http.Handler {
	config.Vendor, config.Service = "acme", "registry.acme.example"
	gate := newContestGate(c.t, c.digest, int64(len(c.data)), image)
	proxy, err := registryproxy.New(gate, config)
	require.NoError(c.t, err)
	authorization := "Bearer " + bearer(c.t, proxy, config.Service, gate.token(c.t, "globex"))
	for i := range c.asks {
		c.asks[i].Authorization = authorization
	}
	return proxy
}

// A pool lends the buffers of a ReverseProxy.
type pool struct{ buffers sync.Pool }

func (p *pool) Get() []byte {
	if b, ok := p.buffers.Get().(*[256 << 10]byte); ok {
		return b[:]
	}
	return make([]byte, 256<<10)
}

func (p *pool) Put(b []byte) { p.buffers.Put((*[256 << 10]byte)(b)) }
