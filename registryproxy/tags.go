package registryproxy

import (
	"net/http"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// tags lists the tags that may be pulled now. They are found in what is held, and
// not by leaving something out of what the upstream lists: a short page, and a
// link that names the tag behind it, would tell of what was left out.
//
// Aliases are not in the list. They are no tags of the repository, and a client
// that picks a version out of it, as helm does, would take 1 for one.
func (p *Proxy) tags(w http.ResponseWriter, r *http.Request, on route, who bearer, holding entitlement.Holding, at time.Time) {
	if !holding.Any(at) {
		p.refuse(w, r, p.refusal(who, on, holding, at))
		return
	}
	p.listTags(w, r, on, holding.Tags(at))
}

// listTags sends a page of a sorted list of tags.
func (p *Proxy) listTags(w http.ResponseWriter, r *http.Request, on route, sorted []string) {
	p.list(w, r, on, sorted, func(names []string) any {
		return struct {
			Name string   `json:"name"`
			Tags []string `json:"tags"`
		}{string(on.repository), names}
	})
}
