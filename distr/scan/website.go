package scan

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/seed361c4c3e/distr-go/tenant"
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
	select {
	case v.places <- struct{}{}:
		defer func() { <-v.places }()
	case <-ctx.Done():
		return ctx.Err()
	}
	ctx, stop := context.WithTimeoutCause(ctx, 12*v.config.Timeout, fmt.Errorf("it answers so slowly that %s are not enough", 12*v.config.Timeout))
	defer stop()

	v.asked = false
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
	case noTLS != nil && reached(noTLS):
		return noTLS
	case noTLS == nil || noHTTP == nil:
		return nil
	case reached(noHTTP):
		return noHTTP
	}
	_, private := errors.AsType[*notPublic](noTLS)
	_, unknown := errors.AsType[*net.DNSError](noTLS)
	if private || unknown { // nobody was asked
		return noTLS
	}
	if !v.one {
		v.tell("http/silent", at, "", "Nobody answers on port 443 (%s) nor on port 80 (%s).", inWords(noTLS), inWords(noHTTP))
		if !refused(noTLS) || !refused(noHTTP) { // what was known of it may be there still
			return noTLS
		}
	}
	if v.one && !silent(noTLS) { // it is our own network that is in the way
		return noTLS
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
			return secure, plain, fmt.Errorf("%w target: %q is no host and no address; write a URL with https:// in front if it is one", tenant.ErrInvalid, at)
		}
		return url.URL{Scheme: "https", Host: host, Path: "/"}, url.URL{Scheme: "http", Host: host, Path: "/"}, nil
	}
	u, err := url.Parse(at)
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" {
		return secure, plain, fmt.Errorf("%w target: %q is no URL of the web; write https:// or http://, a host and a path", tenant.ErrInvalid, at)
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
	if err != nil && v.asked && ctx.Err() == nil { // it talks to those whom it knows
		return nil
	}
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
