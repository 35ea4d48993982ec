package registryproxy

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// An Upstream is a registry that holds the bytes, with the same repositories
// that customers ask for, unless a [Locator] says otherwise.
type Upstream struct {
	// Registry is its address: a host and perhaps a port, such as
	// registry.example:5000, which is asked over https; or a whole address,
	// http://127.0.0.1:5000. Only an address that says http is ever asked
	// over http.
	Registry string
	// Transport carries the requests; default: one for registries, with the
	// proxy settings of the environment. One of your own has
	// DisableCompression set.
	Transport http.RoundTripper
	// Login resolves the login to each repository; default: nobody's.
	Login authn.Keychain
	// TokenHosts are the hosts, with their port if it is not the usual one,
	// that the registry may send us to for a token besides itself, such as
	// auth.docker.io. A login goes nowhere else.
	TokenHosts []string
	// RedirectHosts are the hosts, with their port if it is not the usual one,
	// that the registry may send us to for a blob besides itself, and only
	// they; *.storage.example is every host below storage.example. They may
	// have private addresses. Default: every host with a public one. No login
	// goes along either way.
	RedirectHosts []string
}

// upstream is a client of an Upstream.
type upstream struct {
	registry  name.Registry
	scheme    string
	login     authn.Keychain // of errands that bring no login along
	logins    *logins
	guarded   http.RoundTripper // everything but the login
	redirects *redirects
}

func newUpstream(u Upstream) (*upstream, error) {
	scheme, registry, err := parseAddress(u)
	if err != nil {
		return nil, err
	}
	if u.Transport == nil {
		u.Transport = newTransport()
	}
	if u.Login == nil {
		u.Login = anonymous{}
	}
	known, err := newLogins()
	if err != nil {
		return nil, err
	}
	guarded := retrying(&guard{
		inner: u.Transport, scheme: scheme, host: registry.RegistryStr(), tokenHosts: slices.Clone(u.TokenHosts),
	})
	return &upstream{
		registry: registry, scheme: scheme, login: u.Login, logins: known, guarded: guarded,
		redirects: newRedirects(u, scheme, registry.RegistryStr(), guarded),
	}, nil
}

// parseAddress is how a registry is asked, and which one it is.
func parseAddress(u Upstream) (scheme string, registry name.Registry, err error) {
	scheme, host, whole := strings.Cut(u.Registry, "://")
	if !whole {
		scheme, host = "https", u.Registry
	}
	if err := (entitlement.Origin{Registry: u.Registry, TokenHosts: u.TokenHosts, RedirectHosts: u.RedirectHosts}).Check(); err != nil {
		return "", registry, fmt.Errorf("registry proxy: upstream: %w", err)
	}
	options := []name.Option{name.StrictValidation}
	if scheme == "http" {
		options = append(options, name.Insecure)
	}
	if registry, err = name.NewRegistry(host, options...); err != nil || host == "" {
		return "", registry, fmt.Errorf("registry proxy: upstream %q: it is a host and perhaps a port, or http:// or https:// and these", u.Registry)
	}
	return scheme, registry, nil
}

// newTransport is a transport for registries. It has no limit on the whole of a
// transfer, only on its beginning; who reads the body watches that it goes on.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           newDialer().DialContext,
		ForceAttemptHTTP2:     true,
		DisableCompression:    true, // or lengths and ranges are of something else
		MaxIdleConnsPerHost:   256,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: commitTime,
	}
}

func newDialer() *net.Dialer {
	return &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
}

// An errand is one request to the upstream.
type errand struct {
	method string
	on     route
	push   bool       // the login has to be good for pushing
	query  url.Values // nil: none
	header http.Header
	body   io.Reader // nil: none
	length int64     // of the body, -1 if it is not known

	login entitlement.Login // the zero one: the upstream's own
}

// do runs an errand. The address is made of the parsed route, so nothing that a
// client wrote into a path goes further. A redirect is the answer, except about a
// blob that is read: that one is followed.
func (u *upstream) do(ctx context.Context, e errand) (*http.Response, error) {
	resp, err := u.ask(ctx, e)
	if err != nil || e.on.endpoint != endpointBlob || !reads(e.method) || !redirect(resp.StatusCode) {
		return resp, err
	}
	resp, err = u.redirects.follow(ctx, e, resp)
	if err == nil && resp.StatusCode == http.StatusForbidden {
		// An address that was signed for some minutes may have ended.
		_ = resp.Body.Close() // it is not read
		if resp, err = u.ask(ctx, e); err == nil && redirect(resp.StatusCode) {
			return u.redirects.follow(ctx, e, resp)
		}
	}
	return resp, err
}

// ask asks the registry itself.
func (u *upstream) ask(ctx context.Context, e errand) (*http.Response, error) {
	address := url.URL{Scheme: u.scheme, Host: u.registry.RegistryStr(), Path: e.on.path(), RawQuery: e.query.Encode()}
	req, err := http.NewRequestWithContext(ctx, e.method, address.String(), e.body)
	if err != nil {
		return nil, err
	}
	if e.header != nil {
		req.Header = e.header.Clone() // the login is added to it
	}
	req.ContentLength = e.length
	transport, err := u.loggedIn(ctx, e)
	if err != nil {
		return nil, err
	}
	resp, err := transport.RoundTrip(req)
	if err != nil || resp.StatusCode == http.StatusUnauthorized {
		u.forget(e) // perhaps another login is wanted by now
	}
	return resp, err
}

// anonymous is a keychain without a key.
type anonymous struct{}

func (anonymous) Resolve(authn.Resource) (authn.Authenticator, error) { return authn.Anonymous, nil }
