package scan_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
)

// counting counts the connections that a listener gets.
type counting struct {
	net.Listener
	all *atomic.Int32
}

func (l counting) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err == nil {
		l.all.Add(1)
	}
	return conn, err
}

func newCounting(t *testing.T) counting {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	return counting{l, new(atomic.Int32)}
}

// No connection is made to an address that is not public, whatever it is called, and
// what is connected to is what is looked at.
func TestWebPrivateAddresses(t *testing.T) {
	t.Parallel()
	inside := httptest.NewUnstartedServer(fine())
	listener := newCounting(t)
	_ = inside.Listener.Close()
	inside.Listener = listener
	inside.Config.ErrorLog = log.New(io.Discard, "", 0)
	inside.StartTLS()
	t.Cleanup(inside.Close)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	w, err := scan.NewWeb(scan.WebConfig{})
	require.NoError(t, err)
	for _, target := range []string{
		"https://127.0.0.1:" + port, "http://127.0.0.1:" + port, "https://localhost:" + port, "https://[::ffff:127.0.0.1]:" + port, "https://0.0.0.0:" + port,
		"127.0.0.1", "localhost", "::1", "127.0.0.0/30", "169.254.169.254", "https://169.254.169.254/latest/meta-data/",
	} {
		rules, _, err := look(t, w, distr.ScanHost, target)
		require.ErrorContains(t, err, "which is not on the public Internet", target)
		require.Empty(t, rules)
	}
	require.Zero(t, listener.all.Load())

	open, err := scan.NewWeb(scan.WebConfig{Private: true, Now: now})
	require.NoError(t, err)
	_, _, err = look(t, open, distr.ScanWebApp, "https://127.0.0.1:"+port)
	require.NoError(t, err)
	require.NotZero(t, listener.all.Load())
}

// One connection is made to a host at a time, also when two scan it.
func TestWebIsPolite(t *testing.T) {
	t.Parallel()
	n := newInternet(t)
	var agent atomic.Value
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		agent.Store(r.UserAgent() + "|" + r.Header.Get("Cookie") + r.Header.Get("Authorization") + r.Header.Get("Referer"))
		fine().ServeHTTP(w, r)
	}))
	server.TLS = n.good(t, "a.example")
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	n.at["a.example:443"] = server.Listener.Addr().String()
	var dialing, most atomic.Int32
	w, err := scan.NewWeb(scan.WebConfig{Roots: n.roots, Now: now, Agent: "Acme scans its customers; security@acme.example", Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := n.dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		if now := dialing.Add(1); now > most.Load() {
			most.Store(now)
		}
		return &hangingUp{Conn: conn, open: &dialing}, nil
	}})
	require.NoError(t, err)
	ended := make(chan error, 4)
	for range cap(ended) {
		go func() {
			ended <- w.Scan(t.Context(), distr.ScanJob{Targets: []distr.ScanTarget{{Text: "https://a.example"}, {Text: "https://a.example/x"}}}, func(distr.Finding) error { return nil })
		}()
	}
	for range cap(ended) {
		require.NoError(t, <-ended)
	}
	require.EqualValues(t, 1, most.Load())
	require.Equal(t, "Acme scans its customers; security@acme.example|", agent.Load())
}

// hangingUp counts open connections at our end.
type hangingUp struct {
	net.Conn
	open *atomic.Int32
	gone atomic.Bool
}

func (c *hangingUp) Close() error {
	if !c.gone.Swap(true) {
		c.open.Add(-1)
	}
	return c.Conn.Close()
}

func TestWebWaitsForItsTurn(t *testing.T) {
	t.Parallel()
	n := newInternet(t)
	inside, leave := make(chan struct{}), make(chan struct{})
	n.serve(t, "a.example:443", n.good(t, "a.example"), http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		close(inside)
		<-leave
	}))
	w := n.web(t)
	first := make(chan error, 1)
	go func() {
		first <- w.Scan(t.Context(), distr.ScanJob{Targets: []distr.ScanTarget{{Text: "https://a.example"}}}, func(distr.Finding) error { return nil })
	}()
	<-inside
	ctx, stop := context.WithCancel(t.Context())
	stop()
	require.ErrorIs(t, w.Scan(ctx, distr.ScanJob{Targets: []distr.ScanTarget{{Text: "https://a.example"}}}, nil), context.Canceled)
	close(leave)
	require.NoError(t, <-first)
}

// raw answers over TCP with whatever it is told to.
func raw(t *testing.T, n *internet, at string, talk func(net.Conn)) {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	n.at[at] = l.Addr().String()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				talk(conn)
			}()
		}
	}()
}

