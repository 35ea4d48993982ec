package wares_test

import (
	"io"
	"log"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/wares"
)

func TestAppIsValidAndTheSameEachTime(t *testing.T) {
	app, err := wares.App("1.4.2")
	require.NoError(t, err)
	at := pushTo(t, "acme/app:1.4.2")
	require.NoError(t, remote.WriteIndex(at, app))
	pulled, err := remote.Index(at)
	require.NoError(t, err)
	require.NoError(t, validate.Index(pulled))
	again, err := wares.App("1.4.2")
	require.NoError(t, err)
	require.Equal(t, digest(t, app), digest(t, again))
	other, err := wares.App("2.0.0")
	require.NoError(t, err)
	require.NotEqual(t, digest(t, app), digest(t, other))
}

func TestVersionsShareTheirBaseLayer(t *testing.T) {
	for _, p := range wares.Platforms {
		old, err := wares.Image("1.4.2", p)
		require.NoError(t, err)
		next, err := wares.Image("2.0.0", p)
		require.NoError(t, err)
		a, err := old.Layers()
		require.NoError(t, err)
		b, err := next.Layers()
		require.NoError(t, err)
		require.Equal(t, digest(t, a[0]), digest(t, b[0]))
		require.NotEqual(t, digest(t, a[1]), digest(t, b[1]))
	}
}

func TestChartCanBePushedAndPulled(t *testing.T) {
	chart, err := wares.Chart("chart", "1.4.2")
	require.NoError(t, err)
	ref := pushTo(t, "acme/chart:1.4.2")
	require.NoError(t, remote.Write(ref, chart))
	pulled, err := remote.Image(ref)
	require.NoError(t, err)
	require.Equal(t, digest(t, chart), digest(t, pulled))
	manifest, err := pulled.Manifest()
	require.NoError(t, err)
	require.EqualValues(t, "application/vnd.cncf.helm.config.v1+json", manifest.Config.MediaType)
}

// pushTo names a place in a registry that the test has for itself.
func pushTo(t *testing.T, reference string) name.Reference {
	t.Helper()
	server := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	t.Cleanup(server.Close)
	ref, err := name.ParseReference(strings.TrimPrefix(server.URL, "http://") + "/" + reference)
	require.NoError(t, err)
	return ref
}

func digest(t *testing.T, of interface{ Digest() (v1.Hash, error) }) v1.Hash {
	t.Helper()
	d, err := of.Digest()
	require.NoError(t, err)
	return d
}
