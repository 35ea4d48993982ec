package registryproxy

import (
	"net/http"
	"net/url"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// queryOf is what of the client's query goes on: what the specification knows,
// and of an upload what the upstream gave the client to bring back.
func (p *Proxy) queryOf(r *http.Request, on route, who bearer) (url.Values, *refusal) {
	asked, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, malformed(codeUnsupported, "the query cannot be read")
	}
	for _, name := range []string{"digest", "mount"} {
		if _, err := entitlement.ParseDigest(asked.Get(name)); asked.Has(name) && err != nil {
			return nil, malformed(codeDigestInvalid, "%v", err)
		}
	}
	var known []string
	switch on.endpoint {
	case endpointTags:
		known = []string{"n", "last"}
	case endpointReferrers:
		known = []string{"artifactType"}
	case endpointUploads:
		known = []string{"digest"}
		if asked.Has("mount") && p.mayMount(r, who, asked.Get("from")) {
			known = []string{"digest", "mount", "from"}
		}
	case endpointUpload:
		for name := range asked {
			if name != "mount" && name != "from" { // distribution minds these on any method
				known = append(known, name)
			}
		}
	default: // nothing in a query means anything there
	}
	query := url.Values{}
	for _, name := range known {
		if asked.Has(name) {
			query.Set(name, asked.Get(name))
		}
	}
	return query, nil
}

// mayMount says whether a blob may be taken from another repository: reading it
// there is part of that. If not, the client uploads the blob, as the
// specification has it.
func (p *Proxy) mayMount(r *http.Request, who bearer, from string) bool {
	_, err := entitlement.ParseRepositoryPath(from)
	return err == nil && who.reaches(from, actionPull) && p.publisher.MayPush(r.Context(), who.Principal, from) == nil
}

// requestHeader is what of the client's header goes on.
func requestHeader(r *http.Request) http.Header {
	header := http.Header{}
	for _, name := range []string{"Accept", "Content-Range", "Content-Type", "If-None-Match", "If-Range", "Range"} {
		if values := r.Header[name]; values != nil {
			header[name] = values
		}
	}
	if header["Accept"] == nil {
		header["Accept"] = []string{acceptManifests()}
	}
	return header
}
