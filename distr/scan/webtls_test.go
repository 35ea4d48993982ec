package scan_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
)

func TestWebCertificates(t *testing.T) {
	t.Parallel()
	n := newInternet(t)
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	long, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	itself, key := n.issue(t, &x509.Certificate{DNSNames: []string{"a.example"}}, nil, &x509.Certificate{})
	other := newInternet(t)
	name := []string{"a.example"}
	between := func(from, to int) *x509.Certificate {
		return &x509.Certificate{DNSNames: name, NotBefore: now().AddDate(0, 0, from), NotAfter: now().AddDate(0, 0, to)}
	}
	for _, test := range []struct {
		name    string
		with    *tls.Config
		want    []string
		message string
	}{
		{"fine", n.good(t, "a.example"), nil, ""},
		{"a wildcard", n.good(t, "b.example", "*.example"), nil, ""},
		{"an RSA key", n.with(t, &x509.Certificate{DNSNames: name}, long), nil, ""},
		{"expired", n.with(t, between(-90, -1), nil), []string{"tls/expired"}, "It ended on 30 June 2026, 12:00 UTC."},
		{"not yet", n.with(t, between(1, 90), nil), []string{"tls/not-yet-valid"}, "It begins on 2 July 2026, 12:00 UTC."},
		{"soon", n.with(t, between(-80, 10), nil), []string{"tls/expires-soon"}, "It ends on 11 July 2026, 12:00 UTC, in 10 days."},
		{"one of few days that has just begun", n.with(t, between(-1, 6), nil), nil, ""},
		{"another name", n.good(t, "b.example", "c.example"), []string{"tls/wrong-name"}, "The certificate is for b.example, c.example, and not for a.example."},
		{"no name", n.with(t, &x509.Certificate{Subject: pkix.Name{CommonName: "a.example"}}, nil), []string{"tls/wrong-name"}, "nobody by name"},
		{"signed by itself", serving(itself, key), []string{"tls/self-signed"}, "issued by itself"},
		{"an unknown authority", other.good(t, "a.example"), []string{"tls/untrusted"}, "issued by CN=Test Root"},
		{"a short key", n.with(t, &x509.Certificate{DNSNames: name}, short), []string{"tls/weak-key"}, "The certificate has a key of 1024 bits (RSA)."},
		{"SHA-1", n.with(t, &x509.Certificate{DNSNames: name, SignatureAlgorithm: x509.ECDSAWithSHA1}, nil), []string{"tls/weak-signature"}, "signed with ECDSA-SHA1"},
		{"everything", other.with(t, &x509.Certificate{DNSNames: []string{"b.example"}, NotBefore: now().AddDate(-2, 0, 0), NotAfter: now().AddDate(-1, 0, 0)}, short), []string{"tls/expired", "tls/untrusted", "tls/weak-key", "tls/wrong-name"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			own := &internet{at: map[string]string{}, roots: n.roots}
			own.serve(t, "a.example:443", test.with, fine())
			rules, all, err := look(t, own.web(t), distr.ScanWebApp, "https://a.example")
			require.NoError(t, err)
			require.Equal(t, test.want, rules)
			if test.message != "" {
				require.Contains(t, all[0].Message, test.message)
				require.Equal(t, "a.example:443", all[0].Location)
			}
		})
	}
}

// On another day it is the same finding.
func TestWebFingerprintsOutliveADay(t *testing.T) {
	t.Parallel()
	n := newInternet(t)
	n.serve(t, "a.example:443", n.with(t, &x509.Certificate{DNSNames: []string{"a.example"}, NotBefore: now().AddDate(0, -3, 0), NotAfter: now().AddDate(0, 0, 10)}, nil), fine())
	_, today, err := look(t, n.web(t), distr.ScanWebApp, "https://a.example")
	require.NoError(t, err)
	w, err := scan.NewWeb(scan.WebConfig{Roots: n.roots, Dial: n.dial, Now: func() time.Time { return now().AddDate(0, 0, 1) }})
	require.NoError(t, err)
	_, tomorrow, err := look(t, w, distr.ScanWebApp, "https://a.example")
	require.NoError(t, err)
	require.NotEqual(t, today[0].Message, tomorrow[0].Message)
	require.Equal(t, today[0].Fingerprint, tomorrow[0].Fingerprint)
}

func TestWebProtocols(t *testing.T) {
	t.Parallel()
	n := newInternet(t)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	from := func(low, high uint16, suites ...uint16) *tls.Config {
		c := n.with(t, &x509.Certificate{DNSNames: []string{"a.example"}}, key)
		c.MinVersion, c.MaxVersion, c.CipherSuites = low, high, suites
		return c
	}
	for _, test := range []struct {
		name string
		with *tls.Config
		want []string
	}{
		{"1.3 alone", from(tls.VersionTLS13, 0), nil},
		{"1.2 and 1.3", from(tls.VersionTLS12, 0), nil},
		{"from 1.1 on", from(tls.VersionTLS11, 0), []string{"tls/old-protocol"}},
		{"from 1.0 on", from(tls.VersionTLS10, 0), []string{"tls/old-protocol", "tls/old-protocol"}},
		{"1.0 alone", from(tls.VersionTLS10, tls.VersionTLS10), []string{"tls/old-protocol"}},
		{"3DES", from(tls.VersionTLS12, 0, tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256), []string{"tls/weak-cipher"}},
		{"RC4 alone", from(tls.VersionTLS12, tls.VersionTLS12, tls.TLS_ECDHE_RSA_WITH_RC4_128_SHA), []string{"tls/weak-cipher"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			own := &internet{at: map[string]string{}, roots: n.roots}
			own.serve(t, "a.example:443", test.with, fine())
			rules, _, err := look(t, own.web(t), distr.ScanWebApp, "https://a.example")
			require.NoError(t, err)
			require.Equal(t, test.want, rules)
		})
	}
}

// A server that talks only to those whom it knows has a certificate all the same.
func TestWebMutualTLS(t *testing.T) {
	t.Parallel()
	n := newInternet(t)
	expired := func(asks tls.ClientAuthType, high uint16) *tls.Config {
		c := n.with(t, &x509.Certificate{DNSNames: []string{"a.example"}, NotBefore: now().AddDate(0, -3, 0), NotAfter: now().AddDate(0, 0, -1)}, nil)
		c.ClientAuth, c.MaxVersion = asks, high
		return c
	}
	bare := []string{"header/csp", "header/framing", "header/hsts", "header/nosniff", "header/referrer", "tls/expired"}
	for _, test := range []struct {
		name string
		with *tls.Config
		want []string
	}{
		{"needed, 1.3", expired(tls.RequireAnyClientCert, tls.VersionTLS13), []string{"tls/expired"}},
		{"needed, 1.2", expired(tls.RequireAnyClientCert, tls.VersionTLS12), []string{"tls/expired"}},
		{"liked, 1.3", expired(tls.RequestClientCert, tls.VersionTLS13), bare},
		{"liked, 1.2", expired(tls.RequestClientCert, tls.VersionTLS12), bare},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			own := &internet{at: map[string]string{}, roots: n.roots}
			own.serve(t, "a.example:443", test.with, answering(http.StatusOK, "text/html"))
			rules, _, err := look(t, own.web(t), distr.ScanWebApp, "https://a.example")
			require.NoError(t, err)
			require.Equal(t, test.want, rules)
		})
	}
}
