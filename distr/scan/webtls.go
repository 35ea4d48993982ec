package scan

import (
	"context"
	"crypto/tls"
	"net"
	"strings"
)

// openToAll is TLS with whoever speaks any of it.
func openToAll() *tls.Config {
	c := &tls.Config{MinVersion: tls.VersionTLS10, InsecureSkipVerify: true}
	for _, suite := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		c.CipherSuites = append(c.CipherSuites, suite.ID)
	}
	return c
}

// handshakes finds out how a host speaks TLS, and which certificate it shows. The error
// is that it cannot be connected to, or does not answer or hangs up, and may do better the
// next time. One that does not speak TLS is told, unless it wants to know who we are first
// (mutual TLS).
func (v *visit) handshakes(ctx context.Context, address, host string) (speaks bool, err error) {
	first := v.handshake(ctx, address, host, openToAll())
	switch {
	case !first.connected:
		return false, first.err
	case first.err != nil && !first.asked:
		if ctx.Err() != nil || late(first.err) {
			return false, first.err
		}
		v.tell("tls/broken", address, "", "The handshake fails: %s.", inWords(first.err))
		if hungUp(first.err) {
			return false, first.err
		}
		return false, nil
	}
	v.certificate(address, host, first.state.PeerCertificates)
	for version := uint16(tls.VersionTLS10); version <= tls.VersionTLS11; version++ {
		with := openToAll()
		with.MinVersion, with.MaxVersion = version, version
		s := v.handshake(ctx, address, host, with)
		if !s.connected { // it is not known then, which is not to look like well
			return false, s.err
		}
		if s.accepted() {
			name := tls.VersionName(version)
			v.tell("tls/old-protocol", address, name, "A connection with %s was accepted.", name)
		}
	}
	with := openToAll()
	with.MaxVersion, with.CipherSuites = tls.VersionTLS12, nil
	for _, suite := range tls.InsecureCipherSuites() {
		if strings.Contains(suite.Name, "RC4") || strings.Contains(suite.Name, "3DES") {
			with.CipherSuites = append(with.CipherSuites, suite.ID)
		}
	}
	s := v.handshake(ctx, address, host, with)
	if !s.connected {
		return false, s.err
	}
	if s.accepted() {
		v.tell("tls/weak-cipher", address, "", "A connection with %s was accepted.", tls.CipherSuiteName(s.state.CipherSuite))
	}
	v.asked = first.asked
	return first.err == nil, nil
}

// A shake is what came of one handshake.
type shake struct {
	connected bool
	asked     bool // for a certificate of ours; what comes of it without one is no fault
	state     tls.ConnectionState
	err       error
}

// accepted says whether the server agreed on how to speak.
func (s shake) accepted() bool { return s.err == nil || s.asked }

// handshake makes one connection, and ends it.
func (v *visit) handshake(ctx context.Context, address, host string, with *tls.Config) (s shake) {
	ctx, stop := context.WithTimeout(ctx, v.config.Timeout)
	defer stop()
	conn, err := v.dial(ctx, "tcp", address)
	if err != nil {
		s.err = err
		return s
	}
	defer conn.Close()
	s.connected = true
	if net.ParseIP(host) == nil {
		with.ServerName = host
	}
	with.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
		s.asked = true
		return new(tls.Certificate), nil
	}
	client := tls.Client(conn, with)
	s.err = client.HandshakeContext(ctx)
	s.state = client.ConnectionState()
	return s
}
