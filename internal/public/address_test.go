package public_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/public"
)

func TestAddress(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"8.8.8.8": true, "1.1.1.1": true, "172.15.255.255": true, "172.32.0.0": true, "100.63.255.255": true, "100.128.0.0": true,
		"223.255.255.255": true, "2606:4700::1111": true, "2a00::1": true,

		"127.0.0.1": false, "127.255.255.255": false, "0.0.0.0": false, "0.1.2.3": false, "10.0.0.1": false, "172.16.0.1": false, "172.31.255.255": false,
		"192.168.1.1": false, "169.254.169.254": false, "168.63.129.16": false, "100.64.0.1": false, "100.100.100.200": false, "100.127.255.255": false, "192.0.0.1": false, "192.0.2.1": false,
		"198.18.0.1": false, "198.19.255.255": false, "198.51.100.1": false, "203.0.113.1": false, "192.88.99.1": false, "224.0.0.1": false,
		"239.255.255.255": false, "240.0.0.1": false, "255.255.255.255": false,
		"::": false, "::1": false, "::ffff:8.8.8.8": false, "::ffff:127.0.0.1": false, "::7f00:1": false, "64:ff9b::7f00:1": false,
		"64:ff9b::808:808": false, "64:ff9b:1::1": false, "100::1": false, "2001::1": false, "2001:2::1": false, "2001:db8::1": false,
		"2002:7f00:1::": false, "3fff::1": false, "fc00::1": false, "fd00:ec2::254": false, "fe80::1": false, "fe80::1%eth0": false, "fec0::1": false, "ff02::1": false,
	} {
		require.Equal(t, want, public.Address(netip.MustParseAddr(address)), address)
	}
	require.False(t, public.Address(netip.Addr{}))
}

func TestName(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"storage.example": true, "a.b.amazonaws.com": true, "8.8.8.8": true, "2606:4700::1111": true, "storage.example.": true, "xn--bcher-kva.example": true,
		"localhost": false, "LOCALHOST": false, "a.localhost": false, "registry": false, "printer.local": false, "metadata.google.internal": false,
		"127.0.0.1": false, "127.1": false, "2130706433": false, "0x7f.1": false, "127.0.0.0x1": false, "1.2.3.4.5": false, "::1": false, "10.0.0.1.": false, "": false, ".": false, "a..": false, "..": false,
	} {
		require.Equal(t, want, public.Name(host), host)
	}
}

func TestTarget(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]bool{
		"8.8.8.8:443": true, "[2606:4700::1111]:443": true,
		"127.0.0.1:443": false, "[::1]:443": false, "[::ffff:10.0.0.1]:443": false, "[fe80::1%eth0]:443": false,
		"8.8.8.8": false, "storage.example:443": false, "/run/agent.sock": false, "": false,
	} {
		require.Equal(t, want, public.Target(target), target)
	}
}
