//go:build unix

package embedded

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// What a benchmark tells the process that is to be a server, and how that says
// what is meant for the benchmark.
const (
	contestKind   = "EMBEDDED_CONTEST"
	contestFile   = "EMBEDDED_CONTEST_FILE"
	contestOrigin = "EMBEDDED_CONTEST_ORIGIN"
	contestSays   = "contest: "
)

// TestContestant is a server for the benchmarks. It serves until its input ends.
func TestContestant(t *testing.T) {
	kind := os.Getenv(contestKind)
	if kind == "" {
		return // the benchmarks start it, and say as what
	}
	data, err := os.ReadFile(os.Getenv(contestFile))
	require.NoError(t, err)
	c := &contest{data: data, digest: entitlement.SHA256(data), store: t.TempDir()}
	offer := contestOffer{Path: "/v2/acme/app/blobs/" + c.digest.String()}
	handler := c.handler(t, kind, &offer)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	offer.Address = server.URL
	says, err := json.Marshal(offer)
	require.NoError(t, err)
	fmt.Println("\n" + contestSays + string(says))
	for asked := bufio.NewScanner(os.Stdin); asked.Scan(); {
		if kind == "filling" && asked.Text() == "prepare" {
			c.empty(t)
		}
		var used syscall.Rusage
		require.NoError(t, syscall.Getrusage(syscall.RUSAGE_SELF, &used))
		fmt.Printf("%s%d\n", contestSays, (used.Utime.Nano()+used.Stime.Nano())/1000)
	}
}

type contest struct {
	data   []byte
	digest entitlement.Digest
	store  string // the folder of a proxy's blobs
}

func (c *contest) handler(t *testing.T, kind string, offer *contestOffer) http.Handler {
	t.Helper()
	origin := registryproxy.Upstream{Registry: os.Getenv(contestOrigin)}
	switch kind {
	case "bare":
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			file, err := os.Open(os.Getenv(contestFile))
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			defer func() { _ = file.Close() }() // it was only read
			w.Header().Set("Content-Type", "application/octet-stream")
			http.ServeContent(w, r, "", time.Time{}, file)
		})
	case "reverse":
		to, err := url.Parse(origin.Registry)
		require.NoError(t, err)
		return &httputil.ReverseProxy{
			Rewrite:    func(r *httputil.ProxyRequest) { r.SetURL(to) },
			Transport:  &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 256},
			BufferPool: &pool{},
		}
	case "streamed":
		return c.proxy(t, registryproxy.Config{Upstream: origin}, offer)
	case "filling":
		return c.proxy(t, registryproxy.Config{Upstream: origin, Blobs: c.blobs(t)}, offer)
	}
	reg := open(t, t.TempDir())
	c.put(t, reg)
	up := registryproxy.Upstream{Registry: "http://" + Host, Transport: reg.Transport()}
	switch kind {
	case "distribution":
		return reg.server.Handler
	case "from-store":
		return c.proxy(t, registryproxy.Config{Upstream: up, Blobs: c.blobs(t)}, offer)
	default:
		up.Opener = reg
		return c.proxy(t, registryproxy.Config{Upstream: up}, offer)
	}
}

func (c *contest) blobs(t *testing.T) *registryproxy.Blobs {
	t.Helper()
	b, err := registryproxy.OpenBlobs(registryproxy.BlobsConfig{Folder: c.store})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.Close()) })
	return b
}

// empty waits until nothing is on its way into the store, and empties it.
func (c *contest) empty(t *testing.T) {
	t.Helper()
	require.Eventually(t, func() bool {
		left, err := os.ReadDir(filepath.Join(c.store, "filling"))
		return err == nil && len(left) == 0
	}, time.Minute, time.Millisecond)
	require.NoError(t, os.RemoveAll(filepath.Join(c.store, "sha256")))
	syscall.Sync() // what the disk has to do for the last round is not part of the next
}

// put pushes the blob.
func (c *contest) put(t *testing.T, reg *Registry) {
	t.Helper()
	client := &http.Client{Transport: reg.Transport()}
	_, status := upload(t, client, "acme/app", digestOf(c.data), bytes.NewReader(c.data))
	require.Equal(t, http.StatusCreated, status)
}

// proxy is a registry proxy whose customer holds the blob.
func (c *contest) proxy(t *testing.T, config registryproxy.Config, offer *contestOffer) http.Handler {
	t.Helper()
	config.Vendor, config.Service = "acme", "registry.acme.example"
	gate := contestGate{newTokenGate(t), c}
	proxy, err := registryproxy.New(gate, config)
	require.NoError(t, err)
	offer.Authorization = "Bearer " + bearer(t, proxy, config.Service, gate.token(t, "globex"))
	return proxy
}
