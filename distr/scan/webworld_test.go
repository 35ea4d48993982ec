package scan_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
)

// An internet has servers on this machine, under whatever names and ports.
type internet struct {
	mu    sync.Mutex
	at    map[string]string // host:port → where it is
	roots *x509.CertPool
	ca    *x509.Certificate
	key   crypto.Signer
	calls []string
}

// now is when everything in these tests happens.
func now() time.Time { return time.Date(2026, time.July, 1, 12, 0, 0, 0, time.UTC) }

func newInternet(t testing.TB) *internet {
	t.Helper()
	n := &internet{at: map[string]string{}, roots: x509.NewCertPool()}
	n.ca, n.key = n.issue(t, &x509.Certificate{Subject: pkix.Name{CommonName: "Test Root"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}, nil, nil)
	n.roots.AddCert(n.ca)
	return n
}

// issue makes a certificate, signed by the root, or by itself while there is none.
func (n *internet) issue(t testing.TB, c *x509.Certificate, key crypto.Signer, by *x509.Certificate) (*x509.Certificate, crypto.Signer) {
	t.Helper()
	var err error
	if key == nil {
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		require.NoError(t, err)
	}
	c.SerialNumber = big.NewInt(1)
	if c.NotAfter.IsZero() {
		c.NotBefore, c.NotAfter = now().AddDate(-1, 0, 0), now().AddDate(1, 0, 0)
	}
	signer, parent := n.key, n.ca
	if by != nil || parent == nil {
		signer, parent = key, c
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, key.Public(), signer)
	require.NoError(t, err)
	made, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return made, key
}

// good is a server whose certificate is fine.
func (n *internet) good(t testing.TB, names ...string) *tls.Config {
	t.Helper()
	return n.with(t, &x509.Certificate{DNSNames: names}, nil)
}

func (n *internet) with(t testing.TB, c *x509.Certificate, key crypto.Signer) *tls.Config {
	t.Helper()
	made, key := n.issue(t, c, key, nil)
	return serving(made, key)
}

func serving(c *x509.Certificate, key crypto.Signer) *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{c.Raw}, PrivateKey: key}}}
}

// serve has a server answer at host:port; over TLS, unless it has none.
func (n *internet) serve(t testing.TB, at string, with *tls.Config, h http.Handler) {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	if s.TLS = with; with != nil {
		s.StartTLS()
	} else {
		s.Start()
	}
	t.Cleanup(s.Close)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.at[at] = s.Listener.Addr().String()
}

func (n *internet) dial(ctx context.Context, network, address string) (net.Conn, error) {
	n.mu.Lock()
	n.calls = append(n.calls, address)
	to, there := n.at[address]
	n.mu.Unlock()
	if !there {
		return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
	}
	return new(net.Dialer).DialContext(ctx, network, to)
}

func (n *internet) web(t testing.TB) *scan.Web {
	t.Helper()
	w, err := scan.NewWeb(scan.WebConfig{Roots: n.roots, Now: now, Dial: n.dial})
	require.NoError(t, err)
	return w
}

// look scans one target, and is the rules of what was found, in order.
func look(t testing.TB, w *scan.Web, kind distr.ScanKind, target string) (rules []string, all []distr.Finding, err error) {
	t.Helper()
	err = w.Scan(t.Context(), distr.ScanJob{Targets: []distr.ScanTarget{{Text: target, Kind: kind}}}, func(f distr.Finding) error {
		again, err := f.Complete()
		require.NoError(t, err)
		require.Equal(t, f, again)
		require.Equal(t, target, f.Target)
		require.NotEmpty(t, f.Help)
		rules = append(rules, f.Rule)
		all = append(all, f)
		return nil
	})
	slices.Sort(rules)
	return rules, all, err
}

// fine is a page that nothing is wrong with, and more headers.
func fine(more ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		h.Set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		for i := 0; i+1 < len(more); i += 2 {
			if h.Del(more[i]); more[i+1] != "" {
				h.Add(more[i], more[i+1])
			}
		}
		_, _ = io.WriteString(w, "<!doctype html><title>fine</title>")
	})
}

// upgrade leads to https.
func upgrade() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://"+r.Host+r.URL.Path, http.StatusMovedPermanently)
	})
}
