package registryproxy

import (
	"net/http"
	"slices"
)

// catalog lists the repositories in which something is held, and for the vendor's
// staff all of the vendor's. Nobody asks the upstream.
//
// Any good token will do, whatever it was made for: the package comment says why
// the scope registry:catalog:* is never granted.
func (p *Proxy) catalog(w http.ResponseWriter, r *http.Request, on route, repositories []string) {
	sorted := slices.Compact(slices.Sorted(slices.Values(repositories))) // the gate's own list stays as it is
	p.list(w, r, on, sorted, func(names []string) any {
		return struct {
			Repositories []string `json:"repositories"`
		}{names}
	})
}
