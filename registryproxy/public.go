package registryproxy

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"syscall"

	"github.com/seed361c4c3e/distr-go/internal/public"
)

// errPrivate says that a request would have gone to an address that is not on the
// public Internet.
var errPrivate = errors.New("that is no public address; if it is yours, name the host as a redirect host")

// A publicTransport carries requests to public addresses only. What counts is the
// address that is connected to, so a name may resolve to whatever it likes, and
// to something else the next time.
//
// Where a proxy of the environment is used, the proxy resolves names and we
// see none of its addresses. Then the host is judged as it is written: an address
// has to be public, and a name one that is not local by its form. What else may
// not be reached from there is the proxy's to say.
type publicTransport struct {
	proxy   func(*http.Request) (*url.URL, error)
	direct  http.RoundTripper
	proxied http.RoundTripper
}

// newPublicTransport trusts the certificates and uses the proxies that another
// transport does, if that is one of net/http. A certificate of our own stays at
// home, as a login does.
func newPublicTransport(like http.RoundTripper) *publicTransport {
	direct, proxied := newTransport(), newTransport()
	if base, ok := like.(*http.Transport); ok {
		proxied.Proxy = base.Proxy
		if base.TLSClientConfig != nil {
			direct.TLSClientConfig, proxied.TLSClientConfig = trustOf(base.TLSClientConfig), trustOf(base.TLSClientConfig)
		}
	}
	dialer := newDialer()
	dialer.Control = func(_, address string, _ syscall.RawConn) error {
		if !public.Target(address) {
			return errPrivate
		}
		return nil
	}
	direct.Proxy, direct.DialContext = nil, dialer.DialContext
	return &publicTransport{proxy: proxied.Proxy, direct: direct, proxied: proxied}
}

func trustOf(c *tls.Config) *tls.Config {
	c = c.Clone()
	c.Certificates, c.GetClientCertificate, c.ServerName = nil, nil, ""
	return c
}

func (t *publicTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if t.proxy == nil {
		return t.direct.RoundTrip(r)
	}
	switch by, err := t.proxy(r); {
	case err != nil:
		return nil, fmt.Errorf("the proxy of the environment: %w", err)
	case by == nil:
		return t.direct.RoundTrip(r)
	case !public.Name(r.URL.Hostname()):
		return nil, errPrivate
	default:
		return t.proxied.RoundTrip(r)
	}
}
