//go:build unix

package faults

import (
	"net/http"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// TestOutage is a registry behind a proxy that is not there, that nobody hears of, or
// that stops in the middle of what it says. With a store of blobs and without, nobody
// waits for long, nobody takes a half for the whole, and what is known is served on.
func TestOutage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil, 300<<10)
	t.Cleanup(func() { w.close(t) })
	for _, tt := range []struct {
		name  string
		fault *fault // nil: nobody listens
	}{
		{"down", nil},
		{"closes at once", &fault{trouble: cut}},
		{"resets at once", &fault{trouble: reset}},
		{"never answers", &fault{trouble: halfOpen}},
		{"stops in the head", &fault{trouble: halfOpen, after: 20}},
		{"stops in the middle", &fault{trouble: halfOpen, after: 100_000}},
		{"breaks off in the middle", &fault{trouble: cut, after: 100_000}},
		{"is reset in the middle", &fault{trouble: reset, after: 100_000}},
	} {
		for name, keeps := range map[string]bool{"kept": true, "streamed": false} {
			t.Run(tt.name+", "+name, func(t *testing.T) {
				behind := nowhere(t)
				if tt.fault != nil {
					i, err := newInjector(w.up.host, func() fault { return *tt.fault })
					require.NoError(t, err)
					defer i.close()
					behind = i.host()
				}
				var blobs *registryproxy.Blobs
				if keeps {
					var err error
					blobs, err = registryproxy.OpenBlobs(registryproxy.BlobsConfig{Folder: filepath.Join(t.TempDir(), "blobs"), Stall: roundStall})
					require.NoError(t, err)
					defer blobs.Close()
				}
				s := w.serve(t, behind, blobs, roundStall)
				c := newClient(s.host)
				c.bearer = w.bearer
				one := w.wares[0]
				a, err := c.get(t.Context(), blobPath(far, one.blobs[1].digest))
				if err == nil {
					require.Contains(t, []int{http.StatusBadGateway, http.StatusServiceUnavailable}, a.status)
					require.NotEmpty(t, a.header.Get("Retry-After"))
				}
				_, err = c.verified(t.Context(), manifestPath(far, one.version), one.digest)
				require.NoError(t, err)
				c.close()
				require.NoError(t, s.idle())
				require.NoError(t, s.close())
				if blobs != nil {
					require.NoError(t, blobs.Close())
					require.Zero(t, blobs.Stats().Blobs)
				}
			})
		}
	}
}
