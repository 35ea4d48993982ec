package registryproxy

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/ear"
)

// A distant registry is one at the other end of a connection, whose blob is answered as
// a test wants.
type distant struct {
	*httptest.Server
	dialed atomic.Int64  // connections that were opened
	ended  chan struct{} // once for each request for a blob
}

// newLineStand is a stand in front of one, which keeps nothing.
func newLineStand(t *testing.T, data []byte, blob http.HandlerFunc, change ...func(*Config)) (*stand, *distant) {
	t.Helper()
	o := &distant{ended: make(chan struct{}, 16)}
	o.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.URL.Path, "/blobs/") {
			return // whether there is a registry
		}
		defer func() { o.ended <- struct{}{} }()
		blob(w, r)
	}))
	o.Config.ConnState = func(_ net.Conn, to http.ConnState) {
		if to == http.StateNew {
			o.dialed.Add(1)
		}
	}
	o.Start()
	t.Cleanup(o.Close)
	s, _, _ := newBlobStand(t, [][]byte{data}, append(change, func(c *Config) {
		c.Blobs, c.Upstream = nil, Upstream{Registry: o.URL}
	})...)
	return s, o
}

// serveData answers as a registry that has the blob.
func serveData(data []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	}
}

// TestKernelMovesBlobs is that the bytes of a blob behind plain HTTP do not come
// into this process, and that its connection is good for the next one.
func TestKernelMovesBlobs(t *testing.T) {
	t.Parallel()
	if !canSplice {
		t.Skip("the system does not splice")
	}
	data := noise(1, 8<<20+1)
	diary := &diary{}
	s, up := newLineStand(t, data, serveData(data), func(c *Config) { c.Observer = diary })
	heard := s.listenTo(t)
	bearer := s.globex(t)
	for i, tt := range []struct {
		name   string
		header []string
		want   []byte
	}{
		{"all", nil, data},
		{"a part", []string{"Range", "bytes=1000-5000000"}, data[1000:5000001]},
		{"all once more", nil, data},
	} {
		heard.Conns.Store(0)
		_, got, err := s.download(t.Context(), data, bearer, tt.header...)
		require.NoError(t, err)
		require.True(t, bytes.Equal(tt.want, got), tt.name)
		requireHeard(t, &heard.Conns, len(tt.want))
		require.EqualValues(t, len(tt.want), diary.last(t, i+2).Bytes)
	}
	require.EqualValues(t, 1, up.dialed.Load())
}

// TestKernelCannot is that a blob comes all the same where the kernel cannot move it.
func TestKernelCannot(t *testing.T) {
	t.Parallel()
	data := noise(1, 1<<20+1)
	t.Run("TLS to the registry", func(t *testing.T) {
		t.Parallel()
		registry := httptest.NewTLSServer(serveData(data))
		t.Cleanup(registry.Close)
		transport := newTransport()
		transport.TLSClientConfig = registry.Client().Transport.(*http.Transport).TLSClientConfig
		s, _ := newLineStand(t, data, serveData(data))
		s.upstream = Upstream{Registry: registry.URL, Transport: transport}
		s.serve(t, publishingGate{s.gate})
		requireCopied(t, s, s.listenTo(t), data)
	})
	t.Run("a writer that hides what it can do", func(t *testing.T) {
		t.Parallel()
		s, _ := newLineStand(t, data, serveData(data))
		inner := s.server.Config.Handler
		heard := s.listenTo(t)
		s.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			inner.ServeHTTP(struct{ http.ResponseWriter }{w}, r)
		})
		requireCopied(t, s, heard, data)
	})
	t.Run("TLS and HTTP/2 to the client", func(t *testing.T) {
		t.Parallel()
		s, _ := newLineStand(t, data, serveData(data))
		handler := s.server.Config.Handler
		for _, two := range []bool{false, true} {
			bearer := s.globex(t)
			front := httptest.NewUnstartedServer(handler)
			front.EnableHTTP2 = two
			front.StartTLS()
			t.Cleanup(front.Close)
			plain := s.server
			s.server = front
			resp, got, err := s.download(t.Context(), data, bearer)
			s.server = plain
			require.NoError(t, err)
			require.Equal(t, http.StatusOK, resp.StatusCode)
			require.True(t, bytes.Equal(data, got))
		}
	})
}