func TestWebHostileServers(t *testing.T) {
	t.Parallel()
	endless := func(w io.Writer, text string) {
		for _, err := io.WriteString(w, text); err == nil; _, err = io.WriteString(w, text) {
			continue
		}
	}
	for _, test := range []struct {
		name  string
		serve func(*testing.T, *internet)
		want  []string
		err   string
	}{
		{"something else on the port", func(t *testing.T, n *internet) {
			raw(t, n, "a.example:443", func(c net.Conn) {
				_, _ = io.WriteString(c, "SSH-2.0-OpenSSH_9.2\r\n")
				_, _ = io.Copy(io.Discard, c)
			})
		}, []string{"tls/broken"}, ""},
		{"a server that hangs up", func(t *testing.T, n *internet) { raw(t, n, "a.example:443", func(net.Conn) {}) }, []string{"tls/broken"}, "https://a.example: "},
		{"junk without end", func(t *testing.T, n *internet) {
			raw(t, n, "a.example:443", func(c net.Conn) { endless(c, strings.Repeat("\x16\x03\x01\x40\x00", 1000)) })
		}, []string{"tls/broken"}, ""},
		{"a header without end", func(t *testing.T, n *internet) {
			n.serve(t, "a.example:443", n.good(t, "a.example"), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				conn, _, err := http.NewResponseController(w).Hijack()
				if err == nil {
					defer conn.Close()
					_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n")
					endless(conn, "X-A: "+strings.Repeat("x", 1000)+"\r\n")
				}
			}))
		}, nil, "server response headers exceeded"},
		{"a page without end", func(t *testing.T, n *internet) {
			n.serve(t, "a.example:443", n.good(t, "a.example"), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				fine().ServeHTTP(w, r)
				endless(w, strings.Repeat("x", 10_000))
			}))
		}, nil, ""},
		{"cookies without end", func(t *testing.T, n *internet) {
			n.serve(t, "a.example:443", n.good(t, "a.example"), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				for range 500 {
					w.Header().Add("Set-Cookie", "same=1; Secure; HttpOnly")
				}
				fine().ServeHTTP(w, r)
			}))
		}, []string{"cookie/same-site"}, ""},
		{"control characters", func(t *testing.T, n *internet) {
			n.serve(t, "a.example:443", n.good(t, "a.example"), fine("Server", "\x1b[2J<script>/1.0"))
		}, nil, "malformed MIME header line"},
		{"what turns text round", func(t *testing.T, n *internet) {
			n.serve(t, "a.example:443", n.good(t, "a.example"), fine("Server", "\u202e<script>/1.0\xff"))
		}, []string{"header/version"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			n := newInternet(t)
			test.serve(t, n)
			rules, all, err := look(t, n.web(t), distr.ScanWebApp, "https://a.example")
			if test.err != "" {
				require.ErrorContains(t, err, test.err)
				require.NotContains(t, err.Error(), "\x1b")
			} else {
				require.NoError(t, err)
			}
			require.Equal(t, test.want, rules)
			for _, f := range all {
				require.NotContains(t, f.Message, "\u202e")
			}
		})
	}
}

// A server that says nothing does not hold a scan up for long.
func TestWebSlowServers(t *testing.T) {
	t.Parallel()
	n := newInternet(t)
	raw(t, n, "silent.example:443", func(c net.Conn) { _, _ = io.Copy(io.Discard, c) })
	n.serve(t, "slow.example:443", n.good(t, "slow.example"), http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	w, err := scan.NewWeb(scan.WebConfig{Roots: n.roots, Now: now, Dial: n.dial, Timeout: time.Second})
	require.NoError(t, err)
	rules, _, err := look(t, w, distr.ScanWebApp, "https://silent.example")
	require.ErrorContains(t, err, "https://silent.example: it did not answer in time", "which is not to look like well")
	require.Empty(t, rules)
	n.serve(t, "silent.example:80", nil, upgrade())
	_, _, err = look(t, w, distr.ScanHost, "silent.example")
	require.ErrorContains(t, err, "silent.example: it did not answer in time")
	rules, _, err = look(t, w, distr.ScanWebApp, "https://slow.example")
	require.ErrorContains(t, err, "https://slow.example: it did not answer in time")
	require.NotContains(t, rules, "tls/broken")
}

func TestWebEndsWithWhoListens(t *testing.T) {
	t.Parallel()
	n := newInternet(t)
	n.serve(t, "a.example:443", n.good(t, "a.example"), answering(http.StatusOK, "text/html"))
	full := errors.New("full")
	calls := 0
	err := n.web(t).Scan(t.Context(), distr.ScanJob{Targets: []distr.ScanTarget{{Text: "https://a.example"}, {Text: "https://none.example"}}}, func(distr.Finding) error {
		calls++
		return full
	})
	require.ErrorIs(t, err, full)
	require.Equal(t, 1, calls)
}
