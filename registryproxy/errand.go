package registryproxy

import (
	"context"
	"io"
	"net/http"
	"net/url"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// An errand is one request to the upstream.
type errand struct {
	method string
	on     route
	push   bool       // the login has to be good for pushing
	query  url.Values // nil: none
	header http.Header
	body   io.Reader // nil: none
	length int64     // of the body, -1 if it is not known

	login entitlement.Login // the zero one: the upstream's own
	seen  *watched          // the answer that it is for; nil: none, or nobody watches
}

// run runs an errand. The address is made of the parsed route, so nothing that a
// client wrote into a path goes further. A redirect is the answer, except about a
// blob that is read: that one is followed.
func (u *upstream) run(ctx context.Context, e errand) (*http.Response, error) {
	resp, err := u.ask(ctx, e)
	if err != nil || e.on.endpoint != endpointBlob || !reads(e.method) || !redirect(resp.StatusCode) {
		return resp, err
	}
	resp, err = u.redirects.follow(ctx, e, resp)
	if err == nil && resp.StatusCode == http.StatusForbidden {
		// An address that was signed for some minutes may have ended.
		_ = resp.Body.Close() // it is not read
		if resp, err = u.ask(ctx, e); err == nil && redirect(resp.StatusCode) {
			return u.redirects.follow(ctx, e, resp)
		}
	}
	return resp, err
}

// ask asks the registry itself.
func (u *upstream) ask(ctx context.Context, e errand) (*http.Response, error) {
	address := url.URL{Scheme: u.scheme, Host: u.registry.RegistryStr(), Path: e.on.path(), RawQuery: e.query.Encode()}
	req, err := http.NewRequestWithContext(ctx, e.method, address.String(), e.body)
	if err != nil {
		return nil, err
	}
	if e.header != nil {
		req.Header = e.header.Clone() // the login is added to it
	}
	req.ContentLength = e.length
	transport, err := u.loggedIn(ctx, e)
	if err != nil {
		return nil, err
	}
	resp, err := transport.RoundTrip(req)
	if err != nil || resp.StatusCode == http.StatusUnauthorized {
		u.forget(e) // perhaps another login is wanted by now
	}
	return resp, err
}
