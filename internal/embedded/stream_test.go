package embedded

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/stretchr/testify/require"
)

func TestRange(t *testing.T) {
	t.Parallel()
	client := &http.Client{Transport: open(t, t.TempDir()).Transport()}
	data := noise(1 << 20)
	path, status := upload(t, client, "acme/app", digestOf(data), bytes.NewReader(data))
	require.Equal(t, http.StatusCreated, status)
	for _, tc := range []struct {
		name, asked, answered string
		status                int
		want                  []byte
	}{
		{"all", "", "", http.StatusOK, data},
		{"first", "bytes=0-9", "bytes 0-9/1048576", http.StatusPartialContent, data[:10]},
		{"resume", "bytes=1000000-", "bytes 1000000-1048575/1048576", http.StatusPartialContent, data[1000000:]},
		{"last", "bytes=-5", "bytes 1048571-1048575/1048576", http.StatusPartialContent, data[1<<20-5:]},
		{"beyond", "bytes=1048576-", "bytes */1048576", http.StatusRequestedRangeNotSatisfiable, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			req := request(t, http.MethodGet, "http://"+Host+path, nil)
			if tc.asked != "" {
				req.Header.Set("Range", tc.asked)
			}
			resp, err := client.Do(req)
			require.NoError(t, err)
			got, err := io.ReadAll(resp.Body)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
			require.Equal(t, tc.status, resp.StatusCode)
			require.Equal(t, tc.answered, resp.Header.Get("Content-Range"))
			if tc.want != nil {
				require.EqualValues(t, len(tc.want), resp.ContentLength)
				require.True(t, bytes.Equal(tc.want, got))
			}
		})
	}

	head, err := client.Head("http://" + Host + path)
	require.NoError(t, err)
	require.NoError(t, head.Body.Close())
	require.EqualValues(t, len(data), head.ContentLength)
	require.Equal(t, digestOf(data).String(), head.Header.Get("Docker-Content-Digest"))
}

func TestUploadInChunks(t *testing.T) {
	t.Parallel()
	client := &http.Client{Transport: open(t, t.TempDir()).Transport()}
	data := noise(3 << 20)
	to := begin(t, client, "acme/app")
	for _, chunk := range [][]byte{data[:1<<20], data[1<<20 : 2<<20]} {
		req := request(t, http.MethodPatch, to, struct{ io.Reader }{bytes.NewReader(chunk)}) // no length: Transfer-Encoding chunked
		req.Header.Set("Forwarded", "host=elsewhere.example;proto=https")
		resp, err := client.Do(req)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, http.StatusAccepted, resp.StatusCode)
		require.Regexp(t, "^/v2/acme/app/blobs/uploads/", resp.Header.Get("Location"), "no foreign host")
		next, err := resp.Location()
		require.NoError(t, err)
		to = next.String()
	}
	require.Equal(t, http.StatusCreated, finish(t, client, to, digestOf(data), bytes.NewReader(data[2<<20:])))
	require.Equal(t, http.StatusOK, headBlob(t, client, "acme/app", digestOf(data)))
}

func TestWrongDigest(t *testing.T) {
	t.Parallel()
	client := &http.Client{Transport: open(t, t.TempDir()).Transport()}
	data, other := noise(1<<20), []byte("something else")
	_, status := upload(t, client, "acme/app", digestOf(other), bytes.NewReader(data))
	require.Equal(t, http.StatusBadRequest, status)
	for _, d := range []v1.Hash{digestOf(data), digestOf(other)} {
		require.Equal(t, http.StatusNotFound, headBlob(t, client, "acme/app", d))
	}
}

