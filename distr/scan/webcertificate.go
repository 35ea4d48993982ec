package scan

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"slices"
	"strings"
	"time"
)

// certificate looks at the certificates that a server shows, its own first.
func (v *visit) certificate(at, host string, chain []*x509.Certificate) {
	if len(chain) == 0 {
		v.tell("tls/broken", at, "no certificate", "The server shows no certificate.")
		return
	}
	leaf, now := chain[0], v.config.Now()
	v.dates(at, leaf, now)
	if !v.addr { // whoever looks at an address looks at the name of nobody
		if err := leaf.VerifyHostname(host); err != nil {
			v.tell("tls/wrong-name", at, "", "The certificate is for %s, and not for %s.", names(leaf), host)
		}
	}
	weak := false
	for i, c := range chain {
		if signedByItself(c) && i > 0 {
			continue // a root is trusted for what it is, and not for its signature
		}
		if bits, kind := keySize(c); bits > 0 {
			v.tell("tls/weak-key", at, kind, "%s has a key of %d bits (%s).", of(c, i), bits, kind)
		}
		if broken(c.SignatureAlgorithm) {
			weak = true
			v.tell("tls/weak-signature", at, c.SignatureAlgorithm.String(), "%s is signed with %s.", of(c, i), c.SignatureAlgorithm)
		}
	}
	if err := v.trusted(chain, now); err != nil && !weak {
		if len(chain) == 1 && signedByItself(leaf) {
			v.tell("tls/self-signed", at, "", "The certificate was issued by itself (%s).", leaf.Subject)
		} else {
			v.tell("tls/untrusted", at, "", "The certificate was issued by %s: %s.", leaf.Issuer, err)
		}
	}
}

func broken(a x509.SignatureAlgorithm) bool {
	all := [...]x509.SignatureAlgorithm{x509.MD2WithRSA, x509.MD5WithRSA, x509.SHA1WithRSA, x509.DSAWithSHA1, x509.ECDSAWithSHA1}
	return slices.Contains(all[:], a)
}

func (v *visit) dates(at string, leaf *x509.Certificate, now time.Time) {
	day := func(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") }
	switch left := leaf.NotAfter.Sub(now); {
	case left < 0:
		v.tell("tls/expired", at, "", "It ended on %s.", day(leaf.NotAfter))
	case now.Before(leaf.NotBefore):
		v.tell("tls/not-yet-valid", at, "", "It begins on %s.", day(leaf.NotBefore))
	case left < v.config.Soon && left < leaf.NotAfter.Sub(leaf.NotBefore)/3: // some last for days only, and are renewed in time
		v.tell("tls/expires-soon", at, "", "It ends on %s, in %d days.", day(leaf.NotAfter), int(left.Hours()/24))
	}
}

// trusted says whether a chain leads to a root, on a day on which the certificate is
// valid: its dates are another matter.
func (v *visit) trusted(chain []*x509.Certificate, now time.Time) error {
	between := x509.NewCertPool()
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	if now.Before(chain[0].NotBefore) {
		now = chain[0].NotBefore
	}
	if now.After(chain[0].NotAfter) {
		now = chain[0].NotAfter
	}
	_, err := chain[0].Verify(x509.VerifyOptions{Roots: v.config.Roots, Intermediates: between, CurrentTime: now})
	return err
}

func signedByItself(c *x509.Certificate) bool {
	return bytes.Equal(c.RawIssuer, c.RawSubject) && c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}

// keySize is how long a key is, and of what kind, if that is too short.
func keySize(c *x509.Certificate) (bits int, kind string) {
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		if bits, kind = key.N.BitLen(), "RSA"; bits >= 2048 {
			return 0, ""
		}
	case *ecdsa.PublicKey:
		if bits, kind = key.Curve.Params().BitSize, "ECDSA"; bits >= 256 {
			return 0, ""
		}
	}
	return bits, kind
}

func of(c *x509.Certificate, i int) string {
	if i == 0 {
		return "The certificate"
	}
	return fmt.Sprintf("The certificate of %s, which it is signed with,", c.Subject)
}

// names are whom a certificate is for, a few of them.
func names(c *x509.Certificate) string {
	all := append([]string(nil), c.DNSNames...)
	for _, ip := range c.IPAddresses {
		all = append(all, ip.String())
	}
	const few = 5
	switch {
	case len(all) == 0:
		return "nobody by name"
	case len(all) > few:
		return fmt.Sprintf("%s and %d more", strings.Join(all[:few], ", "), len(all)-few)
	}
	return strings.Join(all, ", ")
}
