package registryproxy

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// address is the address by which the client reached us, scheme and host. ok is
// false when that is not one which could be written into a challenge.
func (p *Proxy) address(r *http.Request) (address string, ok bool) {
	if p.config.PublicURL != "" {
		return p.config.PublicURL, true
	}
	scheme, host := "http", r.Host
	if r.TLS != nil {
		scheme = "https"
	}
	if p.trusts(r.RemoteAddr) {
		proto, name := forwarded(r.Header)
		if proto != "" {
			scheme = proto
		}
		if name != "" {
			host = name
		}
	}
	return scheme + "://" + host, hostPattern.MatchString(host)
}

// trusts says whether the peer of a connection is one of our own proxies.
func (p *Proxy) trusts(peer string) bool {
	from, err := netip.ParseAddrPort(peer)
	if err != nil {
		return false
	}
	return p.proxies(from.Addr().Unmap())
}

// proxies says whether an address is that of one of our own proxies.
func (p *Proxy) proxies(at netip.Addr) bool {
	return slices.ContainsFunc(p.config.TrustedProxies, func(network netip.Prefix) bool { return network.Contains(at) })
}

// forwarded is the scheme and the host that the proxy next to us was asked for,
// empty where it does not say. Only what stands last is its own word; what is in
// front may be anybody's. Where Forwarded (RFC 7239) and the older headers
// contradict each other, one of them came from outside, and neither counts.
func forwarded(h http.Header) (proto, host string) {
	for pair := range strings.SplitSeq(lastOf(h["Forwarded"]), ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		value = strings.Trim(value, `"`)
		switch strings.ToLower(name) {
		case "proto":
			proto = value
		case "host":
			host = value
		}
	}
	proto = agreed(proto, lastOf(h["X-Forwarded-Proto"]))
	host = agreed(host, lastOf(h["X-Forwarded-Host"]))
	if proto = strings.ToLower(proto); proto != "http" && proto != "https" {
		proto = ""
	}
	if !hostPattern.MatchString(host) {
		host = ""
	}
	return proto, host
}

// lastOf is the last element of a list in a header (RFC 9110 §5.6.1).
func lastOf(values []string) string {
	if len(values) == 0 {
		return ""
	}
	last := values[len(values)-1]
	return strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
}

// agreed is what two sources say, if they do not contradict each other.
func agreed(a, b string) string {
	switch {
	case a == "" || strings.EqualFold(a, b):
		return b
	case b == "":
		return a
	default:
		return ""
	}
}
