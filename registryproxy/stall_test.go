package registryproxy

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// slow is a stand whose upstream answers blobs as it is told, and whose transfers
// may stand still for a short time.
func slow(t *testing.T, blob func(*http.Request) (*http.Response, error)) (*stand, string) {
	t.Helper()
	s := newStand(t)
	inner := s.upstream.Transport
	s.upstream.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
		if strings.Contains(r.URL.Path, "/blobs/") && blob != nil {
			return blob(r)
		}
		return inner.RoundTrip(r)
	})
	s.serve(t, publishingGate{s.gate}, func(c *Config) { c.Stall = 300 * time.Millisecond })
	return s, "/v2/acme/app/blobs/" + digestOf(t, s.shared)
}

// TestConnectionIsKept is that the deadlines of one transfer do not hit the next
// request of the connection.
func TestConnectionIsKept(t *testing.T) {
	t.Parallel()
	s, path := slow(t, nil)
	customer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
	staff := s.bearer(t, s.gate.token(t, ""), "repository:acme/app:pull,push")
	client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: 1, DisableCompression: true}}
	reused := false
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(i httptrace.GotConnInfo) { reused = i.Reused }})
	ask := func(method, path, bearer string, body io.Reader) *reply {
		t.Helper()
		req, err := http.NewRequestWithContext(ctx, method, s.server.URL+path, body)
		require.NoError(t, err)
		req.Header.Set("Authorization", "Bearer "+bearer)
		resp, err := client.Do(req)
		require.NoError(t, err)
		_, err = io.Copy(io.Discard, resp.Body)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		return &reply{resp.StatusCode, resp.Header}
	}
	content := bytes.Repeat([]byte("x"), 1<<20)
	for i := range 3 {
		require.Equal(t, http.StatusOK, ask(http.MethodGet, path, customer, nil).StatusCode)
		require.Equal(t, i > 0, reused)
		begun := ask(http.MethodPost, "/v2/acme/app/blobs/uploads/", staff, nil)
		patched := ask(http.MethodPatch, begun.Header.Get("Location"), staff, bytes.NewReader(content))
		require.Equal(t, http.StatusAccepted, patched.StatusCode)
		time.Sleep(2 * s.proxy.config.Stall)
		done := ask(http.MethodPut, patched.Header.Get("Location")+"&digest="+entitlement.SHA256(content).String(), staff, nil)
		require.Equal(t, http.StatusCreated, done.StatusCode)
		require.True(t, reused)
		time.Sleep(2 * s.proxy.config.Stall)
	}
}

// TestSlowIsNotStalled is a transfer that takes longer than it may stand still,
// and goes on all the time.
func TestSlowIsNotStalled(t *testing.T) {
	t.Parallel()
	size := 0
	s, path := slow(t, func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, ContentLength: int64(size), Body: &dripping{left: size, each: size/8 + 1}, Request: r}, nil
	})
	whole, err := s.shared.Size()
	require.NoError(t, err)
	size = int(whole)
	begun := time.Now()
	resp, body := s.request(t, http.MethodGet, path, s.bearer(t, s.gate.token(t, "globex"), pull(app)))
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.Len(t, body, size)
	require.Greater(t, time.Since(begun), 2*s.proxy.config.Stall)
}

// dripping is a body that comes a little at a time.
type dripping struct{ left, each int }

func (d *dripping) Read(b []byte) (int, error) {
	if d.left == 0 {
		return 0, io.EOF
	}
	time.Sleep(100 * time.Millisecond)
	n := min(d.left, d.each, len(b))
	d.left -= n
	return n, nil
}

func (d *dripping) Close() error { return nil }

