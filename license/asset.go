package license

import (
	"strings"

	"golang.org/x/net/publicsuffix"
)

// An Asset is one thing that is monitored, in its canonical form, so that two
// spellings of it are the same value. Only [ParseAsset] makes one.
type Asset struct {
	// Canonical is the one spelling of the asset, such as "example.com",
	// "192.0.2.0/29" or "https://example.com/app". Parsing it gives the same
	// asset again.
	Canonical string
	// Kind is what it is, and no part of what is counted.
	Kind AssetKind
}

// maxAsset bounds an asset, in bytes, as it is written and as it comes out.
const maxAsset = 2048

// ParseAsset brings a text into the canonical form of an asset. It looks nothing
// up: a name and the address that it has at the moment are two assets.
//
//   - A name is lower case, in its ASCII form (UTS #46, non-transitional), without
//     the dot at its end. Underscores are fine. A public suffix that the ICANN
//     part of the list holds, such as co.uk, is no asset.
//   - An IP address has the form of RFC 5952; an IPv4 address in IPv6 is that IPv4
//     address. Octal, hexadecimal and short forms are refused, and so is every
//     name that ends like an address.
//   - A range is written as a prefix, and counts as many as it has addresses, 4096
//     at most.
//   - A URL is http or https, without login, query, fragment and default port; its
//     path has no dots to resolve, no empty parts, no slash at its end, and
//     nothing encoded that need not be (RFC 3986 §6.2.2). The case of a path
//     stays: it makes a difference.
//
// Errors are [ErrNeedsURL] and its like, all of them tenant.ErrInvalid. They name
// the text, cut when long and without a password, and what to write instead.
//
// Example: "HTTPS://Example.COM:443/a/../app/?x=1" is "https://example.com/app".
func ParseAsset(s string, as AssetKind) (Asset, error) {
	return parseAsset(s, as, publicsuffix.PublicSuffix)
}

// A suffixList says what of a name is a public suffix, and whether ICANN's part of
// the list has it.
type suffixList func(name string) (suffix string, icann bool)

func parseAsset(s string, as AssetKind, list suffixList) (Asset, error) {
	if _, err := ParseAssetKind(string(as)); err != nil {
		return Asset{}, err
	}
	s = strings.TrimSpace(s)
	if s == "" {
		return refuse(ErrAssetText, s, "it is empty; write a name, an address or a URL")
	}
	if len(s) > maxAsset {
		return refuse(ErrAssetText, s, "it is longer than %d bytes; write one asset, and no more than its name", maxAsset)
	}
	seen := look(s)
	if seen.bad != "" {
		return refuse(ErrAssetText, hideLogin(s), "%s", seen.bad)
	}
	if i := strings.Index(s, "://"); i >= 0 {
		return parseURL(s, i, as)
	}
	if seen.at {
		return refuse(ErrUserinfo, hideLogin(s), "there is a login or an e-mail address in it; write the host only")
	}
	if seen.slash && !seen.numeric && !seen.colon {
		return refuse(ErrNeedsURL, s, "it has a path; write it as a URL, https://%.*s or with http", maxQuoted, s)
	}
	if as.url() {
		return refuse(ErrNeedsURL, s, "a %s is a URL; write https:// or http:// in front", as)
	}
	if seen.numeric || seen.colon || s[0] == '[' {
		return parseBlock(s, as)
	}
	return parseName(s, as, list)
}

// Key is what is counted: two texts are one asset if they have the same key. It is
// "host:" and a name, "url:" and a URL without its scheme, and for addresses
// "ip4:" or "ip6:", the first address in hexadecimal digits and the length of the
// prefix, as in "ip4:c0000200/29". So keys of addresses sort in such a way that a
// range stands directly in front of all that it contains.
//
// It is the key by [AssetPolicy] version 1 without switches.
func (a Asset) Key() string {
	if i := strings.Index(a.Canonical, "://"); i >= 0 {
		return "url:" + a.Canonical[i+len("://"):]
	}
	if p, ok := blockOf(a.Canonical); ok {
		return blockKey(p)
	}
	return "host:" + a.Canonical
}

// Counts is how many assets it is: the addresses of a range, and 1 otherwise.
// Ranges and addresses may overlap; [Inventory] counts each address once.
func (a Asset) Counts() int64 {
	if !a.IsURL() {
		if p, ok := blockOf(a.Canonical); ok {
			return 1 << (p.Addr().BitLen() - p.Bits())
		}
	}
	return 1
}

// IsURL says whether the asset is a URL.
func (a Asset) IsURL() bool { return strings.Contains(a.Canonical, "://") }

func (a Asset) String() string { return a.Canonical }
