package license

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// Limits of RFC 1035 §2.3.4, in bytes.
const (
	maxLabel = 63
	maxName  = 253
)

// maxUnicodeName bounds a name before it is brought into its ASCII form, which
// takes time that grows with the square of the length: 253 characters of four
// bytes each.
const maxUnicodeName = 4 * maxName

// parseName reads the name of a host that stands by itself.
func parseName(s string, as AssetKind, list suffixList) (Asset, error) {
	if as == Address {
		return refuse(ErrKind, s, "it is not an IP address; leave the kind away, or write the address")
	}
	name, err := hostName(s, s)
	if err != nil {
		return Asset{}, err
	}
	suffix, icann := list(name)
	if suffix == name && icann {
		return refuse(ErrPublicSuffix, s, "names are registered below it, and it belongs to nobody; write a name such as example.%s", name)
	}
	kind := Domain
	if len(name) > len(suffix) && strings.Contains(name[:len(name)-len(suffix)-1], ".") {
		kind = Subdomain
	}
	return Asset{Canonical: name, Kind: kind}, nil
}

// hostName is the canonical form of a name, of an asset that is named in errors.
func hostName(s, asset string) (string, error) {
	if s == "*" || strings.HasPrefix(s, "*.") {
		_, err := refuse(ErrWildcard, asset, "a wildcard counts nothing; add each name that is found there")
		return "", err
	}
	name, why := canonicalName(s)
	if why != "" {
		_, err := refuse(ErrHost, asset, "%s", why)
		return "", err
	}
	if endsInNumber(name) {
		_, err := refuse(ErrAddress, asset, "it ends like an IP address and is not one; write four numbers from 0 to 255 without zeros in front, or a range as 192.0.2.0/29")
		return "", err
	}
	return name, nil
}

// canonicalName is the canonical form of a name, or why there is none.
func canonicalName(s string) (name, why string) {
	name = withoutDot(s)
	if !plainName(name) {
		if len(name) > maxUnicodeName {
			return "", "it is longer than 253 bytes; write the whole name and nothing else"
		}
		lower, ascii := lowerASCII(name)
		if ascii && !strings.Contains(lower, "xn--") {
			name = lower
		} else if name, why = internationalName(name); why != "" {
			return "", why
		}
	}
	return name, wrongName(name)
}

// internationalName is the ASCII form of a name in other letters by UTS #46, or of
// one that has that form already.
func internationalName(s string) (name, why string) {
	// idna.Lookup would refuse underscores, and two hyphens in third place;
	// idna.ToASCII would not map capitals.
	profile := idna.New(idna.MapForLookup(), idna.BidiRule(), idna.Transitional(false), idna.StrictDomainName(false),
		idna.CheckHyphens(false), idna.CheckJoiners(true), idna.VerifyDNSLength(true))
	name, err := profile.ToASCII(s)
	if err != nil {
		return "", "it is not an internationalised name: " + err.Error() + "; write it as it is registered"
	}
	// What comes out otherwise the second time has no canonical form.
	if again, err := profile.ToASCII(name); err != nil || again != name {
		return "", "its ASCII form reads as another name; write it as it is registered"
	}
	return name, ""
}

// plainName says whether a name is in its canonical form, provided that its labels
// are right: nothing needs to be mapped.
func plainName(s string) bool {
	for i := range len(s) {
		if c := s[i]; !nameByte(c) || c == 'x' && strings.HasPrefix(s[i:], "xn--") {
			return false
		}
	}
	return true
}

// wrongName says what is wrong with the labels of a name in lower case.
func wrongName(s string) string {
	if len(s) > maxName {
		return "it is longer than 253 bytes; write the whole name and nothing else"
	}
	start := 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && s[i] != '.' {
			if !nameByte(s[i]) {
				r, _ := utf8.DecodeRuneInString(s[i:])
				return "there is " + quoted(string(r)) + " in it; a name has letters, digits, - and _ between its dots"
			}
			continue
		}
		switch {
		case i == start:
			return "there is nothing between two dots, or in front of the first; write the whole name"
		case i-start > maxLabel:
			return "a part of it is longer than 63 bytes; write the name as it is registered"
		case s[start] == '-' || s[i-1] == '-':
			return "a part of it begins or ends with a hyphen; write the name as it is registered"
		}
		start = i + 1
	}
	return ""
}

func nameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.'
}

// withoutDot leaves away the one dot at the end of a name, in any of the forms that
// IDNA knows.
func withoutDot(s string) string {
	for _, dot := range [...]string{".", "\u3002", "\uff0e", "\uff61"} {
		if short, ok := strings.CutSuffix(s, dot); ok {
			return short
		}
	}
	return s
}

// lowerASCII is a text in lower case, and whether all of it is ASCII.
func lowerASCII(s string) (lower string, ascii bool) {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return "", false
		}
	}
	return strings.ToLower(s), true
}

// endsInNumber says whether the last part of a name makes all of it an IPv4
// address, as the URL standard has it: digits, or a hexadecimal number.
func endsInNumber(name string) bool {
	last := name[strings.LastIndexByte(name, '.')+1:]
	if last != "" && last[0] > '9' {
		return false // as nearly all do
	}
	if hex, ok := strings.CutPrefix(last, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(last, "0123456789") == ""
}
