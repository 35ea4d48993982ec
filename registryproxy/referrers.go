package registryproxy

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/opencontainers/image-spec/specs-go"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// referrers lists what refers to a digest (OCI distribution specification,
// "Listing Referrers"). A release is what lies below its root, so nothing that
// refers to it is held, and a customer's list is empty: of a digest that is held,
// of one that is not, and of one that is not there. It is 200 all the same; over
// any other answer clients fail, or take an image for unsigned that they could
// not ask about.
func (p *Proxy) referrers(w http.ResponseWriter, r *http.Request, on route, who bearer, holding entitlement.Holding, at time.Time) {
	if !holding.Any(at) {
		p.refuse(w, r, p.refusal(who, on, holding, at))
		return
	}
	body, err := json.Marshal(ocispec.Index{
		Versioned: specs.Versioned{SchemaVersion: 2},
		MediaType: ocispec.MediaTypeImageIndex,
		Manifests: []ocispec.Descriptor{}, // and never null
	})
	if err != nil {
		p.refuse(w, r, p.trouble(r, "writing a list", err))
		return
	}
	h := w.Header()
	if r.URL.Query().Get("artifactType") != "" {
		h.Set("OCI-Filters-Applied", "artifactType")
	}
	h.Set("Content-Type", ocispec.MediaTypeImageIndex)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // to a client that has gone there is nothing to say
}
