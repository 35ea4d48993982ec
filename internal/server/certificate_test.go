package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// certify writes a certificate of that name for 127.0.0.1, and its key.
func certify(t *testing.T, folder, name string) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	require.NoError(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	cert, key = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	require.NoError(t, os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	require.NoError(t, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600))
	return cert, key
}

// TestCertificateIsRenewed is that a new certificate is used without a restart,
// and that one which does not fit its key for a moment is not.
func TestCertificateIsRenewed(t *testing.T) {
	t.Parallel()
	cert, key := certify(t, t.TempDir(), "first")
	newer, newerKey := certify(t, t.TempDir(), "second")
	c, err := newCertificate(cert, key, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	used := func() string {
		t.Helper()
		c.looked = time.Time{}
		pair, err := c.get(nil)
		require.NoError(t, err)
		leaf, err := x509.ParseCertificate(pair.Certificate[0])
		require.NoError(t, err)
		return leaf.Subject.CommonName
	}
	// replace is what renews certificates; later is by the clock of the files.
	replace := func(from, to string, later time.Duration) {
		t.Helper()
		require.NoError(t, os.Rename(from, to))
		require.NoError(t, os.Chtimes(to, time.Time{}, time.Now().Add(later)))
	}
	require.Equal(t, "first", used())
	replace(newer, cert, time.Minute)
	require.Equal(t, "first", used(), "the key is still the old one")
	replace(newerKey, key, 2*time.Minute)
	require.Equal(t, "second", used())
	require.NoError(t, os.Remove(key))
	require.Equal(t, "second", used())
}
