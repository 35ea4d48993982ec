package license

import (
	"net/netip"
	"strings"
)

// parseURL reads a URL, whose scheme ends at i.
func parseURL(s string, i int, as AssetKind) (Asset, error) {
	scheme := schemeOf(s[:i])
	rest := s[i+len("://"):]
	end := strings.IndexAny(rest, "/?#\\")
	if end < 0 {
		end = len(rest)
	}
	authority, tail := rest[:end], rest[end:]
	if strings.Contains(authority, "@") {
		return refuse(ErrUserinfo, hideLogin(s), "a login has no place in an asset; leave away what stands in front of the host")
	}
	switch {
	case scheme == "":
		return refuse(ErrURL, hideLogin(s), "its scheme is neither https nor http; write one of these")
	case as != Auto && !as.url():
		return refuse(ErrKind, hideLogin(s), "it is a URL and not a %s; leave the scheme away, or the kind", as)
	}
	host, port, err := parseAuthority(authority, scheme, s)
	if err != nil {
		return Asset{}, err
	}
	path, why := canonicalPath(tail)
	if why != "" {
		return refuse(ErrURL, hideLogin(s), "%s", why)
	}
	a := Asset{Canonical: joinURL(s, scheme, host, port, path), Kind: WebApp}
	if as == API {
		a.Kind = API
	}
	if len(a.Canonical) > maxAsset {
		return refuse(ErrAssetText, hideLogin(s), "its canonical form is longer than %d bytes; write a shorter path", maxAsset)
	}
	return a, nil
}

// joinURL puts a URL together; it is s itself if nothing has changed, so that
// nothing is copied.
func joinURL(s, scheme, host, port, path string) string {
	whole := len(scheme) + len("://") + len(host) + len(path)
	if port != "" {
		whole += 1 + len(port)
	}
	if whole == len(s) && strings.HasPrefix(s, scheme) && strings.HasPrefix(s[len(scheme)+len("://"):], host) && strings.HasSuffix(s, path) {
		return s
	}
	if port != "" {
		port = ":" + port
	}
	return scheme + "://" + host + port + path
}

// schemeOf is the scheme in lower case, or nothing if it is none of ours. Folding
// case as Unicode does would take httpſ for https.
func schemeOf(s string) string {
	for _, scheme := range [...]string{"https", "http"} {
		if s == scheme {
			return scheme
		}
		if lower, ascii := lowerASCII(s); ascii && lower == scheme {
			return scheme
		}
	}
	return ""
}

// parseAuthority reads the host and the port of a URL; a port that the scheme has
// by itself is left away.
func parseAuthority(authority, scheme, asset string) (host, port string, err error) {
	text, written := authority, false
	inside := strings.LastIndexByte(authority, ']') // colons in brackets are the address's
	if i := strings.LastIndexByte(authority, ':'); i > inside {
		text, port, written = authority[:i], authority[i+1:], true
	}
	if text == "" {
		_, err := refuse(ErrURL, hideLogin(asset), "it has no host; write one, as in https://example.com/")
		return "", "", err
	}
	if host, err = parseURLHost(text, hideLogin(asset)); err != nil || !written || port == "" {
		return host, "", err
	}
	if !rightPort(port) {
		_, err := refuse(ErrURL, hideLogin(asset), "its port is no number from 1 to 65535 without zeros in front; write the right one, or none")
		return "", "", err
	}
	if scheme == "https" && port == "443" || scheme == "http" && port == "80" {
		port = ""
	}
	return host, port, nil
}

func parseURLHost(s, asset string) (string, error) {
	if s[0] == '[' {
		return parseLiteral(s, asset)
	}
	if strings.Contains(s, ":") {
		_, err := refuse(ErrAddress, asset, "it has several colons in its host; write an IPv6 address in brackets")
		return "", err
	}
	if s[0] <= '9' {
		if a, err := netip.ParseAddr(s); err == nil {
			return addressText(s, a), nil
		}
	}
	return hostName(s, asset)
}

// parseLiteral reads an IPv6 address in brackets.
func parseLiteral(s, asset string) (string, error) {
	bare, closed := strings.CutSuffix(s[1:], "]")
	if strings.Contains(bare, "%") {
		_, err := refuse(ErrZone, asset, "its zone means something on one machine only; leave away what follows the address")
		return "", err
	}
	a, err := netip.ParseAddr(bare)
	if err != nil || !closed || a.Is4() {
		_, err := refuse(ErrAddress, asset, "in brackets stands an IPv6 address; write it as in https://[2001:db8::1]/")
		return "", err
	}
	if a = a.Unmap(); a.Is4() {
		return a.String(), nil
	}
	if text := addressText(bare, a); len(text)+2 != len(s) || text != bare {
		return "[" + text + "]", nil
	}
	return s, nil
}

// rightPort says whether a port is a number that is one, and written as one.
func rightPort(s string) bool {
	if len(s) > 5 || s[0] == '0' {
		return false
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n <= 65535
}
