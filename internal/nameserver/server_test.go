package nameserver_test

import (
	"net"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/dns/dnsmessage"

	"github.com/seed361c4c3e/distr-go/internal/nameserver"
)

// TestStart asks for a name that there is, and for one that there is not.
func TestStart(t *testing.T) {
	at := netip.MustParseAddr("192.0.2.7")
	resolver := nameserver.Start(t, func(m *dnsmessage.Message, q dnsmessage.Question) {
		switch {
		case q.Name.String() != "there.example.":
			m.RCode = dnsmessage.RCodeNameError
		case q.Type == dnsmessage.TypeA:
			m.Answers = append(m.Answers, nameserver.Record(q, &dnsmessage.AResource{A: at.As4()}))
		}
	})
	found, err := resolver.LookupNetIP(t.Context(), "ip4", "there.example.")
	require.NoError(t, err)
	require.Equal(t, []netip.Addr{at}, found)
	_, err = resolver.LookupNetIP(t.Context(), "ip", "nowhere.example.")
	var no *net.DNSError
	require.ErrorAs(t, err, &no)
	require.True(t, no.IsNotFound, err)
}
