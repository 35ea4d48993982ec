package registryproxy

import (
	"fmt"
	"net/http"
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
	// proxy settings of the environment, which on Linux lets the kernel move
	// blobs from plain HTTP to plain HTTP. One of your own has
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
	// Opener opens the registry's blobs where they lie; default: none, they are
	// asked for over HTTP.
	Opener BlobOpener
}

// upstream is a client of an Upstream.
type upstream struct {
	registry  name.Registry
	scheme    string
	login     authn.Keychain // of errands that bring no login along
	logins    *logins
	guarded   http.RoundTripper // everything but the login
	redirects *redirects
	opener    BlobOpener // nil: none

	now      func() time.Time // the network's
	breaker  *breaker         // nil: it is asked however often it fails
	observer Observer         // nil: nobody
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
		redirects: newRedirects(u, scheme, registry.RegistryStr(), guarded), opener: u.Opener,
		now: time.Now,
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

// anonymous is a keychain without a key.
type anonymous struct{}

func (anonymous) Resolve(authn.Resource) (authn.Authenticator, error) { return authn.Anonymous, nil }
