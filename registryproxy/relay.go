package registryproxy

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
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
	}
	if link := nextPage(resp.Header.Get("Link"), on); link != "" {
		h.Set("Link", link)
	}
	for _, name := range relayed() {
		if value := resp.Header.Get(name); value != "" {
			h.Set(name, value)
		}
	}
	if resp.StatusCode >= http.StatusBadRequest {
		h.Set("Cache-Control", "no-store")
	}
	if resp.StatusCode == http.StatusNoContent {
		h.Del("Content-Length") // RFC 9110 §8.6
	}
	w.WriteHeader(resp.StatusCode)
	if r.Method == http.MethodHead || resp.StatusCode == http.StatusNoContent || resp.StatusCode == http.StatusNotModified {
		return
	}
	p.stream(ctx, w, on, t, resp.Body, resp.ContentLength)
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
