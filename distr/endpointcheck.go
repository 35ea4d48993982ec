package distr

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/seed361c4c3e/distr-go/internal/public"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const (
	maxEndpointURL   = 2048
	maxEndpointKinds = 100
)

// checked is what is kept of it.
func (n NewEndpoint) checked() (NewEndpoint, error) {
	if err := n.checkURL(); err != nil {
		return n, err
	}
	if len(n.Kinds) > maxEndpointKinds {
		return n, fmt.Errorf("%w: %d kinds of event for one webhook: name %d at most, or what many of them begin with, such as \"member.\"", tenant.ErrInvalid, len(n.Kinds), maxEndpointKinds)
	}
	for _, k := range n.Kinds {
		if err := k.check(); err != nil {
			return n, err
		}
	}
	var err error
	if n.Owner != "" {
		n.Owner, err = tenant.ParseEmail(string(n.Owner))
	}
	return n, err
}

// checkURL refuses what can be known to be wrong without asking anybody. What a
// name resolves to is looked at by who connects, each time. An error names the host
// at most: the rest of the address may be a secret.
func (n NewEndpoint) checkURL() error {
	bad := func(why string, args ...any) error {
		return fmt.Errorf("%w address of a webhook: %s", tenant.ErrInvalid, fmt.Sprintf(why, args...))
	}
	if len(n.URL) > maxEndpointURL {
		return bad("it has %d bytes, and %d are allowed", len(n.URL), maxEndpointURL)
	}
	for i := range len(n.URL) {
		if c := n.URL[i]; c <= ' ' || c >= 0x7f || c == '\\' {
			return bad("it holds %q; write it in ASCII, names of hosts in Punycode, and other letters as %%XX", c)
		}
	}
	u, err := url.Parse(n.URL)
	if err != nil {
		return bad("it cannot be read; write it as https://hooks.example.com/distr")
	}
	host := u.Hostname()
	switch why := wrongHost(host); {
	case u.Scheme != "https" && (u.Scheme != "http" || !n.Private):
		return bad("it begins with https://, and this one with %.20q", u.Scheme+":")
	case u.Opaque != "" || host == "":
		return bad("it names no host; write it as https://hooks.example.com/distr")
	case u.User != nil:
		return bad("it holds a login, which is not sent; put a secret into the path if you need one besides the signature")
	case u.Fragment != "" || strings.HasSuffix(n.URL, "#"):
		return bad("what is behind the # is not sent; leave it out")
	case strings.ContainsAny(host, "%/?#@ "):
		return bad("the host %q is none", host)
	case !goodPort(u):
		return bad("the port %.10q is none", u.Port())
	case why != "":
		return bad("%s", why)
	case !n.Private && !public.Name(host):
		return bad("%q is no public address, nor the full name of a host that may have one", host)
	}
	return nil
}

func goodPort(u *url.URL) bool {
	if strings.HasSuffix(u.Host, ":") {
		return false
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	return u.Port() == "" || err == nil && port > 0
}

// Host is the host of the address, and its port if it has one of its own: what may
// be shown of it.
func (e Endpoint) Host() string {
	u, err := url.Parse(e.URL)
	if err != nil {
		return ""
	}
	return u.Host
}