func requireCopied(t *testing.T, s *stand, heard *ear.Listener, data []byte) {
	t.Helper()
	_, got, err := s.download(t.Context(), data, s.globex(t))
	require.NoError(t, err)
	require.True(t, bytes.Equal(data, got))
	require.Zero(t, heard.Conns.Load())
}

// TestMoreThanItSays is a registry that does not say how long its answer is, and sends
// more than was published: none of that reaches the client's connection, where it
// would be taken for the next answer.
func TestMoreThanItSays(t *testing.T) {
	t.Parallel()
	data := noise(1, 1<<20)
	s, _ := newLineStand(t, data, func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = io.WriteString(conn, "HTTP/1.0 200 OK\r\n\r\n") // here and below: to a client that may have gone
		_, _ = conn.Write(data)
		_, _ = conn.Write(data)
		_ = conn.Close()
	})
	conn := s.raw(t, "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n", blobPath(data), s.globex(t))
	defer func() { _ = conn.Close() }() // it is broken by then
	require.NoError(t, conn.SetDeadline(time.Now().Add(time.Minute)))
	all, err := io.ReadAll(conn)
	require.NoError(t, err)
	head, body, _ := bytes.Cut(all, []byte("\r\n\r\n"))
	require.Contains(t, string(head), "Content-Length: "+strconv.Itoa(len(data)))
	require.True(t, bytes.HasPrefix(data, body), "%d bytes", len(body))
}

// TestChunked is a registry that sends a blob in chunks, which come a little at a time:
// one read of such a body is several of its connection.
func TestChunked(t *testing.T) {
	t.Parallel()
	data := noise(1, 4<<20)
	s, _ := newLineStand(t, data, func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n", len(data)) // as above
		for piece := range slices.Chunk(data, 100_000) {
			_, _ = conn.Write(piece)
			time.Sleep(time.Millisecond)
		}
		_, _ = io.WriteString(conn, "\r\n0\r\n\r\n")
		_ = conn.Close()
	})
	_, got, err := s.download(t.Context(), data, s.globex(t))
	require.NoError(t, err)
	require.True(t, bytes.Equal(data, got))
}

