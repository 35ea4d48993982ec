package registryproxy

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

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
	case endpointTags, endpointReferrers:
		// A number that is none ends the connection at some registries.
		if _, no := readPage(r); on.endpoint == endpointTags && no != nil {
			return nil, no
		}
		// How a registry names the place in a list, its Link says.
		known = besides(asked, "mount", "from")
	case endpointManifest:
		if r.Method == http.MethodPut && on.tag == "" {
			if no := checkTags(asked["tag"]); no != nil {
				return nil, no
			}
			known = []string{"tag"}
		}
	case endpointUploads:
		known = []string{"digest"}
		if from := asked.Get("from"); asked.Has("mount") && p.mayMount(r, who, from) {
			if !who.reaches(from, actionPull) {
				return nil, mountScope(on, r.Method, from)
			}
			known = []string{"digest", "mount", "from"}
		}
	case endpointUpload:
		known = besides(asked, "mount", "from")
	default: // nothing in a query means anything there
	}
	query := url.Values{}
	for _, name := range known {
		if asked.Has(name) {
			query[name] = asked[name]
		}
	}
	return query, nil
}

// besides are the names in a query, but for some. distribution minds mount and
// from on any method.
func besides(query url.Values, not ...string) (names []string) {
	for name := range query {
		if !slices.Contains(not, name) {
			names = append(names, name)
		}
	}
	return names
}

// maxPushTags is how many tags one push of a manifest may set.
const maxPushTags = 50

// checkTags checks the tags that a manifest is to have which is pushed by its
// digest.
func checkTags(tags []string) *refusal {
	if len(tags) > maxPushTags {
		return &refusal{status: http.StatusRequestURITooLong, code: codeManifestInvalid, message: fmt.Sprintf("one push sets at most %d tags", maxPushTags)}
	}
	for _, tag := range tags {
		if err := entitlement.CheckTag(tag); err != nil && !derivedForm(tag) {
			return malformed(codeManifestInvalid, "%v", err)
		}
	}
	return nil
}

// mayMount says whether a blob may be taken from another repository: reading it
// there is part of that. If not, the client uploads the blob, as the
// specification has it.
func (p *Proxy) mayMount(r *http.Request, who bearer, from string) bool {
	_, err := entitlement.ParseRepositoryPath(from)
	return err == nil && p.publisher.MayPush(r.Context(), who.Principal, from) == nil
}

// mountScope is the answer to a token that is good for one of the two repositories
// of a mount. It is the only one that asks for two scopes; clients that cannot
// read these ask for both from the start.
func mountScope(on route, method, from string) *refusal {
	no := unauthorized(insufficientScope, on, method, "the access token was not made for the repository that the blob is to be taken from; get another one")
	no.scope += " repository:" + from + ":" + actionPull
	return no
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
