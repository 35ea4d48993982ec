package clients_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/wares"
)

// open lets a registry be asked, and changes one byte of what lies at a path that
// ends so.
func open(t *testing.T, shop http.Handler, forged string) (host string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || !strings.HasSuffix(r.URL.Path, forged) {
			shop.ServeHTTP(w, r)
			return
		}
		answer := httptest.NewRecorder()
		shop.ServeHTTP(answer, r)
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		body := answer.Body.Bytes()
		body[len(body)/2] ^= 1
		_, _ = w.Write(body)
	}))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

// A client that takes whatever comes proves nothing when it pulls: our own two
// notice when a blob or a manifest is another than was asked for.
func TestOurClientsCompareDigests(t *testing.T) {
	shop := registry.New(registry.Logger(log.New(io.Discard, "", 0)))
	honest := open(t, shop, "nothing")
	app, err := wares.App(granted)
	require.NoError(t, err)
	ref, err := name.ParseReference(at(honest, granted))
	require.NoError(t, err)
	require.NoError(t, remote.WriteIndex(ref, app))
	digests := digestsOf(t, granted)

	for _, c := range []struct {
		name string
		open func(*testing.T) *library
		says string
	}{
		{"containerd", newContainerd, "unexpected commit digest"},
		{"oras", newOras, "mismatch"},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := c.open(t)
			said, ok := client.tag(t, honest, granted)
			require.True(t, ok, said)
			require.Contains(t, said, digests.index.String())
			for _, forged := range []string{digests.platform.String(), digests.own.String()} {
				said, ok = client.tag(t, open(t, shop, forged), granted)
				require.False(t, ok, said)
				require.Contains(t, said, c.says)
			}
		})
	}
}
