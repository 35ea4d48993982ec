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
// is that it cannot be connected to; one that can, and does not speak TLS, is told.
func (v *visit) handshakes(ctx context.Context, address, host string) (speaks bool, err error) {
	state, connected, err := v.handshake(ctx, address, host, openToAll())
	if !connected {
		return false, err
	}
	if err != nil {
		if ctx.Err() == nil {
			v.tell("tls/broken", address, "", "The handshake fails: %s.", err)
		}
		return false, nil
	}
	v.certificate(address, host, state.PeerCertificates)
	for version := uint16(tls.VersionTLS10); version <= tls.VersionTLS11; version++ {
		with := openToAll()
		with.MinVersion, with.MaxVersion = version, version
		_, connected, err := v.handshake(ctx, address, host, with)
		if !connected { // it is not known then, which is not to look like well
			return true, err
		}
		if err == nil {
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
	state, connected, err = v.handshake(ctx, address, host, with)
	if !connected {
		return true, err
	}
	if err == nil {
		v.tell("tls/weak-cipher", address, "", "A connection with %s was accepted.", tls.CipherSuiteName(state.CipherSuite))
	}
	return true, nil
}

// handshake makes one connection, and ends it.
func (v *visit) handshake(ctx context.Context, address, host string, with *tls.Config) (state tls.ConnectionState, connected bool, err error) {
	ctx, stop := context.WithTimeout(ctx, v.config.Timeout)
	defer stop()
	conn, err := v.config.Dial(ctx, "tcp", address)
	if err != nil {
		return state, false, err
	}
	defer conn.Close()
	if net.ParseIP(host) == nil {
		with.ServerName = host
	}
	client := tls.Client(conn, with)
	if err := client.HandshakeContext(ctx); err != nil {
		return state, true, err
	}
	return client.ConnectionState(), true, nil
}
