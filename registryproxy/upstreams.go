package registryproxy

import (
	"fmt"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// maxUpstreams is how many registries are remembered besides the first one. What
// is forgotten is only who was logged in there.
const maxUpstreams = 128

// upstreams are the clients of all registries that an origin may name, each with
// a guard and with logins of its own. They are made when they are first needed.
type upstreams struct {
	first  *upstream // of what names no registry
	config Upstream  // of the first one

	attended bool     // each has a breaker
	observer Observer // of all; nil: nobody

	mu    sync.Mutex
	known *lru.Cache[string, *upstream]
}

func newUpstreams(u Upstream) (*upstreams, error) {
	if u.Transport == nil {
		u.Transport = newTransport()
	}
	first, err := newUpstream(u)
	if err != nil {
		return nil, err
	}
	known, err := lru.New[string, *upstream](maxUpstreams)
	return &upstreams{first: first, config: u, known: known}, err
}

// source is where an origin says that a repository lies.
func (u *upstreams) source(o entitlement.Origin, repository entitlement.RepositoryPath) (source, error) {
	client, err := u.client(o)
	if err == nil {
		err = o.Check()
	}
	if err != nil {
		return source{}, fmt.Errorf("the origin of %s: %w", repository, err)
	}
	if o.Repository != "" {
		repository = o.Repository
	}
	return source{client, repository, o.Login}, nil
}

// client is the client of an origin's registry. Two origins share one if nothing
// but the repository and the login differs.
func (u *upstreams) client(o entitlement.Origin) (*upstream, error) {
	if o.Registry == "" && len(o.TokenHosts) == 0 && len(o.RedirectHosts) == 0 {
		return u.first, nil
	}
	key := fmt.Sprintf("%q %q %q", o.Registry, o.TokenHosts, o.RedirectHosts)
	u.mu.Lock()
	defer u.mu.Unlock()
	if known, ok := u.known.Get(key); ok {
		return known, nil
	}
	made, err := newUpstream(u.of(o))
	if err == nil {
		u.equip(made)
		u.known.Add(key, made)
	}
	return made, err
}

// attend gives each registry a breaker, and an observer to all. A proxy's have
// both; whoever walks a release has somebody waiting for what is the matter.
func (u *upstreams) attend(o Observer) {
	u.attended, u.observer = true, o
	u.equip(u.first)
}

func (u *upstreams) equip(one *upstream) {
	one.observer = u.observer
	if u.attended {
		one.breaker = &breaker{now: one.now}
	}
}

// of is an origin's upstream. An origin without a registry has the first one's
// and changes the hosts only. The first one's transport carries to the first
// registry, which may be one in this process; others are asked over the network.
func (u *upstreams) of(o entitlement.Origin) Upstream {
	own := Upstream{Registry: o.Registry, TokenHosts: o.TokenHosts, RedirectHosts: o.RedirectHosts}
	if o.Registry == "" {
		own.Registry, own.Login = u.config.Registry, u.config.Login
		if len(own.TokenHosts) == 0 {
			own.TokenHosts = u.config.TokenHosts
		}
		if len(own.RedirectHosts) == 0 {
			own.RedirectHosts = u.config.RedirectHosts
		}
	}
	if scheme, registry, err := parseAddress(own); err == nil && scheme == u.first.scheme && registry == u.first.registry {
		own.Transport, own.Opener = u.config.Transport, u.config.Opener
	}
	return own
}
