package registryproxy

import (
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestCutShort is an upstream that stops in the middle: the client must not take
// the half for the whole.
func TestCutShort(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	token := s.gate.token(t, "globex")
	size, err := s.shared.Size()
	require.NoError(t, err)
	for name, body := range map[string]io.Reader{
		"ends":   strings.NewReader("half"),
		"fails":  io.MultiReader(strings.NewReader("half"), failingReader{}),
		"stalls": io.MultiReader(strings.NewReader("half"), stallingReader{t.Context().Done()}),
	} {
		t.Run(name, func(t *testing.T) {
			s := &stand{gate: s.gate, shared: s.shared, upstream: Upstream{Registry: "http://up.example"}}
			s.upstream.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
				if r.URL.Path == registryPath {
					return answer(200, nil, "").RoundTrip(r)
				}
				return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: &cancelled{body, r.Context().Done()}, ContentLength: size, Request: r}, nil
			})
			s.serve(t, s.gate, func(c *Config) { c.Stall = 300 * time.Millisecond })
			bearer := s.bearer(t, token, pull(app))
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.server.URL+"/v2/acme/app/blobs/"+digestOf(t, s.shared), nil)
			require.NoError(t, err)
			req.Header.Set("Authorization", "Bearer "+bearer)
			resp, err := http.DefaultTransport.RoundTrip(req)
			if err == nil {
				_, err = io.ReadAll(resp.Body)
				_ = resp.Body.Close()
			}
			require.Error(t, err)
			require.Eventually(t, func() bool { return strings.Contains(s.log.String(), "cut short") }, 5*time.Second, time.Millisecond)
		})
	}
}

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, errors.New("connection reset") }

type stallingReader struct{ until <-chan struct{} }

func (r stallingReader) Read([]byte) (int, error) {
	<-r.until
	return 0, io.ErrUnexpectedEOF
}

// cancelled is a body that ends with its request, as a real transport's does.
type cancelled struct {
	io.Reader
	until <-chan struct{}
}

func (c *cancelled) Read(b []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	read := make(chan result, 1)
	go func() {
		own := make([]byte, len(b))
		n, err := c.Reader.Read(own)
		copy(b, own[:n])
		read <- result{n, err}
	}()
	select {
	case r := <-read:
		return r.n, r.err
	case <-c.until:
		return 0, context.Canceled
	}
}

func (c *cancelled) Close() error { return nil }

// TestClientGoesAway is that the upstream's request ends with the client's, and
// that nothing of it is left behind.
func TestClientGoesAway(t *testing.T) {
	s := newStand(t)
	token := s.gate.token(t, "globex")
	begun, ended := make(chan struct{}, 100), make(chan struct{}, 100)
	s.upstream.Registry = "http://up.example"
	s.upstream.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == registryPath {
			return answer(200, nil, "").RoundTrip(r)
		}
		begun <- struct{}{}
		<-r.Context().Done()
		ended <- struct{}{}
		return nil, r.Context().Err()
	})
	s.serve(t, s.gate)
	bearer := s.bearer(t, token, pull(app))
	before := runtime.NumGoroutine()
	for range 20 {
		ctx, cancel := context.WithCancel(t.Context())
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.server.URL+"/v2/acme/app/blobs/"+digestOf(t, s.shared), nil)
		require.NoError(t, err)
		req.Header.Set("Authorization", "Bearer "+bearer)
		go func() {
			<-begun
			cancel()
		}()
		resp, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
		if err == nil {
			err = resp.Body.Close()
		}
		require.ErrorIs(t, err, context.Canceled)
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
			require.Fail(t, "the upstream request goes on")
		}
	}
	require.NotContains(t, s.log.String(), "trouble with the upstream", "a client that goes away is no trouble")
	require.Eventually(t, func() bool { return runtime.NumGoroutine() <= before+2 }, 5*time.Second, 10*time.Millisecond, "goroutines are left behind")
}