// TestClientStandsStill is a client that stops reading, or sending, and stays: it
// does not hold the upstream for long.
func TestClientStandsStill(t *testing.T) {
	t.Parallel()
	t.Run("reading", func(t *testing.T) {
		t.Parallel()
		closed := make(chan struct{})
		s, path := slow(t, func(r *http.Request) (*http.Response, error) {
			return &http.Response{
				StatusCode: http.StatusPartialContent, Header: http.Header{"Content-Range": {"bytes 0-99/*"}}, ContentLength: -1,
				Body: &endless{closed: closed}, Request: r,
			}, nil
		})
		conn := s.raw(t, "GET %s HTTP/1.1\r\nHost: x\r\nRange: bytes=0-99\r\nAuthorization: Bearer %s\r\n\r\n", path, s.bearer(t, s.gate.token(t, "globex"), pull(app)))
		defer func() { require.NoError(t, conn.Close()) }()
		requireSoon(t, closed, "the upstream is read on for a client that reads no more")
	})
	t.Run("sending", func(t *testing.T) {
		t.Parallel()
		ended := make(chan struct{})
		s, _ := slow(t, func(r *http.Request) (*http.Response, error) {
			_, err := io.Copy(io.Discard, r.Body)
			close(ended)
			return nil, err
		})
		conn := s.raw(t, "PATCH /v2/acme/app/blobs/uploads/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nAuthorization: Bearer %s\r\n\r\nhalf", s.bearer(t, s.gate.token(t, ""), "repository:acme/app:pull,push"))
		defer func() { require.NoError(t, conn.Close()) }()
		requireSoon(t, ended, "the upstream waits on for a client that sends no more")
	})
	t.Run("sending what nobody wants", func(t *testing.T) {
		t.Parallel()
		s, _ := slow(t, func(r *http.Request) (*http.Response, error) {
			go func() { _, _ = io.Copy(io.Discard, r.Body) }() // as a real transport goes on reading
			return answer(http.StatusNotFound, nil, `{"errors":[{"code":"BLOB_UPLOAD_UNKNOWN","message":"gone"}]}`).RoundTrip(r)
		})
		conn := s.raw(t, "PATCH /v2/acme/app/blobs/uploads/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nAuthorization: Bearer %s\r\n\r\nhalf", s.bearer(t, s.gate.token(t, ""), "repository:acme/app:pull,push"))
		defer func() { require.NoError(t, conn.Close()) }()
		require.NoError(t, conn.SetDeadline(time.Now().Add(time.Minute)))
		all, err := io.ReadAll(conn) // up to the end: the connection is closed
		require.NoError(t, err)
		require.Contains(t, string(all), "HTTP/1.1 404")
		require.Contains(t, string(all), "BLOB_UPLOAD_UNKNOWN")
	})
}

// TestClientNeverReads is a client that asks for many small things in a row and reads
// none of the answers. It is let go, and so is what serves it.
func TestClientNeverReads(t *testing.T) {
	t.Parallel()
	for name, path := range map[string]string{
		"manifests": "/v2/acme/app/manifests/1.4.2", "tags": "/v2/acme/app/tags/list", "refusals": "/v2/acme/secret/manifests/1",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _ := slow(t, nil)
			request := fmt.Sprintf("GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n", path, s.bearer(t, s.gate.token(t, "globex"), pull(app)))
			conn := s.raw(t, "%s", request)
			defer func() { _ = conn.Close() }() // it is broken by then
			require.NoError(t, conn.SetDeadline(time.Now().Add(time.Minute)))
			many := []byte(strings.Repeat(request, 100))
			var err error
			for err == nil {
				_, err = conn.Write(many)
			}
			require.NotErrorIs(t, err, os.ErrDeadlineExceeded, "the proxy waits for a client that reads nothing")
		})
	}
}

// raw sends a request as it is written, and leaves the connection open.
func (s *stand) raw(t *testing.T, format string, args ...any) net.Conn {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", s.host)
	require.NoError(t, err)
	_, err = fmt.Fprintf(conn, format, args...)
	require.NoError(t, err)
	return conn
}

func requireSoon(t *testing.T, done <-chan struct{}, says string) {
	t.Helper()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		require.Fail(t, says)
	}
}

// endless is a body without an end.
type endless struct{ closed chan struct{} }

func (e *endless) Read(b []byte) (int, error) { return len(b), nil }

func (e *endless) Close() error {
	close(e.closed)
	return nil
}
