package registryproxy

import (
	"net/http"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// standIn answers staff with a manifest that was published when the upstream
// cannot: the same bytes that customers get. A tag counts only if a version was
// published from it, since nobody but the upstream knows what another means, and
// lists are not made up, for they would lack what is not published. It returns
// false when there is no such manifest, and nothing was sent.
func (p *Proxy) standIn(w http.ResponseWriter, r *http.Request, on route, who bearer, held asked) bool {
	if on.endpoint != endpointManifest || !reads(r.Method) || r.Context().Err() != nil {
		return false
	}
	if _, _, published := held.contents.Tag(on.tag); on.tag != "" && !published {
		return false
	}
	at := p.config.Now()
	found := locate(held, on, at)
	decision := found.decide(held.holding, at)
	if !decision.Allowed || found.entry.Manifest() == nil {
		return false
	}
	serveManifest(w, r, found)
	if r.Method == http.MethodGet && (on.tag != "" || found.entry.Root()) {
		p.logPull(r, who, entitlement.Pull{
			Time: at, Repository: on.repository, Reference: on.reference(), Digest: found.digest,
			Version: found.version(decision), Allowed: true, Reason: decision.Reason, Client: client(r),
		})
	}
	return true
}
