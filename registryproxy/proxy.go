package registryproxy

import (
	"errors"
	"net/http"
	"strings"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
)

// The paths that a Proxy answers. Mount it at all three, or at the root of a
// host: clients refuse to take a token to another host or port than that of
// /v2/.
const (
	registryPath = "/v2/"
	tokenPath    = "/token"
	jwksPath     = "/.well-known/jwks.json"
)

// A Proxy is one vendor's registry as its customers see it. It is an
// [http.Handler], keeps nothing that could not be made again, starts no
// goroutine of its own, and is safe to share.
type Proxy struct {
	config    Config // completed
	gate      Gatekeeper
	publisher Publisher // nil: the gate takes no pushes
	locator   Locator   // nil: all lies in the one upstream
	meter     Meter     // nil: nobody asks how much was sent
	readiness Readiness // nil: the gate is always ready
	upstreams *upstreams
	keys      *keys
	verified  *lru.Cache[[32]byte, bearer]
	limiter   *limiter
	lists     lanes     // the fallback lists of referrers that are being written
	buffers   sync.Pool // of *[bufferSize]byte
}

// New makes a proxy for one vendor.
func New(gate Gatekeeper, c Config) (*Proxy, error) {
	if gate == nil {
		return nil, errors.New("registry proxy: there is no gatekeeper")
	}
	c, err := c.complete()
	if err != nil {
		return nil, err
	}
	up, err := newUpstreams(c.Upstream)
	if err != nil {
		return nil, err
	}
	keys, err := newKeys(gate, c)
	if err != nil {
		return nil, err
	}
	verified, err := lru.New[[32]byte, bearer](maxVerified)
	if err != nil {
		return nil, err
	}
	limiter, err := newLimiter(c.Limits, c.Now)
	if err != nil {
		return nil, err
	}
	up.attend(c.Observer)
	p := &Proxy{config: c, gate: gate, upstreams: up, keys: keys, verified: verified, limiter: limiter}
	p.publisher, _ = gate.(Publisher)
	p.locator, _ = gate.(Locator)
	p.meter, _ = gate.(Meter)
	p.readiness, _ = gate.(Readiness)
	p.buffers.New = func() any { return new([bufferSize]byte) }
	return p, nil
}

// ServeHTTP answers /v2/…, /token and /.well-known/jwks.json.
//
// The path is judged as it came over the wire. Behind a ServeMux, which sends
// clients with // or dots in the path to the cleaned one before we see it, that
// is decided there.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	to := p.watch(w)
	if p.config.Observer != nil {
		p.observed(to, r)
	} else {
		p.answer(to, r)
	}
	to.end(r) // now, so that whoever has the answer finds it in the log
}

func (p *Proxy) answer(w http.ResponseWriter, r *http.Request) {
	path := r.URL.EscapedPath()
	w.Header()["X-Content-Type-Options"] = []string{"nosniff"}
	if no := p.notReady(r); no != nil {
		p.refuse(w, r, no)
		return
	}
	switch {
	case strings.HasPrefix(path, registryPath):
		p.pull(w, r, path)
	case path == tokenPath:
		seen(w).kind(KindToken)
		p.token(w, r)
	case path == jwksPath:
		seen(w).kind(KindKeys)
		p.jwks(w, r)
	default:
		http.NotFound(w, r)
	}
}
