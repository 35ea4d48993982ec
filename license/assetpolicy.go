package license

import (
	"fmt"
	"strings"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// An AssetPolicy says which assets are one. It is part of a license, so that a
// later version of this package cannot change a bill: rules that change are a
// version of their own. The zero value is version 1 as it is.
//
// In version 1 a host and a URL on it are two, and so are two ports, two paths,
// and example.com and www.example.com. A URL is one, whether it is http or https,
// and whatever its query.
type AssetPolicy struct {
	Version     int  // default: 1
	KeyByScheme bool // http and https are two
	FoldWWW     bool // www.example.com is example.com, in URLs too
	FoldPort    bool // the ports of a URL make no difference
}

// Check says what is wrong with a policy, as tenant.ErrInvalid.
func (p AssetPolicy) Check() error {
	if p.Version != 0 && p.Version != 1 {
		return fmt.Errorf("%w version %d of the policy on assets: this program knows version 1; use one that is newer", tenant.ErrInvalid, p.Version)
	}
	return nil
}

// Key is what of an asset is counted by this policy, as [Asset.Key] is by the zero
// value.
func (p AssetPolicy) Key(a Asset) string {
	if !p.switched() {
		return a.Key()
	}
	scheme, rest, isURL := strings.Cut(a.Canonical, "://")
	if !isURL {
		if _, is := blockOf(a.Canonical); is {
			return a.Key()
		}
		return "host:" + p.fold(a.Canonical)
	}
	end := strings.IndexByte(rest, '/')
	host, path := rest[:end], rest[end:]
	if i := strings.LastIndexByte(host, ':'); p.FoldPort && i > strings.LastIndexByte(host, ']') {
		host = host[:i]
	}
	key := "url:"
	if p.KeyByScheme {
		key += scheme + "://"
	}
	return key + p.fold(host) + path
}

// switched says whether the policy is another one than version 1 as it is.
func (p AssetPolicy) switched() bool { return p.KeyByScheme || p.FoldWWW || p.FoldPort }

// fold leaves away the www of a name that has two more parts: www.com stays.
func (p AssetPolicy) fold(host string) string {
	if short, www := strings.CutPrefix(host, "www."); p.FoldWWW && www && strings.Contains(short, ".") {
		return short
	}
	return host
}
