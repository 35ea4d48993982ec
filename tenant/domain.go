package tenant

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// A Domain is the domain of e-mail addresses in its canonical form. It stands for
// itself and not for those below it. Only [ParseDomain] makes one.
type Domain string

// maxDomain is RFC 1035's limit, in bytes.
const maxDomain = 253

// maxUnicodeDomain bounds a domain before it is brought into its ASCII form,
// which takes time that grows with the square of the length: 253 characters of
// four bytes each.
const maxUnicodeDomain = 4 * maxDomain

// ParseDomain brings the domain of e-mail addresses into its canonical form, by
// the very function that [ParseEmail] uses: from then on two domains are one if
// they are the same bytes. It refuses, as [ErrInvalid], what ParseEmail refuses
// behind the @, and wildcards: a domain stands for itself only.
func ParseDomain(s string) (Domain, error) {
	canonical, err := canonicalDomain(strings.Trim(s, " "))
	if err != nil {
		return "", fmt.Errorf("%w domain %.320q: %s", ErrInvalid, s, err.Error())
	}
	return Domain(canonical), nil
}

// DomainsOf makes a list as [Profile] keeps it, sorted and each once, of domains
// in any order.
func DomainsOf(ds ...Domain) []Domain {
	list := append([]Domain{}, ds...)
	slices.Sort(list)
	return slices.Compact(list)
}

// AllowsDomain says whether somebody with that address can be invited, or let in
// for the first time: the one rule on domains. Who is in already is not asked
// again.
func (p Profile) AllowsDomain(e Email) bool {
	return !p.DomainsOnly || slices.Contains(p.Domains, e.Domain())
}

// canonicalDomain is a host name's ASCII form in lower case.
func canonicalDomain(s string) (string, error) {
	if len(s) > maxUnicodeDomain {
		return "", fmt.Errorf("the domain has at most %d bytes", maxDomain)
	}
	ascii, err := idna.Lookup.ToASCII(s)
	if err != nil {
		return "", fmt.Errorf("the domain is not one: %w", err)
	}
	// What does not come out the same a second time has no canonical form.
	if again, err := idna.Lookup.ToASCII(ascii); err != nil || again != ascii {
		return "", fmt.Errorf("the domain %q cannot be read again", ascii)
	}
	if len(ascii) > maxDomain || !strings.Contains(ascii, ".") {
		return "", fmt.Errorf("the domain has two parts or more and at most %d bytes", maxDomain)
	}
	for label := range strings.SplitSeq(ascii, ".") {
		if label == "" || len(label) > 63 {
			return "", errors.New("each part of the domain has 1 to 63 bytes, and no dot stands at its end")
		}
	}
	if numeric(ascii[strings.LastIndexByte(ascii, '.')+1:]) {
		return "", errors.New("the domain is an IP address; use a name")
	}
	return ascii, disguised(s, ascii)
}

// disguised refuses a part of a domain that is written in other letters and comes
// out as ASCII all the same, such as a K that is the sign for kelvin: nobody types
// that by accident, and it is made to look like something else.
func disguised(s, ascii string) error {
	s = strings.NewReplacer("\u3002", ".", "\uff0e", ".", "\uff61", ".").Replace(s) // IDNA's full stops
	written, came := strings.Split(s, "."), strings.Split(ascii, ".")
	for i, label := range came {
		if len(written) != len(came) || !isASCII(written[i]) && !strings.HasPrefix(label, "xn--") {
			return fmt.Errorf("the domain comes out as %q; write it in these letters if it is meant", ascii)
		}
	}
	return nil
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0
}

// numeric says whether the last part of a host makes all of it an IPv4 address, as
// the URL standard has it: digits, or a hexadecimal number.
func numeric(label string) bool {
	if hex, ok := strings.CutPrefix(label, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}
