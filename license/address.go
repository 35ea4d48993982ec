package license

import (
	"net/netip"
	"strings"
)

// A range has at most 1<<maxHostBits addresses: an IPv4 prefix of /20, an IPv6
// prefix of /116.
const maxHostBits = 12

// parseBlock reads an IP address, or a range of them.
func parseBlock(s string, as AssetKind) (Asset, error) {
	if as != Auto && as != Address {
		return refuse(ErrKind, s, "it would be an IP address and not a %s; leave the kind away", as)
	}
	if strings.Contains(s, "%") {
		return refuse(ErrZone, s, "its zone means something on one machine only; leave away what follows the address")
	}
	if first, bits, ranged := strings.Cut(s, "/"); ranged {
		return parsePrefix(s, first, bits)
	}
	bare := s
	if s[0] == '[' && s[len(s)-1] == ']' {
		bare = s[1 : len(s)-1]
	}
	a, err := netip.ParseAddr(bare)
	if err == nil && (bare == s || a.Is6()) {
		return Asset{Canonical: addressText(bare, a.Unmap()), Kind: Address}, nil
	}
	if hasPort(s) {
		return refuse(ErrNeedsURL, s, "it has a port; write it as a URL, https://%.*s/ or with http", maxQuoted, s)
	}
	return refuse(ErrAddress, s, "it is no IP address; write four numbers from 0 to 255 without zeros in front, or an IPv6 address as 2001:db8::1")
}

// parsePrefix reads a range. Its first address need not be its first.
func parsePrefix(s, first, bits string) (Asset, error) {
	p, err := netip.ParsePrefix(s)
	if err != nil {
		if hasPort(first) || strings.Trim(first, "0123456789abcdefABCDEF.:[]") != "" {
			return refuse(ErrNeedsURL, s, "it has a path; write it as a URL, with https:// or http:// in front")
		}
		return refuse(ErrAddress, s, "it is no range of addresses; write the first one and the length of the prefix, as 192.0.2.0/29 or 2001:db8::/120")
	}
	// An IPv6 range of IPv4 addresses is those; one that is larger than all of
	// them is too large by far.
	if a := p.Addr(); a.Is4In6() && p.Bits() >= 96 {
		p = netip.PrefixFrom(a.Unmap(), p.Bits()-96)
	}
	length := p.Addr().BitLen()
	if length-p.Bits() > maxHostBits {
		return refuse(ErrRangeTooLarge, s, "a range has at most 4096 addresses; write prefixes of /%d or longer instead of /%s", length-maxHostBits, bits)
	}
	p = p.Masked()
	if p.IsSingleIP() {
		return Asset{Canonical: p.Addr().String(), Kind: Address}, nil
	}
	return Asset{Canonical: p.String(), Kind: Address}, nil
}

// hasPort says whether a text is a host, a colon and a number.
func hasPort(s string) bool {
	i := strings.LastIndexByte(s, ':')
	if i <= 0 || i == len(s)-1 || strings.Trim(s[i+1:], "0123456789") != "" {
		return false
	}
	host := s[:i]
	return !strings.Contains(host, ":") || strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]")
}

// addressText is an address by RFC 5952; s itself if that is how it was written,
// so that nothing is copied.
func addressText(s string, a netip.Addr) string {
	var room [48]byte
	if text := a.AppendTo(room[:0]); string(text) != s {
		return string(text)
	}
	return s
}

// blockOf is the range of addresses that a canonical form stands for, one address
// too, unless it stands for a name.
func blockOf(canonical string) (netip.Prefix, bool) {
	first, _, ranged := strings.Cut(canonical, "/")
	if !strings.Contains(first, ":") && !endsInNumber(first) {
		return netip.Prefix{}, false
	}
	if ranged {
		p, err := netip.ParsePrefix(canonical)
		return p, err == nil
	}
	a, err := netip.ParseAddr(canonical)
	if err != nil {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(a, a.BitLen()), true
}

const hexDigits = "0123456789abcdef"

// blockKey is the key of a range: digits of one length, so that byte order is the
// order of addresses, and then that from large to small.
func blockKey(p netip.Prefix) string {
	var room [48]byte
	key := append(room[:0], "ip6:"...)
	if p.Addr().Is4() {
		key[2] = '4'
	}
	for _, b := range addressBytes(p.Addr(), new([16]byte)) {
		key = append(key, hexDigits[b>>4], hexDigits[b&15])
	}
	key = append(key, '/')
	if bits := p.Bits(); p.Addr().Is4() {
		key = append(key, byte('0'+bits/10), byte('0'+bits%10))
	} else {
		key = append(key, byte('0'+bits/100), byte('0'+bits/10%10), byte('0'+bits%10))
	}
	return string(key)
}

// addressBytes are the 4 or 16 bytes of an address.
func addressBytes(a netip.Addr, room *[16]byte) []byte {
	*room = a.As16()
	if a.Is4() {
		return room[12:]
	}
	return room[:]
}
