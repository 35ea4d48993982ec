package distr

import (
	"fmt"
	"net/netip"
	"strings"

	"golang.org/x/net/idna"
)

// Limits of the name of a host, in bytes (RFC 1035 §2.3.4): what is longer no
// resolver asks for.
const (
	maxHost      = 253
	maxHostLabel = 63
)

// wrongHost says why a host is neither an address nor a name that anybody could look
// up; empty if it may be one. A dot at its end, which makes a name absolute, is none of
// its parts. An underscore has no place in the name of a host, but resolvers look such
// names up, and certificates are taken for them.
func wrongHost(host string) string {
	if _, err := netip.ParseAddr(host); err == nil {
		return ""
	}
	name := strings.TrimSuffix(host, ".")
	if len(name) > maxHost {
		return fmt.Sprintf("the host %.40q… has %d bytes, and the name of a host has at most %d", name, len(name), maxHost)
	}
	last := ""
	for label := range strings.SplitSeq(name, ".") {
		switch {
		case label == "":
			return fmt.Sprintf("the host %q has a dot with nothing before or behind it; leave that dot out", host)
		case len(label) > maxHostLabel:
			return fmt.Sprintf("the host %q has a part of %d bytes, and between two dots stand at most %d", host, len(label), maxHostLabel)
		case strings.Trim(label, "-") != label:
			return fmt.Sprintf("the host %q has a part that begins or ends with a hyphen; leave that out", host)
		}
		last = strings.ToLower(label)
	}
	if readAsNumber(last) {
		return fmt.Sprintf("the host %q ends in a number and is no IPv4 address; write that as four numbers from 0 to 255, or a name", host)
	}
	// Two hyphens in third place are no more than unusual where nothing is encoded.
	profile := idna.New(idna.MapForLookup(), idna.BidiRule(), idna.Transitional(false), idna.StrictDomainName(true),
		idna.CheckHyphens(false), idna.CheckJoiners(true), idna.VerifyDNSLength(true))
	if _, err := profile.ToASCII(strings.ReplaceAll(name, "_", "x")); err != nil {
		return fmt.Sprintf("the host %q cannot be looked up (%s); write letters, digits and hyphens, and other letters in Punycode", host, err)
	}
	return ""
}

// readAsNumber says whether the last part of a host makes all of it an IPv4 address to
// some resolvers (URL Standard, "ends in a number"). [public.Name] is stricter: what
// begins as a number is no public name.
func readAsNumber(label string) bool {
	if hex, is := strings.CutPrefix(label, "0x"); is {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}
