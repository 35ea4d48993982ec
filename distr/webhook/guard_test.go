package webhook_test

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/webhook"
)

// counting counts the connections that a listener gets.
type counting struct {
	net.Listener
	n *atomic.Int32
}

func (l counting) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err == nil {
		l.n.Add(1)
	}
	return conn, err
}

// lead writes past AddEndpoint, as if the rules of then had been laxer, or a name had
// led elsewhere then.
func lead(t *testing.T, w *world, id distr.EndpointID, to string) {
	t.Helper()
	require.NoError(t, w.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		all, err := tx.Endpoints()
		for _, e := range all {
			if e.ID == id && err == nil {
				e.URL = to
				err = tx.PutEndpoint(e)
			}
		}
		return err
	}))
}

// TestPrivateAddresses is that no connection is made to an address that is not public,
// whatever it is called. What is connected to is what is looked at, so a name gains
// nothing by resolving to something else than when it was added.
func TestPrivateAddresses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var connections atomic.Int32
	inside := httptest.NewUnstartedServer(http.NotFoundHandler())
	inside.Listener = counting{inside.Listener, &connections}
	inside.StartTLS()
	t.Cleanup(inside.Close)
	at, err := url.Parse(inside.URL)
	require.NoError(t, err)
	e, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: "https://hooks.example.com/secret/path"})
	require.NoError(t, err)
	s := w.sender(t, func(c *webhook.Config) { c.Private = false })
	for _, host := range []string{
		"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0", "[::]",
		"10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "100.100.100.200", "169.254.169.254", "168.63.129.16", "192.0.0.192",
		"198.18.0.1", "224.0.0.1", "255.255.255.255", "[fe80::1%25lo]", "[fd00:ec2::254]", "[ff02::1]",
		"[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001::1]", "[::7f00:1]",
	} {
		for _, scheme := range []string{"https://", "http://"} {
			lead(t, w, e.ID, scheme+host+":"+at.Port()+"/secret/path")
			d, err := s.Test(t.Context(), w.acme, e.ID)
			require.NoError(t, err)
			require.False(t, d.Done, host)
			require.Contains(t, d.Error, "not on the public Internet", host)
			require.NotContains(t, d.Error, "/secret/path", host)
		}
	}
	require.Zero(t, connections.Load())
	noted, err := w.acme.Deliveries(t.Context(), distr.DeliveryQuery{Failed: true, Limit: 1})
	require.NoError(t, err)
	require.Contains(t, noted[0].Error, "not on the public Internet")
	require.Zero(t, noted[0].Status)
}

// TestRedirects are not followed, wherever they lead.
func TestRedirects(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	elsewhere := newReceiver(t, nil)
	for _, status := range []int{301, 302, 303, 307, 308} {
		r := newReceiver(t, func(w http.ResponseWriter, _ *http.Request, _ int) bool {
			w.Header().Set("Location", elsewhere.URL+"/secret?token=s3cret")
			w.WriteHeader(status)
			return false
		})
		e, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: r.URL, Private: true})
		require.NoError(t, err)
		d, err := w.sender(t, r.trusted).Test(t.Context(), w.acme, e.ID)
		require.NoError(t, err)
		require.False(t, d.Done)
		require.Equal(t, status, d.Status)
		require.Contains(t, d.Error, "redirects are not followed")
		require.NotContains(t, d.Error, "s3cret")
		require.Equal(t, 1, r.requests())
	}
	require.Zero(t, elsewhere.requests())
}

// TestCertificates have to be good.
func TestCertificates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := newReceiver(t, nil)
	old := httptest.NewUnstartedServer(http.NotFoundHandler())
	old.TLS = &tls.Config{MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10} //nolint:gosec // what is refused
	old.StartTLS()
	t.Cleanup(old.Close)
	for _, tt := range []struct{ name, address, says string }{
		{"signed by nobody we know", r.URL, "certificate"},
		{"an old version", old.URL, "protocol version"},
	} {
		e, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: tt.address, Private: true})
		require.NoError(t, err)
		d, err := w.sender(t).Test(t.Context(), w.acme, e.ID)
		require.NoError(t, err, tt.name)
		require.Contains(t, d.Error, tt.says, tt.name)
	}
	require.Empty(t, r.all())
}

// TestAnswers is what is kept of what a receiver answers: little, and nothing that
// could do anything where it is shown.
func TestAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, tt := range []struct{ name, answer, kept string }{
		{"a word", "no", "it answered 418 I'm a teapot: no"},
		{"nothing", "", "it answered 418 I'm a teapot"},
		{"lines", "a\r\n\tb\n", "it answered 418 I'm a teapot: a b"},
		{"a terminal's commands", "\x1b]0;title\x07\u202Eevil\u0000", "it answered 418 I'm a teapot: ]0;title evil"},
		{"bytes", "\xff\xfe<b>", "it answered 418 I'm a teapot: <b>"},
		{"a lot", strings.Repeat("x", 1<<20), "it answered 418 I'm a teapot: " + strings.Repeat("x", 200)},
		{"half a letter", strings.Repeat("x", 199) + "é", "it answered 418 I'm a teapot: " + strings.Repeat("x", 199)},
	} {
		r := newReceiver(t, func(w http.ResponseWriter, _ *http.Request, _ int) bool {
			w.WriteHeader(http.StatusTeapot)
			_, _ = w.Write([]byte(tt.answer))
			return false
		})
		e, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: r.URL, Private: true})
		require.NoError(t, err)
		d, err := w.sender(t, r.trusted).Test(t.Context(), w.acme, e.ID)
		require.NoError(t, err)
		require.Equal(t, tt.kept, d.Error, tt.name)
	}
}
