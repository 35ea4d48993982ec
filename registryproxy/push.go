package registryproxy

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// pass hands a request of the vendor's staff on to the upstream, reads and writes
// alike, so that one address serves both sides. It returns false for a read that
// goes on as a customer's would: of somebody who may not push.
func (p *Proxy) pass(w http.ResponseWriter, r *http.Request, on route, who bearer, held asked) bool {
	write := slices.Contains(on.actions(r.Method), actionPush)
	if p.publisher == nil {
		return false
	}
	err := p.publisher.MayPush(r.Context(), who.Principal, string(on.repository))
	switch {
	case err == nil:
		p.forward(w, r, on, who, held)
	case errors.Is(err, tenant.ErrUnauthenticated):
		p.refuse(w, r, loginEnded(on, r.Method))
	case !errors.Is(err, tenant.ErrForbidden) && !errors.Is(err, tenant.ErrNotFound):
		p.refuse(w, r, p.trouble(r, "asking whether a push is allowed", err))
	case !write:
		return false
	case errors.Is(err, tenant.ErrForbidden):
		p.refuse(w, r, denied("this login may not push to %s", on.repository))
	default:
		no := nameUnknown(on.repository)
		no.message = fmt.Sprintf("no product has the repository %s; add it to one before you push", on.repository)
		p.refuse(w, r, no)
	}
	return true
}

// forward makes a staff request anew, of what was understood of it, and sends the
// upstream's answer back.
func (p *Proxy) forward(w http.ResponseWriter, r *http.Request, on route, who bearer, held asked) {
	query, no := p.queryOf(r, on, who)
	if no != nil {
		p.refuse(w, r, no)
		return
	}
	from, err := p.source(r.Context(), who, on.repository, "")
	if err == nil {
		query, err = p.mounted(r.Context(), who, from, query)
	}
	if err != nil {
		p.refuse(w, r, p.trouble(r, "finding the upstream", err))
		return
	}
	if on.endpoint == endpointManifest && r.Method == http.MethodPut {
		p.receive(w, r, on, who, from, query, held.contents)
		return
	}
	ctx, t := p.newTransfer(w, r)
	defer t.end()
	method, header := r.Method, requestHeader(r)
	if on.endpoint == endpointTags || on.endpoint == endpointReferrers {
		method = http.MethodGet // of HEAD not every registry knows there
		delete(header, "Range")
	}
	resp, err := from.do(ctx, errand{
		method: method, on: on, push: slices.Contains(on.actions(r.Method), actionPush), query: query, header: header, body: t.upload(r), length: r.ContentLength, seen: seen(w),
	})
	t.stopReading()
	if (err != nil || resp.StatusCode >= http.StatusInternalServerError) && p.standIn(w, r, on, who, held) {
		if err == nil {
			_ = resp.Body.Close() // it is not read
		}
		return
	}
	if err != nil {
		p.badGateway(w, r, on, nil, because(ctx, err))
		return
	}
	defer func() { _ = resp.Body.Close() }() // it was only read
	if on.endpoint == endpointReferrers && !listsReferrers(resp) {
		p.serveFallback(ctx, w, r, on, from)
		return
	}
	if on.endpoint == endpointTags && resp.StatusCode == http.StatusOK && resp.Header.Get("Link") == "" {
		p.serveStaffTags(w, r, on, resp)
		return
	}
	sent, at := newTally(w), p.config.Now()
	defer func() { p.logStaff(r, who, on, resp, at, sent) }()
	p.relay(ctx, sent.to, r, on, from, t, resp)
	sent.whole = true
}

// refuseMethod is the answer to what nobody on the principal's side can do, before
// anything of the request's body is read.
func (p *Proxy) refuseMethod(who bearer, on route, method string) *refusal {
	if who.Side == tenant.VendorSide && p.publisher != nil {
		if methods := on.methods(); !slices.Contains(methods, method) {
			return notAllowed(strings.Join(methods, ", "), "this cannot be done through the proxy")
		}
		return nil
	}
	upload := on.endpoint == endpointUploads || on.endpoint == endpointUpload
	switch method {
	case http.MethodGet, http.MethodHead:
		if !upload {
			return nil
		}
	case http.MethodPost, http.MethodPut, http.MethodPatch:
	default:
		return notAllowed("GET, HEAD", "this login can pull and cannot change anything")
	}
	// Not 405, which containerd takes for a registry without HEAD.
	return denied("this login can pull and cannot push")
}

// methods are those that staff can use on a route. What has been published stays,
// so nothing is deleted but an upload under way.
func (r route) methods() []string {
	switch r.endpoint {
	case endpointManifest:
		return []string{http.MethodGet, http.MethodHead, http.MethodPut}
	case endpointUploads:
		return []string{http.MethodPost}
	case endpointUpload:
		return []string{http.MethodGet, http.MethodPatch, http.MethodPut, http.MethodDelete}
	default:
		return []string{http.MethodGet, http.MethodHead}
	}
}
