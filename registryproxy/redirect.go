package registryproxy

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// maxHops is how many redirects in a row are followed.
const maxHops = 5

// redirects follows where a registry sends us for a blob, which is a storage that
// it has signed an address of. The login stays with the registry, since the
// address is the permission; cookies and what led there are not told either.
type redirects struct {
	scheme, host string            // of the registry
	hosts        []string          // where it may send us to; empty: every public address
	own          http.RoundTripper // to the registry, without a login
	named        http.RoundTripper // to the hosts
	public       http.RoundTripper // to public addresses
}

func newRedirects(u Upstream, scheme, host string, own http.RoundTripper) *redirects {
	return &redirects{
		scheme: scheme, host: host, hosts: slices.Clone(u.RedirectHosts),
		own: own, named: retrying(u.Transport), public: retrying(newPublicTransport(u.Transport)),
	}
}

func redirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	default:
		return false
	}
}

// follow goes where the answer to an errand about a blob leads. The errors name
// hosts only: whoever reads an address that was signed can use it.
func (d *redirects) follow(ctx context.Context, e errand, resp *http.Response) (*http.Response, error) {
	at := &url.URL{Scheme: d.scheme, Host: d.host, Path: e.on.path()}
	header := http.Header{"Accept": {"*/*"}}
	if r := e.header["Range"]; r != nil && e.header["If-Range"] == nil { // its entity tag is the registry's, all of the blob is right too
		header["Range"] = r
	}
	for range maxHops {
		to, err := target(at, resp)
		_ = resp.Body.Close() // it is not read
		if err != nil {
			return nil, err
		}
		by, err := d.carrier(to)
		if err != nil {
			return nil, err
		}
		if resp, err = read(ctx, by, e.method, to, header); err != nil {
			return nil, fmt.Errorf("the upstream sends us to %s: %w", to.Host, err)
		}
		if !redirect(resp.StatusCode) {
			resp.Header = believed(resp.Header, e.on)
			return resp, nil
		}
		at = to
	}
	_ = resp.Body.Close() // as above
	return nil, fmt.Errorf("the upstream sends us on more than %d times, the last time from %s", maxHops, at.Host)
}

// target is where an answer sends us.
func target(from *url.URL, resp *http.Response) (*url.URL, error) {
	to, err := from.Parse(resp.Header.Get("Location"))
	if err != nil || resp.Header.Get("Location") == "" || !hostPattern.MatchString(to.Host) || to.User != nil {
		return nil, fmt.Errorf("%s sends us to no address that can be asked", from.Host)
	}
	return to, nil
}

// carrier is how a place may be asked, if it may be asked at all. http is for a
// registry that is itself asked over it, and for hosts that are named.
func (d *redirects) carrier(to *url.URL) (http.RoundTripper, error) {
	named := d.names(to)
	switch {
	case to.Scheme == d.scheme && to.Host == d.host:
		return d.own, nil
	case to.Scheme != "https" && !(to.Scheme == "http" && d.scheme == "http" && named):
		return nil, fmt.Errorf("%w: the upstream sends us to %.20s://%s; it has to be https", errElsewhere, to.Scheme, to.Host)
	case named:
		return d.named, nil
	case len(d.hosts) > 0:
		return nil, fmt.Errorf("%w: the upstream sends us to %s, which is not among its redirect hosts", errElsewhere, to.Host)
	default:
		return d.public, nil
	}
}

// names says whether a host is among those that the registry may send us to.
func (d *redirects) names(to *url.URL) bool {
	usual := ":443"
	if to.Scheme == "http" {
		usual = ":80"
	}
	host := strings.ToLower(strings.TrimSuffix(to.Host, usual))
	_, notName := netip.ParseAddr(to.Hostname())
	return slices.ContainsFunc(d.hosts, func(pattern string) bool {
		pattern = strings.ToLower(strings.TrimSuffix(pattern, usual))
		if below, wild := strings.CutPrefix(pattern, "*"); wild {
			return notName != nil && strings.HasSuffix(host, below)
		}
		return host == pattern
	})
}
