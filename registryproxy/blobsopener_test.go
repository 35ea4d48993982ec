package registryproxy

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
)

// TestBlobsAreOpened is that the blobs of a registry on this machine are sent from
// its files, and that it is asked for them when that does not work.
func TestBlobsAreOpened(t *testing.T) {
	t.Parallel()
	registry, err := embedded.Open(embedded.Config{Root: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, registry.Close()) })
	counting := &countingTransport{inner: registry.Transport()}
	opener := &fickleOpener{inner: registry}
	s := newStandOver(t, Upstream{Registry: "http://" + embedded.Host, Transport: counting, Opener: opener}, func(c *Config) {
		c.Blobs = openBlobs(t, t.TempDir())
	})
	heard := s.listenTo(t)
	bearer := s.globex(t)
	reader, err := s.shared.Compressed()
	require.NoError(t, err)
	layer, err := io.ReadAll(reader)
	require.NoError(t, err)
	path := blobPath(layer)
	for _, tt := range []struct {
		name, requested string
		fails           error
		other           bool // another file is opened
		status          int
		want            string
		asked           bool // over HTTP
	}{
		{name: "all", status: http.StatusOK, want: string(layer)},
		{name: "a part", requested: "bytes=10-60009", status: http.StatusPartialContent, want: string(layer[10:60010])},
		{name: "it cannot be opened", fails: errBroken, status: http.StatusOK, want: string(layer), asked: true},
		{name: "it is not of the size that was published", other: true, requested: "bytes=1-3", status: http.StatusPartialContent, want: string(layer[1:4])},
	} {
		t.Run(tt.name, func(t *testing.T) {
			counting.taken()
			heard.Files.Store(0)
			opener.fails, opener.other = tt.fails, tt.other
			resp, body := s.request(t, http.MethodGet, path, bearer, "Range", tt.requested)
			require.Equal(t, tt.status, resp.StatusCode)
			require.Equal(t, entitlement.SHA256([]byte(tt.want)), entitlement.SHA256([]byte(body)))
			require.Equal(t, tt.asked, counting.count() > 0)
			s.proxy.config.Blobs.running.Wait()
			if tt.fails == nil && !tt.other {
				requireHeard(t, &heard.Files, len(tt.want))
			}
		})
	}
	require.Contains(t, s.log.String(), "cannot be read where it lies")
	require.EqualValues(t, 1, s.proxy.config.Blobs.Stats().Filled, "what does not lie here is kept")

	resp, _ := s.request(t, http.MethodGet, "/v2/acme/app/blobs/"+configOf(t, s.newer), bearer)
	require.Equal(t, http.StatusNotFound, resp.StatusCode, "it lies here, and is not held")
}

// A fickleOpener opens nothing, or something else, when it is told to.
type fickleOpener struct {
	inner BlobOpener
	fails error
	other bool
}

func (f *fickleOpener) OpenBlob(ctx context.Context, repository entitlement.RepositoryPath, d entitlement.Digest) (*os.File, error) {
	if f.fails != nil {
		return nil, f.fails
	}
	file, err := f.inner.OpenBlob(ctx, repository, d)
	if f.other {
		other, err2 := os.Open(os.DevNull)
		return other, errors.Join(err, file.Close(), err2)
	}
	return file, err
}
