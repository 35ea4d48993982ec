package embedded

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

const blobSize = 256 << 20

// BenchmarkBlob downloads one blob of 256 MiB, over the pipe and, to compare,
// from the same handler over TCP loopback.
func BenchmarkBlob(b *testing.B) {
	reg := open(b, b.TempDir())
	data := make([]byte, blobSize)
	_, _ = rand.NewChaCha8([32]byte{}).Read(data)
	client := &http.Client{Transport: reg.Transport()}
	path, status := upload(b, client, "acme/app", digestOf(data), bytes.NewReader(data))
	require.Equal(b, http.StatusCreated, status)

	b.Run("pipe", func(b *testing.B) { download(b, client, "http://"+Host+path) })
	b.Run("tcp", func(b *testing.B) {
		srv := httptest.NewServer(reg.server.Handler)
		defer srv.Close()
		download(b, &http.Client{Transport: &http.Transport{DisableCompression: true}}, srv.URL+path)
	})
}

// BenchmarkManifest asks for an image by its tag, over both.
func BenchmarkManifest(b *testing.B) {
	reg := open(b, b.TempDir())
	push(b, reg, "acme/app:1.4.2", 1)
	get := func(b *testing.B, client *http.Client, url string) {
		b.ReportAllocs()
		for b.Loop() {
			resp, err := client.Head(url + "/v2/acme/app/manifests/1.4.2")
			require.NoError(b, err)
			require.NoError(b, resp.Body.Close())
		}
	}
	b.Run("pipe", func(b *testing.B) { get(b, &http.Client{Transport: reg.Transport()}, "http://"+Host) })
	b.Run("tcp", func(b *testing.B) {
		srv := httptest.NewServer(reg.server.Handler)
		defer srv.Close()
		get(b, srv.Client(), srv.URL)
	})
}

func download(b *testing.B, client *http.Client, url string) {
	b.SetBytes(blobSize)
	b.ReportAllocs()
	buf := make([]byte, 32<<10)
	for b.Loop() {
		resp, err := client.Get(url)
		require.NoError(b, err)
		n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{resp.Body}, buf)
		require.NoError(b, err)
		require.EqualValues(b, blobSize, n)
		require.NoError(b, resp.Body.Close())
	}
}
