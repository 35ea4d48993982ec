package server

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
)

// start runs a server until the test ends, and returns its address.
func start(t *testing.T, c Config) string {
	t.Helper()
	registry, err := embedded.Open(embedded.Config{Root: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, registry.Close()) })
	if c.Hub == nil {
		c.Hub = newHub(t, nil)
	}
	ready := make(chan string, 1)
	c.Vendor, c.Registry, c.Listen, c.Ready = "acme", registry, "127.0.0.1:0", func(url string) { ready <- url }
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, c) }()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-ended)
	})
	select {
	case url := <-ready:
		return url
	case err := <-ended:
		ended <- err
		require.NoError(t, err)
		return ""
	}
}

func newHub(t *testing.T, walker distr.Walker) *distr.Hub {
	t.Helper()
	key, err := distr.NewMasterKey(rand.Reader)
	require.NoError(t, err)
	return distr.New(memory.New(), distr.Config{MasterKeys: []distr.MasterKey{key}, Walker: walker})
}

// challenge is what a stranger is sent to.
func challenge(t *testing.T, client *http.Client, url string, header map[string]string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/v2/", nil)
	require.NoError(t, err)
	for name, value := range header {
		req.Header.Set(name, value)
	}
	resp, err := client.Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, http.StatusUnauthorized, resp.StatusCode)
	return resp.Header.Get("WWW-Authenticate")
}

func TestTLS(t *testing.T) {
	t.Parallel()
	cert, key := certify(t, t.TempDir(), "one")
	url := start(t, Config{Certificate: cert, Key: key})
	require.True(t, strings.HasPrefix(url, "https://"))
	pem, err := os.ReadFile(cert)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(pem))
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}}
	require.Contains(t, challenge(t, client, url, nil), `realm="`+url+`/token"`)
}

func TestTLSThatCannotBe(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	cert, key := certify(t, folder, "one")
	other, _ := certify(t, t.TempDir(), "two")
	tests := []struct{ name, cert, key, want string }{
		{"no key", cert, "", "both a certificate and its key"},
		{"no certificate", "", key, "both a certificate and its key"},
		{"not there", filepath.Join(folder, "none.pem"), key, "none.pem"},
		{"another's key", other, key, "reading the certificate"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := Run(t.Context(), Config{Hub: newHub(t, nil), Vendor: "acme", Registry: &embedded.Registry{}, Certificate: tt.cert, Key: tt.key})
			require.ErrorContains(t, err, tt.want)
		})
	}
}

// TestTrustedProxies is that a server in front is believed that it speaks TLS, if
// it is one of those that are named, and a client never is.
func TestTrustedProxies(t *testing.T) {
	t.Parallel()
	forwarded := map[string]string{"X-Forwarded-Proto": "https", "X-Forwarded-Host": "registry.acme.example"}
	trusting := start(t, Config{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	require.Contains(t, challenge(t, http.DefaultClient, trusting, forwarded), `realm="https://registry.acme.example/token"`)
	wary := start(t, Config{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}})
	require.Contains(t, challenge(t, http.DefaultClient, wary, forwarded), `realm="`+wary+`/token"`)
}

// TestFollows is that the server looks after tags by itself.
func TestFollows(t *testing.T) {
	t.Parallel()
	tags := &tags{}
	tags.mean("monday")
	hub := newHub(t, tags)
	acme := hub.Vendor("acme").As(distr.Operator())
	_, err := acme.CreateProduct(t.Context(), entitlement.Product{ID: "app", Repositories: []entitlement.RepositoryPath{"acme/app"}})
	require.NoError(t, err)
	_, err = acme.Follow(t.Context(), "app", "nightly", "")
	require.NoError(t, err)
	start(t, Config{Hub: hub, FollowEvery: 10 * time.Millisecond})
	tags.mean("tuesday")
	require.Eventually(t, func() bool {
		releases, err := acme.Releases(t.Context(), "app")
		require.NoError(t, err)
		return releases[0].Roots["acme/app"].Digest == entitlement.SHA256([]byte("tuesday"))
	}, time.Minute, 10*time.Millisecond)
}

// tags is a registry in which every tag means the same.
type tags struct{ content atomic.Value }

func (s *tags) mean(content string) { s.content.Store(content) }

func (s *tags) Walk(context.Context, entitlement.Origin, entitlement.RepositoryPath, string) (entitlement.Closure, error) {
	content := []byte(s.content.Load().(string))
	root := entitlement.SHA256(content)
	return entitlement.Closure{Root: root, Items: []entitlement.Item{{Digest: root, Role: entitlement.RoleRoot, Size: int64(len(content)), Manifest: content}}}, nil
}

func (s *tags) Digest(context.Context, entitlement.Origin, entitlement.RepositoryPath, string) (entitlement.Digest, error) {
	return entitlement.SHA256([]byte(s.content.Load().(string))), nil
}

func (s *tags) Referrers(context.Context, entitlement.Origin, entitlement.RepositoryPath, entitlement.Closure) ([]entitlement.Referrer, error) {
	return nil, nil
}
