package registryproxy

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// relayed are the headers of the upstream's answers that staff get to see. The
// others may tell of a storage behind it, set cookies, or switch clients into
// other protocols.
func relayed() []string {
	return []string{
		"Accept-Ranges", "Content-Length", "Content-Range", "Content-Type", "Docker-Content-Digest", "Docker-Upload-Uuid",
		"Etag", "Oci-Chunk-Min-Length", "Oci-Filters-Applied", "Oci-Subject", "Oci-Tag", "Range",
	}
}

// relay sends the upstream's answer to staff.
func (p *Proxy) relay(ctx context.Context, w http.ResponseWriter, r *http.Request, on route, from source, t *transfer, resp *http.Response) {
	if !passable(resp.StatusCode) {
		p.badGateway(w, r, on, resp, fmt.Errorf("the upstream answers %s", resp.Status))
		return
	}
	h := w.Header()
	if resp.Header.Get("Location") != "" {
		location, err := from.here(resp.Header.Get("Location"), on)
		if err != nil {
			p.badGateway(w, r, on, resp, err)
			return
		}
		h.Set("Location", location)
	} else if resp.StatusCode == http.StatusCreated {
		h["Location"] = createdAt(r, on)
	}
	if link := nextPage(resp.Header.Get("Link"), on); link != "" {
		h.Set("Link", link)
	}
	for _, name := range relayed() {
		if value := resp.Header.Get(name); value != "" {
			h.Set(name, value)
		}
	}
	if asked := digestAsked(r, on); h.Get("Docker-Content-Digest") != "" && resp.StatusCode < http.StatusMultipleChoices && !asked.IsZero() {
		h.Set("Docker-Content-Digest", sameAlgorithm(h.Get("Docker-Content-Digest"), asked))
	}
	if resp.StatusCode >= http.StatusBadRequest {
		h.Set("Cache-Control", "no-store")
	}
	switch resp.StatusCode {
	case http.StatusNoContent:
		h.Del("Content-Length") // RFC 9110 §8.6
	case http.StatusRequestedRangeNotSatisfiable:
		// Of this one, some registries say that it has the length of the blob.
		h.Set("Content-Length", "0")
		h.Del("Content-Type")
		resp.Body, resp.ContentLength = http.NoBody, 0
	}
	w.WriteHeader(resp.StatusCode)
	if r.Method == http.MethodHead || resp.StatusCode == http.StatusNoContent || resp.StatusCode == http.StatusNotModified {
		return
	}
	seen(w).from(FromUpstream)
	p.stream(ctx, w, on, t, resp, resp.ContentLength)
}

// createdAt is where what was pushed can be pulled. Some registries leave it out,
// and clients need it (OCI distribution specification, "Pushing blobs", "Pushing
// Manifests").
func createdAt(r *http.Request, on route) []string {
	asked := digestAsked(r, on)
	switch {
	case on.endpoint == endpointManifest:
		return []string{on.path()}
	case asked.IsZero():
		return nil
	default:
		return []string{route{endpoint: endpointBlob, repository: on.repository, digest: asked}.path()}
	}
}

// digestAsked is the digest that a request is about, zero if it names none.
func digestAsked(r *http.Request, on route) entitlement.Digest {
	if on.endpoint == endpointUploads || on.endpoint == endpointUpload {
		d, _ := entitlement.ParseDigest(r.URL.Query().Get("digest")) // else it names none
		return d
	}
	return on.digest
}

// sameAlgorithm is what the upstream says of the digest of some content, in the
// algorithm in which it was asked for: some registries say the sha256 of whatever
// they have, but the header is to be what the client gave (OCI distribution
// specification, "Pulling blobs").
func sameAlgorithm(said string, asked entitlement.Digest) string {
	if d, err := entitlement.ParseDigest(said); err == nil && d.Algorithm() != asked.Algorithm() {
		return asked.String()
	}
	return said
}

// passable says whether a status is about what staff asked for. One about our own
// login there, or about trouble, is not, and neither is a redirect.
func passable(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusProxyAuthRequired, http.StatusTooManyRequests:
		return false
	case http.StatusNotModified:
		return true
	default:
		return 200 <= status && status < 300 || 400 <= status && status < 500
	}
}

// nextPage turns a Link of the upstream's into ours, of which only the query is
// taken: the place in the list, under whatever name the registry has for it. It is
// empty if there is none.
func nextPage(link string, on route) string {
	target, relation, found := strings.Cut(strings.TrimPrefix(link, "<"), ">")
	to, err := url.Parse(target)
	if !found || err != nil || !strings.Contains(relation, "next") {
		return ""
	}
	query := to.Query()
	query.Del("mount")
	query.Del("from")
	return "<" + on.path() + "?" + query.Encode() + `>; rel="next"`
}