func TestAbortedUpload(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	reg := open(t, root)
	client := &http.Client{Transport: reg.Transport()}
	data := noise(8 << 20)
	ctx, abort := context.WithCancel(t.Context())
	body := io.MultiReader(bytes.NewReader(data[:4<<20]), readerFunc(func([]byte) (int, error) {
		abort()
		<-ctx.Done()
		return 0, ctx.Err()
	}))
	req := request(t, http.MethodPut, begin(t, client, "acme/app")+"&digest="+digestOf(data).String(), body).WithContext(ctx)
	req.ContentLength = int64(len(data))
	_, err := client.Do(req) //nolint:bodyclose // there is no answer
	require.ErrorIs(t, err, context.Canceled)

	require.NoError(t, reg.Close(), "waits for the handler")
	reg = open(t, root)
	client.Transport = reg.Transport()
	for _, d := range []v1.Hash{digestOf(data), digestOf(data[:4<<20])} {
		require.Equal(t, http.StatusNotFound, headBlob(t, client, "acme/app", d))
	}
	ref, via := refer(t, reg, "acme/app")
	repositories, err := remote.Catalog(t.Context(), ref.Context().Registry, via)
	require.NoError(t, err)
	require.Empty(t, repositories)
}

func TestAbortCancelsTheHandler(t *testing.T) {
	t.Parallel()
	reg := open(t, t.TempDir())
	cancelled := make(chan struct{})
	reg.server.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusOK)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
		close(cancelled)
	})
	resp, err := (&http.Client{Transport: reg.Transport()}).Get("http://" + Host)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	wait(t, cancelled)
}

func TestExpectContinue(t *testing.T) {
	t.Parallel()
	reg := open(t, t.TempDir())
	reg.server.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/no" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, _ = io.Copy(w, r.Body)
	})
	client := &http.Client{Transport: reg.Transport()}
	for path, want := range map[string]int{"/no": http.StatusForbidden, "/yes": http.StatusOK} {
		var asked atomic.Bool
		body := io.MultiReader(readerFunc(func([]byte) (int, error) { asked.Store(true); return 0, io.EOF }), strings.NewReader("body"))
		req := request(t, http.MethodPut, "http://"+Host+path, body)
		req.Header.Set("Expect", "100-continue")
		resp, err := client.Do(req)
		require.NoError(t, err)
		got, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, want, resp.StatusCode)
		require.Equal(t, want == http.StatusOK, asked.Load(), "a refused body is not read")
		require.Equal(t, want == http.StatusOK, string(got) == "body")
	}
}

func TestMemoryIsBounded(t *testing.T) { // not parallel: it counts what the whole process allocates
	client := &http.Client{Transport: open(t, t.TempDir()).Transport()}
	const size = 128 << 20
	stream := func() io.Reader { return io.LimitReader(rand.NewChaCha8([32]byte{}), size) }
	d, _, err := v1.SHA256(stream())
	require.NoError(t, err)

	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	path, status := upload(t, client, "acme/app", d, stream())
	require.Equal(t, http.StatusCreated, status)
	resp, err := client.Get("http://" + Host + path)
	require.NoError(t, err)
	got, n, err := v1.SHA256(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	runtime.ReadMemStats(&after)
	require.EqualValues(t, size, n)
	require.Equal(t, d, got)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(16<<20), "allocated for 256 MiB there and back")
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	client := &http.Client{Transport: open(t, t.TempDir()).Transport()}
	for i := range 32 {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			data := noise(256<<10 + i)
			path, status := upload(t, client, "acme/app", digestOf(data), bytes.NewReader(data))
			require.Equal(t, http.StatusCreated, status)
			resp, err := client.Get("http://" + Host + path)
			require.NoError(t, err)
			got, _, err := v1.SHA256(resp.Body)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
			require.Equal(t, digestOf(data), got)
		})
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// noise is the same for the same size.
func noise(size int) []byte {
	data := make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte{}).Read(data) // never fails
	return data
}

func request(tb testing.TB, method, url string, body io.Reader) *http.Request {
	tb.Helper()
	req, err := http.NewRequestWithContext(tb.Context(), method, url, body)
	require.NoError(tb, err)
	return req
}

func headBlob(tb testing.TB, client *http.Client, repository string, d v1.Hash) int {
	tb.Helper()
	resp, err := client.Head("http://" + Host + "/v2/" + repository + "/blobs/" + d.String())
	require.NoError(tb, err)
	require.NoError(tb, resp.Body.Close())
	return resp.StatusCode
}

func wait(tb testing.TB, done <-chan struct{}) {
	tb.Helper()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		require.Fail(tb, "waited 10 s")
	}
}
