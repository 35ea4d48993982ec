package registryproxy

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Config says how a [Proxy] is set up. Upstream is needed, the rest has the
// defaults named.
type Config struct {
	Vendor    tenant.VendorID // refuse principals of any other vendor; default: whoever the gate lets in
	Upstream  Upstream        // the registry that holds the bytes
	PublicURL string          // how clients reach us, https://registry.acme.example; default: http(s):// and the Host of each request

	// TrustedProxies are the addresses of proxies in front of us. What they say
	// in Forwarded or X-Forwarded-Proto and -Host is believed, for the realm of
	// challenges, where there is no PublicURL. Default: nobody is believed.
	TrustedProxies []netip.Prefix

	Service   string              // our name in challenges, and issuer and audience of our tokens; default: the host of PublicURL, else "registry"
	Refusals  Refusals            // what a customer is told; default Explain
	TokenLife time.Duration       // how long a token is said to live, 1 min to 1 h in whole seconds; default 5 min
	Keys      []tenant.SigningKey // the first signs, all verify; default: one made by New, so tokens end with the process
	Stall     time.Duration       // how long a transfer may stand still before it is broken off; default 1 min
	Limits    Limits              // on logins that fail, and on pulls; default: on the former
	Observer  Observer            // is told what is done; default: nobody
	Blobs     *Blobs              // keeps the blobs that are pulled; default: none is kept, each comes from the upstream
	Log       *slog.Logger        // default: discarded
	Now       func() time.Time
	Rand      io.Reader // default: crypto/rand
}

// Refusals is how much a customer is told about what is not held.
type Refusals string

const (
	// Explain answers a tag that a customer may not pull, or that is not
	// there, with one and the same 403 that names what is held. Every client
	// shows its text.
	Explain Refusals = "explain"
	// Conceal answers it with 404, as a registry that has never heard of it.
	// The vendor's staff are always answered so.
	Conceal Refusals = "conceal"
)

const (
	defaultService   = "registry"
	defaultTokenLife = 5 * time.Minute
)

// servicePattern keeps what we write between the quotes of a challenge free of
// quotes, and readable.
var servicePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}$`)

// complete fills in the defaults and refuses what cannot work.
func (c Config) complete() (Config, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.TokenLife == 0 {
		c.TokenLife = defaultTokenLife
	}
	if c.Stall == 0 {
		c.Stall = defaultStall
	}
	if c.Refusals == "" {
		c.Refusals = Explain
	}
	host, err := publicHost(c.PublicURL)
	if err != nil {
		return c, err
	}
	if c.Limits, err = c.Limits.complete(); err != nil {
		return c, err
	}
	if c.Service == "" {
		c.Service = host
	}
	switch {
	case !servicePattern.MatchString(c.Service):
		return c, fmt.Errorf("registry proxy: service %q: use letters, digits and . _ : / -", c.Service)
	case c.Refusals != Explain && c.Refusals != Conceal:
		return c, fmt.Errorf("registry proxy: refusals %q: it is %s or %s", c.Refusals, Explain, Conceal)
	case c.TokenLife < time.Minute || c.TokenLife > time.Hour || c.TokenLife%time.Second != 0:
		// Clients take less than a minute for a minute, and then use a token
		// that has ended.
		return c, fmt.Errorf("registry proxy: token life %s: it is 1m to 1h in whole seconds", c.TokenLife)
	case slices.ContainsFunc(c.TrustedProxies, func(p netip.Prefix) bool { return !p.IsValid() }):
		return c, errors.New("registry proxy: trusted proxies: one of them is no prefix of addresses such as 10.0.0.0/8")
	case c.Stall < 0:
		return c, fmt.Errorf("registry proxy: stall %s: it is more than nothing", c.Stall)
	case c.Vendor != "":
		_, err = tenant.ParseVendorID(string(c.Vendor))
	}
	return c, err
}

// publicHost checks the public URL. Docker asks for /v2/ at the root of a host,
// so there is no path in it.
func publicHost(public string) (string, error) {
	if public == "" {
		return defaultService, nil
	}
	u, err := url.Parse(public)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !hostPattern.MatchString(u.Host) ||
		u.Scheme+"://"+u.Host != public {
		return "", fmt.Errorf("registry proxy: public URL %q: it is http:// or https:// and a host, with nothing behind it", public)
	}
	return u.Host, nil
}
