package registryproxy

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"
)

// TestStallingUpstreamIsLeftAlone is a registry that begins each answer and then
// stands still. After some of that it is not asked for a while, with a store of
// blobs and without.
func TestStallingUpstreamIsLeftAlone(t *testing.T) {
	t.Parallel()
	for name, kept := range map[string]bool{"kept": true, "streamed": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := noise(1, 1<<20)
			var asked atomic.Int64
			var back atomic.Bool
			s, up, _ := newBlobStand(t, [][]byte{data}, func(c *Config) {
				c.Stall = 200 * time.Millisecond
				c.Blobs.config.Stall = c.Stall
				if !kept {
					c.Blobs = nil
				}
			})
			up.answer = func(r *http.Request, data []byte) (*http.Response, error) {
				if asked.Add(1); back.Load() {
					return nil, nil
				}
				half := &cancelled{io.MultiReader(bytes.NewReader(data[:len(data)/2]), stallingReader{t.Context().Done()}), r.Context().Done()}
				return bodied(r, len(data), half), nil
			}
			at := time.Now()
			s.proxy.upstreams.first.breaker.now = func() time.Time { return at }
			bearer := s.globex(t)
			for range breakerFailures {
				resp, _, err := s.download(t.Context(), data, bearer)
				require.True(t, err != nil || resp.StatusCode == http.StatusBadGateway, "nobody gets half of it for all")
			}
			before := asked.Load()
			resp, body, err := s.download(t.Context(), data, bearer)
			require.NoError(t, err)
			require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode, string(body))
			require.Equal(t, before, asked.Load(), "it was not asked")
			back.Store(true)
			at = at.Add(breakerRest)
			_, got, err := s.download(t.Context(), data, bearer)
			require.NoError(t, err)
			require.True(t, bytes.Equal(data, got))
		})
	}
}

func TestBodyThatIsHeeded(t *testing.T) {
	t.Parallel()
	broken := iotest.ErrReader(errors.New("connection reset"))
	tests := []struct {
		name string
		body io.Reader
		size int64 // as it is announced
		stop int   // when nothing more is read, in bytes; 0: at the end
		ctx  func() context.Context
		late bool // the context ends when reading has begun
		want int  // failures, of three before it
	}{
		{name: "comes whole", body: strings.NewReader("whole"), size: 5},
		{name: "comes whole, and is read no further", body: strings.NewReader("whole"), size: 5, stop: 5},
		{name: "comes whole, and nobody knew how long it is", body: strings.NewReader("whole"), size: -1},
		{name: "is not wanted", body: strings.NewReader("whole"), size: 5, stop: 2},
		{name: "breaks off", body: broken, size: 5, want: 3},
		{name: "stands still", body: broken, size: 5, ctx: ended(t, errStalled), late: true, want: 4},
		{name: "stands still by the client", body: broken, size: 5, ctx: ended(t, errStalled), want: 3},
		{name: "is left by the client", body: broken, size: 5, ctx: ended(t, context.Canceled), late: true, want: 3},
		{name: "is left before it is read", body: strings.NewReader("whole"), size: 5, stop: -1, ctx: ended(t, context.Canceled), want: 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := &breaker{now: time.Now}
			for range 3 {
				b.leave(false, TimedOut)
			}
			if tt.ctx == nil {
				tt.ctx = t.Context
			}
			resp := &http.Response{Body: io.NopCloser(tt.body), ContentLength: tt.size}
			require.True(t, b.heed(tt.ctx(), http.MethodGet, resp))
			if tt.late {
				resp.Body.(*heededBody).ended = func() bool { return false }
			}
			for read := 0; tt.stop == 0 || read < tt.stop; read++ {
				if _, err := resp.Body.Read(make([]byte, 1)); err != nil {
					break
				}
			}
			require.NoError(t, resp.Body.Close())
			require.NoError(t, resp.Body.Close(), "it counts once")
			require.Equal(t, tt.want, b.failures)
		})
	}
	require.False(t, (*breaker)(nil).heed(t.Context(), http.MethodGet, &http.Response{ContentLength: 5}))
	require.False(t, (&breaker{}).heed(t.Context(), http.MethodHead, &http.Response{ContentLength: 5}))
	require.False(t, (&breaker{}).heed(t.Context(), http.MethodGet, &http.Response{Body: http.NoBody}))
}
