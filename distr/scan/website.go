package scan

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// site looks at one host: at a URL of it, or at the ports where the web is.
func (v *visit) site(ctx context.Context, at string) error {
	secure, plain, err := v.addresses(at)
	if err != nil {
		return err
	}
	host := secure.Hostname()
	_, notAddress := netip.ParseAddr(host)
	v.addr = notAddress == nil
	give, err := v.turns.take(ctx, strings.ToLower(host))
	if err != nil {
		return err
	}
	defer give()
	ctx, stop := context.WithTimeoutCause(ctx, 12*v.config.Timeout, fmt.Errorf("it answers so slowly that %s are not enough", 12*v.config.Timeout))
	defer stop()

	noTLS := errors.New("the URL says http")
	if secure.Scheme != "" {
		noTLS = v.overTLS(ctx, secure)
	}
	noHTTP := noTLS
	if plain.Scheme != "" {
		noHTTP = v.overHTTP(ctx, plain, secure.Scheme != "" && noTLS == nil)
	}
	switch {
	case ctx.Err() != nil: // what was not looked at in time is not known to be well
		return context.Cause(ctx)
	case strings.HasPrefix(at, "https://"):
		return noTLS
	case strings.HasPrefix(at, "http://"):
		return noHTTP
	case noTLS == nil || noHTTP == nil:
		return nil
	}
	if hidden, is := errors.AsType[*notPublic](noTLS); is {
		return hidden
	}
	if unknown, is := errors.AsType[*net.DNSError](noTLS); is && !unknown.IsTimeout {
		return noTLS
	}
	if !v.one {
		v.tell("http/silent", at, "", "Nobody answers on port 443 (%s) nor on port 80 (%s).", noTLS, noHTTP)
	}
	return nil
}

// addresses are where to look over TLS and without; one without a scheme is not looked
// at. What has a port of its own is looked at on that port alone.
func (v *visit) addresses(at string) (secure, plain url.URL, err error) {
	if !strings.Contains(at, "://") {
		host := at
		if a, err := netip.ParseAddr(at); err == nil && a.Is6() {
			host = "[" + at + "]"
		}
		if u, err := url.Parse("https://" + host + "/"); err != nil || u.Host != host || u.Port() != "" || u.Hostname() == "" {
			return secure, plain, fmt.Errorf("%q is no host and no address; write a URL with https:// in front if it is one", at)
		}
		return url.URL{Scheme: "https", Host: host, Path: "/"}, url.URL{Scheme: "http", Host: host, Path: "/"}, nil
	}
	u, err := url.Parse(at)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" {
		return secure, plain, fmt.Errorf("%q is no URL of the web; write https:// or http://, a host and a path", at)
	}
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	secure, plain = *u, *u
	if u.Port() == "" {
		secure.Scheme, plain.Scheme = "https", "http"
	} else if u.Scheme == "https" {
		plain.Scheme = ""
	} else {
		secure.Scheme = ""
	}
	return secure, plain, nil
}

// where is a host and port to connect to.
func where(u url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// overTLS looks at a host over TLS, and at what it serves there. The error is that it
// cannot be connected to.
func (v *visit) overTLS(ctx context.Context, at url.URL) error {
	speaks, err := v.handshakes(ctx, where(at), at.Hostname())
	if err != nil || !speaks {
		return err
	}
	last, err := v.follow(ctx, at)
	if err != nil {
		return err
	}
	if last != nil {
		v.headers(last)
	}
	return nil
}

// overHTTP looks at what a host serves without TLS. The error is that it cannot be
// connected to.
func (v *visit) overHTTP(ctx context.Context, at url.URL, secure bool) error {
	first, err := v.get(ctx, at)
	if err != nil {
		return err
	}
	to, redirects := first.leads()
	switch {
	case redirects && to.Scheme == "https":
		if !secure { // what it leads to was not looked at yet
			_, err = v.follow(ctx, at)
			return err
		}
	case redirects || first.status >= 200 && first.status <= 299 || first.status == http.StatusUnauthorized:
		v.tell("http/plain", "http://"+at.Host+"/", "", "%s answers %d over http, and does not lead to https.", at.String(), first.status)
		v.cookies(first)
		if !secure {
			v.headers(first)
		}
	}
	return nil
}

// An answer is one of a web server.
type answer struct {
	from   url.URL
	status int
	header http.Header
	set    []*http.Cookie
	body   []byte
}

// get asks for a page, with nothing that is secret, and follows no redirect.
func (v *visit) get(ctx context.Context, at url.URL) (*answer, error) {
	ctx, stop := context.WithTimeout(ctx, 2*v.config.Timeout)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", v.config.Agent)
	req.Header.Set("Accept", "text/html, application/json;q=0.9, */*;q=0.1")
	var line line
	defer line.hangUp()
	transport := v.transport()
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		return line.keep(v.config.Dial(ctx, network, address))
	}
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, v.config.MaxBody)) // half a page says what a page does
	return &answer{at, resp.StatusCode, resp.Header, resp.Cookies(), body}, nil
}

// leads says where a redirect leads to.
func (a *answer) leads() (to url.URL, redirects bool) {
	switch a.status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		if u, err := a.from.Parse(a.header.Get("Location")); err == nil && a.header.Get("Location") != "" {
			u.User, u.Fragment, u.RawFragment = nil, "", ""
			return *u, true
		}
	}
	return url.URL{}, false
}

// maxRedirects is how far redirects are followed; browsers go to 20.
const maxRedirects = 10

// follow asks for a page and follows redirects, as long as they stay on the host. It is
// nil when they don't, or never end.
func (v *visit) follow(ctx context.Context, at url.URL) (*answer, error) {
	start := at.String()
	seen := map[string]bool{}
	for range maxRedirects {
		seen[at.String()] = true
		a, err := v.get(ctx, at)
		if err != nil && len(seen) > 1 {
			v.tell("redirect/loop", start, "broken", "A redirect leads to %s, where nobody answers: %s.", at.String(), err)
			return nil, nil // the first one has answered
		}
		if err != nil {
			return nil, err
		}
		v.cookies(a)
		to, redirects := a.leads()
		if !redirects {
			return a, nil
		}
		if at.Scheme == "https" && to.Scheme == "http" {
			v.tell("redirect/downgrade", at.String(), "", "It leads from %s to %s.", at.String(), to.String())
		}
		if !strings.EqualFold(to.Hostname(), at.Hostname()) || to.Scheme != "https" && to.Scheme != "http" {
			v.tell("redirect/elsewhere", at.String(), strings.ToLower(to.Host), "It leads to %s.", to.String())
			return nil, nil
		}
		if seen[to.String()] {
			v.tell("redirect/loop", start, "", "%s leads back to %s.", at.String(), to.String())
			return nil, nil
		}
		at = to
	}
	v.tell("redirect/loop", start, "", "After %d redirects, it leads further to %s.", maxRedirects, at.String())
	return nil, nil
}
