package registryproxy

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// TestWrongBytesFromUpstream is that no client gets all of a wrong blob: a small
// one is trouble, a large one breaks off.
func TestWrongBytesFromUpstream(t *testing.T) {
	t.Parallel()
	small, large := noise(1, 1000), noise(2, 8<<20)
	s, up, store := newBlobStand(t, [][]byte{small, large})
	up.answer = func(r *http.Request, data []byte) (*http.Response, error) {
		return bodied(r, len(data), io.MultiReader(bytes.NewReader(data[:len(data)-1]), bytes.NewReader([]byte{data[len(data)-1] + 1}))), nil
	}
	bearer := s.globex(t)
	resp, body, err := s.download(t.Context(), small, bearer)
	require.NoError(t, err)
	require.Equal(t, http.StatusBadGateway, resp.StatusCode)
	require.Equal(t, codeUnavailable, code(t, string(body)))
	fails := func() {
		t.Helper()
		resp, got, err := s.download(t.Context(), large, bearer)
		if err == nil { // the upstream was faster than the client
			require.Equal(t, http.StatusBadGateway, resp.StatusCode)
			return
		}
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		require.LessOrEqual(t, len(got), len(large)-heldBack)
	}
	fails()
	require.Zero(t, store.Stats().Blobs)

	up.answer = func(r *http.Request, data []byte) (*http.Response, error) {
		return bodied(r, len(data), bytes.NewReader(data[:5<<20])), nil
	}
	fails()
	up.answer = nil
	_, got, err := s.download(t.Context(), large, bearer)
	require.NoError(t, err)
	require.True(t, bytes.Equal(large, got))
}

// TestUpstreamRefusesTheFirst is that who joined somebody else's fetch is not
// harmed by what the upstream has against that one.
func TestUpstreamRefusesTheFirst(t *testing.T) {
	t.Parallel()
	data := noise(1, 1<<20)
	s, up, store := newBlobStand(t, [][]byte{data})
	begun, refuse := make(chan struct{}), make(chan struct{})
	var asked atomic.Int64
	up.answer = func(r *http.Request, _ []byte) (*http.Response, error) {
		if asked.Add(1) > 1 {
			return nil, nil
		}
		close(begun)
		<-refuse
		return &http.Response{Status: "403 Forbidden", StatusCode: http.StatusForbidden, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
	}
	bearer := s.globex(t)
	first := make(chan int, 1)
	go func() {
		resp, _, err := s.download(context.WithoutCancel(t.Context()), data, bearer)
		if err != nil {
			resp = &reply{}
		}
		first <- resp.StatusCode
	}()
	<-begun
	place := store.mustFollow(t, entitlement.SHA256(data), len(data), silent) // so that it is known when the second waits
	go func() {
		for store.Stats().Joined < 2 {
			time.Sleep(time.Millisecond)
		}
		close(refuse)
	}()
	resp, got, err := s.download(t.Context(), data, bearer)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.True(t, bytes.Equal(data, got))
	require.Equal(t, http.StatusBadGateway, <-first)
	place.leave()
}

// TestDiskFailsHalfWay is that a client gets all of a blob that cannot be kept
// after all, whether or not the upstream can go on in the middle.
func TestDiskFailsHalfWay(t *testing.T) {
	t.Parallel()
	data := noise(1, 8<<20)
	for name, all := range map[string]bool{"the upstream knows ranges": false, "it knows none": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, up, store := newBlobStand(t, [][]byte{data})
			if all {
				up.answer = func(r *http.Request, data []byte) (*http.Response, error) {
					return bodied(r, len(data), bytes.NewReader(data)), nil
				}
			}
			// It fails when the client has been sent something.
			var left atomic.Int64
			left.Store(4 << 20)
			store.write = func(f *os.File, b []byte) (int, error) {
				if left.Add(-int64(len(b))) < 0 {
					return 0, errBroken
				}
				return f.Write(b)
			}
			resp, got, err := s.download(t.Context(), data, s.globex(t))
			require.NoError(t, err)
			require.Equal(t, http.StatusOK, resp.StatusCode)
			require.True(t, bytes.Equal(data, got))
			store.running.Wait()
			require.Zero(t, store.Stats().Blobs)
		})
	}
}
