package scan

import (
	"net/netip"
	"net/url"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
)

// attribute says at which target something was found: at the only one, at the one that
// the scanner names, or at the one that the place lies within, of several the
// narrowest. "" says that it is not known.
func attribute(f distr.Finding, targets []distr.ScanTarget) string {
	if len(targets) == 1 {
		return targets[0].Text
	}
	for _, named := range [...]string{f.Target, f.Location} {
		best, found := 0, ""
		for _, target := range targets {
			if fits := within(named, target.Text); fits > best {
				best, found = fits, target.Text
			}
		}
		if found != "" {
			return found
		}
	}
	return ""
}

// within says how well a place, as a scanner writes it, lies within a target: 0 for
// not at all, and the more the narrower.
func within(named, target string) int {
	if named == "" {
		return 0
	}
	host, path := split(named)
	wantHost, wantPath := split(target)
	switch {
	case strings.TrimSuffix(named, "/") == strings.TrimSuffix(target, "/"):
		return 1 << 30
	case wantPath == "" && host == wantHost:
		return 1 << 10 // more than a range, less than a URL
	case wantPath == "":
		prefix, err := netip.ParsePrefix(target)
		address, wrong := netip.ParseAddr(host)
		if err == nil && wrong == nil && prefix.Contains(address) {
			return 1 + prefix.Bits()
		}
		return 0
	}
	wantPath = strings.TrimSuffix(wantPath, "/")
	if host == wantHost && (path == wantPath || strings.HasPrefix(path, wantPath+"/")) {
		return 1<<11 + len(wantPath)
	}
	return 0
}

// split parts a URL into its host, with the port unless that goes without saying, and its
// path. What is no URL is a host, maybe with a port, which is left out.
func split(s string) (host, path string) {
	if !strings.Contains(s, "://") {
		if address, err := netip.ParseAddrPort(s); err == nil {
			return address.Addr().String(), ""
		}
		name, port, ok := strings.Cut(s, ":")
		if ok && strings.Trim(port, "0123456789") == "" {
			s = name
		}
		return strings.ToLower(s), ""
	}
	u, err := url.Parse(s)
	if err != nil {
		return s, ""
	}
	host = strings.ToLower(u.Host)
	switch u.Scheme + u.Port() {
	case "https443", "http80":
		host = strings.ToLower(u.Hostname())
	}
	return host, "/" + strings.TrimPrefix(u.EscapedPath(), "/")
}
