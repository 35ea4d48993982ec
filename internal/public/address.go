package public

import (
	"net/netip"
	"strings"
)

// Address says whether an address is one of the public Internet: none of those
// that the IANA registries of special-purpose addresses (RFC 6890) set apart, and
// none that holds an IPv4 address within, which may lead to one of them. The one
// that a cloud answers its own machines at is none either, though it looks so.
func Address(a netip.Addr) bool {
	if a.Is6() && !netip.MustParsePrefix("2000::/3").Contains(a) {
		return false // that is all of IPv6 that is given out
	}
	for _, special := range []string{
		"0.0.0.0/8",        // this network
		"10.0.0.0/8",       // private
		"100.64.0.0/10",    // a provider's own, behind its NAT
		"127.0.0.0/8",      // loopback
		"168.63.129.16/32", // the metadata of a cloud, at an address that is nobody else's
		"169.254.0.0/16",   // link-local, and the metadata of clouds
		"172.16.0.0/12",    // private
		"192.0.0.0/24",     // protocols
		"192.0.2.0/24",     // documentation
		"192.88.99.0/24",   // 6to4 relays
		"192.168.0.0/16",   // private
		"198.18.0.0/15",    // benchmarking
		"198.51.100.0/24",  // documentation
		"203.0.113.0/24",   // documentation
		"224.0.0.0/4",      // multicast
		"240.0.0.0/4",      // reserved, and broadcast
		"2001::/23",        // protocols, Teredo, benchmarking
		"2001:db8::/32",    // documentation
		"2002::/16",        // 6to4
		"3fff::/20",        // documentation
	} {
		if netip.MustParsePrefix(special).Contains(a) {
			return false
		}
	}
	return a.IsValid()
}

// Name says whether a host is a public address, or a name that may have
// one. A last part of digits, or of 0x, makes a name an address to some resolvers
// (URL Standard, "ends in a number"), and then it has to be one to us.
func Name(host string) bool {
	if a, err := netip.ParseAddr(host); err == nil {
		return Address(a)
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	top := host[strings.LastIndexByte(host, '.')+1:]
	switch top {
	case "", host, "localhost", "local", "internal": // one part only is somebody's own, and an empty one nobody's
		return false
	}
	return (top[0] < '0' || top[0] > '9') && !strings.HasPrefix(top, "0x")
}

// Target says whether what a dialer is about to connect to is public: an address
// and a port, as net.Dialer.Control is told them.
func Target(address string) bool {
	to, err := netip.ParseAddrPort(address)
	return err == nil && Address(to.Addr())
}
