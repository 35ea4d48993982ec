package nameserver

import (
	"context"
	"net"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/dns/dnsmessage"
)

// Start starts a server on a free port of 127.0.0.1, which ends with the test, and
// returns a resolver that asks it and nobody else. answer is called for one question
// after the other, and puts into the message what is answered: Answers, RCode.
func Start(t testing.TB, answer func(m *dnsmessage.Message, q dnsmessage.Question)) *net.Resolver {
	t.Helper()
	var listen net.ListenConfig
	conn, err := listen.ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	require.NoError(t, err)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		serve(conn, answer)
	}()
	t.Cleanup(func() {
		require.NoError(t, conn.Close())
		<-ended
	})
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// serve answers until the connection is closed.
func serve(conn net.PacketConn, answer func(*dnsmessage.Message, dnsmessage.Question)) {
	for {
		packet := make([]byte, 1500)
		n, from, err := conn.ReadFrom(packet)
		if err != nil {
			return
		}
		var m dnsmessage.Message
		if m.Unpack(packet[:n]) != nil || len(m.Questions) != 1 {
			continue
		}
		m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
		answer(&m, m.Questions[0])
		if packed, err := m.Pack(); err == nil {
			_, _ = conn.WriteTo(packed, from)
		}
	}
}

// Record is a record that answers the question, good for no time at all.
func Record(q dnsmessage.Question, body dnsmessage.ResourceBody) dnsmessage.Resource {
	return dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}, Body: body}
}