// TestMovedAndCut is what each side may do while the kernel moves bytes between them,
// and whether the registry is blamed for it.
func TestMovedAndCut(t *testing.T) {
	t.Parallel()
	data := noise(1, 32<<20) // more than all sockets between the two take
	half := func(w http.ResponseWriter) {
		w.Header().Set("Content-Length", strconv.Itoa(len(data)))
		_, _ = w.Write(data[:len(data)/2]) // to a client that may have gone
		_ = http.NewResponseController(w).Flush()
	}
	for _, tt := range []struct {
		name    string
		answer  http.HandlerFunc
		client  func(t *testing.T, s *stand, bearer string)
		stall   time.Duration
		blamed  int
		because string // in the log
	}{
		{
			name: "slow, and goes on", stall: 4 * time.Second,
			answer: func(w http.ResponseWriter, _ *http.Request) {
				half(w)
				for piece := range slices.Chunk(data[len(data)/2:], len(data)/100) {
					time.Sleep(100 * time.Millisecond)
					_, _ = w.Write(piece) // as above
					_ = http.NewResponseController(w).Flush()
				}
			},
			client: func(t *testing.T, s *stand, bearer string) {
				begun := time.Now()
				_, got, err := s.download(t.Context(), data, bearer)
				require.NoError(t, err)
				require.True(t, bytes.Equal(data, got))
				require.Greater(t, time.Since(begun), s.proxy.config.Stall)
			},
		},
		{
			name: "the registry stands still", stall: 2 * time.Second, blamed: 1, because: errStalled.Error(),
			answer: func(w http.ResponseWriter, r *http.Request) {
				half(w)
				<-r.Context().Done()
			},
			client: cutShort(data),
		},
		{
			name: "the registry breaks off", stall: time.Minute, because: "unexpected EOF",
			answer: func(w http.ResponseWriter, _ *http.Request) {
				half(w)
				panic(http.ErrAbortHandler)
			},
			client: cutShort(data),
		},
		{
			name: "the client stands still", stall: time.Second, because: "i/o timeout",
			answer: serveData(data),
			client: func(t *testing.T, s *stand, bearer string) {
				conn := s.raw(t, "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n", blobPath(data), bearer)
				t.Cleanup(func() { _ = conn.Close() }) // it is broken by then
			},
		},
		{
			name: "the client goes", stall: time.Minute,
			answer: func(w http.ResponseWriter, r *http.Request) {
				half(w)
				<-r.Context().Done()
			},
			client: func(t *testing.T, s *stand, bearer string) {
				conn := s.raw(t, "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n", blobPath(data), bearer)
				_, err := io.ReadFull(conn, make([]byte, 1<<20))
				require.NoError(t, err)
				require.NoError(t, conn.Close())
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			diary := &diary{}
			s, up := newLineStand(t, data, tt.answer, func(c *Config) { c.Stall, c.Observer = tt.stall, diary })
			tt.client(t, s, s.globex(t))
			requireSoon(t, up.ended, "the registry is still held")
			diary.last(t, 2) // behind the token: by now all is said
			b := s.proxy.upstreams.first.breaker
			b.mu.Lock()
			defer b.mu.Unlock()
			require.Equal(t, tt.blamed, b.failures)
			require.Contains(t, s.log.String(), tt.because)
		})
	}
}

// cutShort is a client that gets a part of a blob, and notices.
func cutShort(data []byte) func(*testing.T, *stand, string) {
	return func(t *testing.T, s *stand, bearer string) {
		t.Helper()
		_, got, err := s.download(t.Context(), data, bearer)
		require.Error(t, err)
		require.Less(t, len(got), len(data))
	}
}

// TestDetour is that bytes go past the buffer that was named, and past no other.
func TestDetour(t *testing.T) {
	t.Parallel()
	if !canSplice {
		t.Skip("the system does not splice")
	}
	server := httptest.NewServer(serveData([]byte("0123456789")))
	t.Cleanup(server.Close)
	dialed, err := spliced(newDialer().DialContext)(t.Context(), "tcp", server.Listener.Addr().String())
	require.NoError(t, err)
	conn := dialed.(*spliceConn)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	_, err = io.WriteString(conn, "GET / HTTP/1.0\r\n\r\n")
	require.NoError(t, err)

	var other [1]byte
	n, moved, err := conn.read(readFunc(func([]byte) (int, error) { return conn.Read(other[:]) }), make([]byte, 4), nil)
	require.NoError(t, err)
	require.False(t, moved)
	require.Equal(t, 1, n)
	require.Equal(t, "H", string(other[:]))

	var got bytes.Buffer
	buffer := make([]byte, 4)
	n, moved, err = conn.read(conn, buffer, func(from io.Reader) int64 {
		n, err := io.Copy(&got, from)
		require.NoError(t, err)
		return n
	})
	require.NoError(t, err)
	require.True(t, moved)
	require.Equal(t, 4, n)
	require.Equal(t, "TTP/", got.String())
	require.Equal(t, make([]byte, 4), buffer)

	rest, err := io.ReadAll(conn)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(rest), "1.0 200 OK"), "%q", rest)
	_, moved, err = conn.read(conn, buffer, nil)
	require.ErrorIs(t, err, io.EOF)
	require.False(t, moved)
}

// readFunc is a Reader.
type readFunc func([]byte) (int, error)

func (f readFunc) Read(b []byte) (int, error) { return f(b) }
