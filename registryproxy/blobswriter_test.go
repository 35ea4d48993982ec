package registryproxy

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// TestBlobsAreSentByTheKernel fails when something between the server and the file
// hides that the one is an io.ReaderFrom or the other a file.
func TestBlobsAreSentByTheKernel(t *testing.T) {
	t.Parallel()
	data := noise(1, 8<<20+1)
	diary := &diary{}
	s, up, store := newBlobStand(t, [][]byte{data}, func(c *Config) { c.Observer = diary })
	heard := s.listenTo(t)
	bearer := s.globex(t)
	for i, tt := range []struct {
		name   string
		header []string
		source Source
		want   []byte
	}{
		{"while it is fetched", nil, FromUpstream, data},
		{"all", nil, FromStore, data},
		{"a part", []string{"Range", "bytes=1000-5000000"}, FromStore, data[1000:5000001]},
	} {
		heard.Files.Store(0)
		_, got, err := s.download(t.Context(), data, bearer, tt.header...)
		require.NoError(t, err)
		require.True(t, bytes.Equal(tt.want, got), tt.name)
		store.running.Wait()
		requireHeard(t, &heard.Files, len(tt.want))
		seen := diary.last(t, i+2) // behind the token
		require.Equal(t, tt.source, seen.Source)
		whole := diary.requests[i+1]
		require.Equal(t, tt.source == FromUpstream, whole.Upstream > 0, "%s: %s", tt.name, whole.Upstream)
		require.LessOrEqual(t, whole.Upstream, whole.Took)
		require.EqualValues(t, len(tt.want), seen.Bytes)
	}
	require.Len(t, up.asked(), 1)
}

// TestFileWriter is a writer that knows no files, as HTTP/2 has, and one that
// fails.
func TestFileWriter(t *testing.T) {
	t.Parallel()
	data := noise(1, 2*pieceSize+3)
	s, _, _ := newBlobStand(t, nil)
	for _, tt := range []struct {
		name string
		from io.Reader
		want int
	}{
		{"all", bytes.NewReader(data), len(data)},
		{"a part", &io.LimitedReader{R: bytes.NewReader(data), N: pieceSize + 1}, pieceSize + 1},
		{"just so much", &io.LimitedReader{R: bytes.NewReader(data), N: int64(len(data))}, len(data)},
		{"less than said", &io.LimitedReader{R: bytes.NewReader(data), N: int64(len(data)) + 1}, len(data)},
		{"nothing", &io.LimitedReader{R: bytes.NewReader(data)}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			n, err := s.proxy.newFileWriter(w).ReadFrom(tt.from)
			require.NoError(t, err)
			require.EqualValues(t, tt.want, n)
			require.True(t, bytes.Equal(data[:tt.want], w.Body.Bytes()))
		})
	}
	to := s.proxy.newFileWriter(httptest.NewRecorder())
	_, err := to.ReadFrom(broken{})
	require.ErrorIs(t, err, errBroken)
	require.ErrorIs(t, to.end(), errBroken)
}

// TestClientStopsReadingAFile is a client that stops reading, and stays: it holds
// the file and its connection no longer than a transfer may stand still.
func TestClientStopsReadingAFile(t *testing.T) {
	t.Parallel()
	data := make([]byte, 64<<20) // more than the buffers of a connection hold
	s, up, store := newBlobStand(t, [][]byte{data}, func(c *Config) { c.Stall = 300 * time.Millisecond })
	bearer := s.globex(t)
	place := store.mustFollow(t, entitlement.SHA256(data), len(data), sending(data)) // it is fetched for another, too
	for _, name := range []string{"while it is fetched", "kept"} {
		ended := make(chan struct{})
		inner := s.proxy
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer close(ended)
			inner.ServeHTTP(w, r)
		}))
		t.Cleanup(server.Close)
		s.host = strings.TrimPrefix(server.URL, "http://")
		conn := s.raw(t, "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n", blobPath(data), bearer)
		requireSoon(t, ended, name)
		require.NoError(t, conn.Close())
		store.running.Wait()
		require.Equal(t, 1, store.Stats().Blobs, "what one client does is not the blob's fault")
	}
	place.leave()
	require.Empty(t, up.asked())
	require.FileExists(t, store.path(entitlement.SHA256(data)))
}
