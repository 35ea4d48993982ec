package registryproxy

import (
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// codeTooManyRequests is the OCI distribution specification's ("Error Codes").
const codeTooManyRequests = "TOOMANYREQUESTS"

// admit authenticates a login, within the limits on those that fail.
func (p *Proxy) admit(w http.ResponseWriter, r *http.Request, l login) (tenant.Principal, *refusal) {
	if l.password == "" {
		return p.authenticate(r, l) // which asks nobody
	}
	a := p.limiter.attempt(r.Method, p.caller(r), l.password)
	if a.over() {
		seen(w).limited()
		if !a.wait(r.Context()) {
			return tenant.Principal{}, wrongLogin("too many logins have failed here; wait for a minute and look after the token that is used")
		}
	}
	who, no := p.authenticate(r, l)
	switch {
	case no == nil:
		a.succeeded()
	case no.status == http.StatusUnauthorized:
		a.failed()
	default: // trouble is nobody's fault
	}
	return who, no
}

// quota is the answer to a customer who asks for more content than the limits
// allow, and nil if there is none. A derived tag is never refused for it.
func (p *Proxy) quota(w http.ResponseWriter, r *http.Request, who bearer, on route) *refusal {
	if who.Side != tenant.CustomerSide || entitlement.DerivedTag(on.tag) {
		return nil
	}
	wait := p.limiter.pull(p.caller(r), who.Principal)
	if wait == 0 {
		return nil
	}
	seen(w).limited()
	w.Header()["Retry-After"] = []string{strconv.Itoa(int((wait + time.Second - 1) / time.Second))}
	return &refusal{status: http.StatusTooManyRequests, code: codeTooManyRequests, message: "that were many requests in a short time; wait a little and go on"}
}

// caller is the address that a request comes from. Of IPv6 it is the network
// (/64), in which whoever has one address has all.
func (p *Proxy) caller(r *http.Request) netip.Addr {
	at := p.from(r)
	if at.Is6() {
		network, _ := at.WithZone("").Prefix(64) // every such address has one
		return network.Addr()
	}
	return at
}

// from is the address of the peer, or behind proxies of ours the one that the last
// of them names.
func (p *Proxy) from(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	at := peer.Addr().Unmap()
	if p.proxies(at) {
		for hop := range hops(r.Header) {
			before, err := netip.ParseAddr(hop)
			if err != nil {
				break
			}
			if at = before.Unmap(); !p.proxies(at) {
				break
			}
		}
	}
	return at
}

// hops are the addresses that proxies in front of us have written down, the last
// one first. Where Forwarded (RFC 7239 §5.2) and the older header are both there,
// one of them may have come from outside, and neither counts.
func hops(h http.Header) func(func(string) bool) {
	list := strings.Join(h["X-Forwarded-For"], ",")
	if newer := strings.Join(h["Forwarded"], ","); newer != "" {
		if list != "" {
			return func(func(string) bool) {}
		}
		list = newer
	}
	return func(yield func(string) bool) {
		for list != "" {
			i := strings.LastIndexByte(list, ',')
			if !yield(node(list[i+1:])) {
				return
			}
			list = list[:max(i, 0)]
		}
	}
}

// node is the address in an element of either header, without its port.
func node(element string) string {
	for pair := range strings.SplitSeq(element, ";") {
		name, value, named := strings.Cut(strings.TrimSpace(pair), "=")
		if !named {
			value = name
		} else if !strings.EqualFold(name, "for") {
			continue
		}
		value = strings.Trim(value, `"`)
		if inside, ok := strings.CutPrefix(value, "["); ok {
			value, _, _ = strings.Cut(inside, "]")
		} else if host, _, port := strings.Cut(value, ":"); port && strings.Count(value, ":") == 1 {
			value = host
		}
		return value
	}
	return ""
}
