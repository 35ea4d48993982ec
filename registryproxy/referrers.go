package registryproxy

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

const (
	// referrersHead and referrersTail are what a list of referrers begins and
	// ends with.
	referrersHead = `{"schemaVersion":2,"mediaType":"` + ocispec.MediaTypeImageIndex + `","manifests":[`
	referrersTail = `]}`
	// maxReferrers is how large a page of them may be, in bytes: as large as a
	// manifest, which is what clients take it for.
	maxReferrers = maxManifest
	// usualReferrer is about how many bytes one of them takes in a list.
	usualReferrer = 400
)

// referrers lists what refers to a digest (OCI distribution specification,
// "Listing Referrers"): what was published, as much of it as is held. It is 200
// also where nothing is; over any other answer clients fail, or take an image for
// unsigned that they could not ask about.
func (p *Proxy) referrers(w http.ResponseWriter, r *http.Request, on route, who bearer, held asked, at time.Time) {
	if !held.holding.Any(at) {
		p.refuse(w, r, p.refusal(who, on, held.holding, at))
		return
	}
	query := r.URL.Query() // what cannot be read of it means nothing
	wanted := query.Get("artifactType")
	body, next, err := referrersPage(held.referrers(on.digest, wanted, query.Get("last"), at))
	if err != nil {
		p.refuse(w, r, p.trouble(r, "writing a list", err))
		return
	}
	if next != "" {
		more := url.Values{"last": {next}}
		if wanted != "" {
			more.Set("artifactType", wanted)
		}
		w.Header().Set("Link", "<"+on.path()+"?"+more.Encode()+`>; rel="next"`)
	}
	serveReferrers(w, body, wanted != "")
}

// fallback answers the tag under which clients look for referrers where a registry
// does not list them: with the list that it does, and not with one that somebody
// has pushed, which may name what is not held.
func (p *Proxy) fallback(w http.ResponseWriter, r *http.Request, on route, who bearer, held asked, at time.Time) {
	list := held.referrers(entitlement.DerivedFrom(on.tag), "", "", at)
	if len(list) == 0 {
		p.refuse(w, r, p.refusal(who, on, held.holding, at))
		return
	}
	body, _, err := referrersPage(list)
	if err != nil {
		p.refuse(w, r, p.trouble(r, "writing a list", err))
		return
	}
	seen(w).from(FromMemory)
	if describe(w, r, found{digest: entitlement.SHA256(body)}, ocispec.MediaTypeImageIndex, int64(len(body))) && r.Method == http.MethodGet {
		_, _ = w.Write(body) // to a client that has gone there is nothing to say
	}
}

// serveReferrers sends a list of referrers.
func serveReferrers(w http.ResponseWriter, body []byte, filtered bool) {
	h := w.Header()
	if filtered {
		h.Set("OCI-Filters-Applied", "artifactType")
	}
	h.Set("Content-Type", ocispec.MediaTypeImageIndex)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // to a client that has gone there is nothing to say
}

// referrers are those of a subject that are held, of one type if one is wanted,
// and only those behind the digest last, unless that is none of them. Each of
// them is asked about, and the subject is too: what refers to two is not to tell
// the one who holds it for the sake of one that there is the other.
func (a asked) referrers(subject entitlement.Digest, wanted, last string, at time.Time) (list []entitlement.Descriptor) {
	of, there := a.contents.Find(subject)
	if !there || !a.holding.DecideEntry(at, of).Allowed {
		return nil
	}
	all := a.contents.Referrers(subject)
	if i := slices.IndexFunc(all, func(d entitlement.Descriptor) bool { return last != "" && d.Digest.String() == last }); i >= 0 {
		all = all[i+1:]
	}
	list = make([]entitlement.Descriptor, 0, len(all))
	for _, d := range all {
		entry, there := a.contents.Find(d.Digest)
		if there && (wanted == "" || d.ArtifactType == wanted) && a.holding.DecideEntry(at, entry).Allowed {
			list = append(list, d)
		}
	}
	return list
}

// referrersPage writes a list, or as much of it as may be in one answer. next is
// the last one on the page if there are more.
func referrersPage(list []entitlement.Descriptor) (body []byte, next string, err error) {
	body = append(make([]byte, 0, min(len(list)*usualReferrer+1<<10, maxReferrers)), referrersHead...)
	for i, d := range list {
		before := len(body)
		if i > 0 {
			body = append(body, ',')
		}
		if body, err = listed(d).append(body); err != nil {
			return nil, "", err
		}
		if i > 0 && len(body)+len(referrersTail) > maxReferrers {
			body, next = body[:before], list[i-1].Digest.String()
			break
		}
	}
	return append(body, referrersTail...), next, nil
}
