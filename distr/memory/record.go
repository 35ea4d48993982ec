package memory

import (
	"maps"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// The functions below copy a record so that both copies can be changed without
// the other noticing, with its times in UTC. Each record goes through one on its
// way in and on its way out.

// instant is the time in UTC, without the reading of the monotonic clock that
// time.Now adds: it means nothing to whoever reads it later.
func instant(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.Round(0).UTC()
}

func copyCustomer(c tenant.Customer) tenant.Customer {
	c.Created = instant(c.Created)
	c.Profile = copyProfile(c.Profile)
	return c
}

func copyProfile(p tenant.Profile) tenant.Profile {
	p.Features = slices.Clone(p.Features)
	p.Domains = slices.Clone(p.Domains)
	p.Archived = instant(p.Archived)
	return p
}

func copyCredential(c tenant.Credential) tenant.Credential {
	c.Created, c.Revoked = instant(c.Created), instant(c.Revoked)
	c.Rotated, c.Used = instant(c.Rotated), instant(c.Used)
	return c
}

func copyMember(m tenant.Member) tenant.Member {
	m.Created, m.Joined = instant(m.Created), instant(m.Joined)
	m.Sent, m.Expires = instant(m.Sent), instant(m.Expires)
	return m
}

func copyInstallation(n tenant.Installation) tenant.Installation {
	n.Created = instant(n.Created)
	return n
}

func copySettings(s tenant.Settings) tenant.Settings {
	s.Features = slices.Clone(s.Features)
	for i := range s.Features {
		s.Features[i].Requires = slices.Clone(s.Features[i].Requires)
	}
	return s
}

// copyGrant leaves the versions alone: a set of versions is never changed.
func copyGrant(g entitlement.Grant) entitlement.Grant {
	g.Starts, g.Expires, g.Created = instant(g.Starts), instant(g.Expires), instant(g.Created)
	return g
}

func copyProduct(p entitlement.Product) entitlement.Product {
	p.Repositories = slices.Clone(p.Repositories)
	p.Created = instant(p.Created)
	return p
}

func copyRelease(r entitlement.Release) entitlement.Release {
	r.At = instant(r.At)
	r.Roots = maps.Clone(r.Roots)
	return r
}

func copyClosure(c entitlement.Closure) entitlement.Closure {
	c.Annotations = maps.Clone(c.Annotations)
	c.Items = slices.Clone(c.Items)
	for i := range c.Items {
		c.Items[i].Manifest = slices.Clone(c.Items[i].Manifest)
	}
	return c
}

func copyReferrer(r entitlement.Referrer) entitlement.Referrer {
	r.Closure = copyClosure(r.Closure)
	return r
}

// copyUpstream leaves the origin's login out: it would lie open.
func copyUpstream(u distr.Upstream) distr.Upstream {
	u.Origin.TokenHosts = slices.Clone(u.Origin.TokenHosts)
	u.Origin.RedirectHosts = slices.Clone(u.Origin.RedirectHosts)
	u.Origin.Login = entitlement.Login{}
	u.Login = copyLogin(u.Login)
	return u
}

func copyLogin(l distr.SealedLogin) distr.SealedLogin {
	l.Password = slices.Clone(l.Password)
	return l
}

func copyKey(k distr.SigningKey) distr.SigningKey {
	k.Private = slices.Clone(k.Private)
	k.Created, k.Signs, k.Retires = instant(k.Created), instant(k.Signs), instant(k.Retires)
	return k
}

// copyEvent keeps who the actor was, and not what they may do: an event is no way
// to act in somebody else's name.
func copyEvent(e distr.Event) distr.Event {
	e.Actor = distr.Actor{Name: e.Actor.Name, Via: e.Actor.Via, Address: e.Actor.Address}
	e.Time = instant(e.Time)
	e.Data = slices.Clone(e.Data)
	return e
}

func copyPull(p distr.PullRecord) distr.PullRecord {
	p.Time = instant(p.Time)
	return p
}

// copies copies a list of records.
func copies[R any](records []R, copyOne func(R) R) []R {
	list := make([]R, len(records))
	for i, r := range records {
		list[i] = copyOne(r)
	}
	return list
}
