package registryproxy

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// TestKeptBlobsAreServed pulls a blob until it is kept, and asks for it in every
// way. The upstream is asked once.
func TestKeptBlobsAreServed(t *testing.T) {
	t.Parallel()
	data := noise(1, 3*heldBack+5)
	tag := `"` + entitlement.SHA256(data).String() + `"`
	s, up, store := newBlobStand(t, [][]byte{data})
	bearer := s.globex(t)
	resp, got, err := s.download(t.Context(), data, bearer)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.True(t, bytes.Equal(data, got))
	store.running.Wait()
	for _, tt := range []struct {
		name   string
		header []string
		status int
		part   string
		want   []byte
	}{
		{"all", nil, 200, "", data},
		{"first", []string{"Range", "bytes=0-9"}, 206, "bytes 0-9/786437", data[:10]},
		{"resume", []string{"Range", "bytes=786000-"}, 206, "bytes 786000-786436/786437", data[786000:]},
		{"last", []string{"Range", "bytes=-5"}, 206, "bytes 786432-786436/786437", data[786432:]},
		{"behind the end", []string{"Range", "bytes=786437-"}, 416, "bytes */786437", nil},
		{"of this one", []string{"Range", "bytes=1-2", "If-Range", tag}, 206, "bytes 1-2/786437", data[1:3]},
		{"of another one", []string{"Range", "bytes=1-2", "If-Range", `"x"`}, 200, "", data},
		{"in a unit of their own", []string{"Range", "lines=1-2"}, 200, "", data},
		{"had already", []string{"If-None-Match", tag}, 304, "", nil},
		{"had already, and a part", []string{"If-None-Match", tag, "Range", "bytes=1-2"}, 304, "", nil},
		{"with conditions that we have not", []string{"If-Match", `"x"`, "If-Modified-Since", "Mon, 01 Jan 2126 00:00:00 GMT"}, 200, "", data},
	} {
		t.Run(tt.name, func(t *testing.T) {
			resp, got, err := s.download(t.Context(), data, bearer, tt.header...)
			require.NoError(t, err)
			require.Equal(t, tt.status, resp.StatusCode)
			require.Equal(t, tt.part, resp.Header.Get("Content-Range"))
			require.True(t, bytes.Equal(tt.want, got))
			require.Equal(t, tag, resp.Header.Get("Etag"))
			require.Equal(t, "private, no-cache", resp.Header.Get("Cache-Control"))
			require.Empty(t, resp.Header.Get("Last-Modified"))
			if tt.want != nil {
				require.Equal(t, fmt.Sprint(len(tt.want)), resp.Header.Get("Content-Length"))
				require.Equal(t, "application/octet-stream", resp.Header.Get("Content-Type"))
			}
		})
	}
	resp, got, err = s.download(t.Context(), data, bearer, "Range", "bytes=0-1,5-6")
	require.NoError(t, err)
	require.Equal(t, http.StatusPartialContent, resp.StatusCode)
	_, params, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	require.NoError(t, err)
	parts := multipart.NewReader(bytes.NewReader(got), params["boundary"])
	for _, want := range [][]byte{data[0:2], data[5:7]} {
		part, err := parts.NextPart()
		require.NoError(t, err)
		content, err := io.ReadAll(part)
		require.NoError(t, err)
		require.Equal(t, want, content)
	}
	require.Len(t, up.asked(), 1)

	s.gate.change(func(g *testGate) { g.grants["globex"][0].Expires = time.Now() })
	resp, _, err = s.download(t.Context(), data, bearer)
	require.NoError(t, err)
	require.Equal(t, http.StatusForbidden, resp.StatusCode, "it lies behind the decision")
}

// TestPartsAreNotFilledFor is that a part of what is not kept comes from the
// upstream, and no more than that.
func TestPartsAreNotFilledFor(t *testing.T) {
	t.Parallel()
	data := noise(1, 1<<20)
	s, up, store := newBlobStand(t, [][]byte{data})
	resp, got, err := s.download(t.Context(), data, s.globex(t), "Range", "bytes=7-9")
	require.NoError(t, err)
	require.Equal(t, http.StatusPartialContent, resp.StatusCode)
	require.Equal(t, data[7:10], got)
	require.Equal(t, []string{entitlement.SHA256(data).String() + " bytes=7-9"}, up.asked())
	require.Zero(t, store.Stats().Bytes)
}
