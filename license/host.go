package license

import (
	"strings"

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
