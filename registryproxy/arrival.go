package registryproxy

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// maxManifest is how large a manifest may be, in bytes: what registries agree on.
const maxManifest = 4 << 20

// An arrival is a manifest that staff push, as it arrived.
type arrival struct {
	on        route
	who       bearer
	from      source
	tags      []string // that it is to have
	mediaType string   // without parameters; as it was sent if it cannot be read
	body      []byte
	digest    entitlement.Digest // the one that it was pushed by, else its sha256
	relation                     // nothing of it if it is of a type that we do not read
}

// receive takes a manifest from staff, and hands it on when it is what it is said
// to be, no tag is moved that has to stay, and nothing is amiss with what would be
// attached to something published.
func (p *Proxy) receive(w http.ResponseWriter, r *http.Request, on route, who bearer, from source, query url.Values, published *entitlement.Contents) {
	ctx, t := p.newTransfer(w, r)
	defer t.end()
	a := &arrival{on: on, who: who, from: from, tags: query["tag"]}
	no := a.read(r, t)
	if no == nil {
		no = a.check(r)
	}
	if no == nil {
		no = p.mayMove(r, a)
	}
	if no == nil {
		no = p.inspect(r, a, published)
	}
	if no != nil {
		p.refuse(w, r, no)
		return
	}
	resp, err := from.do(ctx, errand{
		method: http.MethodPut, on: on, push: true, query: query, header: http.Header{"Content-Type": {a.mediaType}},
		body: bytes.NewReader(a.body), length: int64(len(a.body)),
	})
	if err != nil {
		p.badGateway(w, r, on, nil, because(ctx, err))
		return
	}
	defer func() { _ = resp.Body.Close() }() // it was only read
	if resp.StatusCode/100 == 2 {
		if err := a.taken(resp); err != nil {
			p.badGateway(w, r, on, nil, err)
			return
		}
		if no := p.settle(r, a, resp); no != nil {
			p.refuse(w, r, no)
			return
		}
	}
	p.relay(ctx, w, r, on, from, t, resp)
}

// names are the tags that the manifest is to have; the empty one if it is pushed
// by its digest alone.
func (a *arrival) names() []string {
	if len(a.tags) == 0 {
		return []string{""}
	}
	return a.tags
}

// subjectUnder is what the manifest refers to when it has a tag: what it says itself,
// else what the tag is made of. It is zero if it refers to nothing.
func (a *arrival) subjectUnder(tag string) entitlement.Digest {
	if a.subject.IsZero() && entitlement.DerivedTag(tag) {
		return entitlement.DerivedFrom(tag)
	}
	return a.subject
}

// read reads the whole manifest. Of one that is too large it reads some more, so
// that a client which is still sending gets to hear of it.
func (a *arrival) read(r *http.Request, t *transfer) *refusal {
	body := t.upload(r)
	if body == nil {
		return nil
	}
	var err error
	if a.body, err = io.ReadAll(io.LimitReader(body, maxManifest+1)); err != nil {
		return &refusal{status: http.StatusRequestTimeout, code: codeManifestInvalid, message: "the manifest did not arrive whole"}
	}
	if len(a.body) > maxManifest {
		_, _ = io.CopyN(io.Discard, body, maxManifest) // it is refused all the same
		return &refusal{status: http.StatusRequestEntityTooLarge, code: codeManifestInvalid, message: fmt.Sprintf("a manifest has at most %d bytes", maxManifest)}
	}
	return nil
}

// check says whether the manifest has the digest that it was pushed by, and means
// one thing to whoever reads it. A type that we do not read is the upstream's to
// judge; nothing of that type can be published.
func (a *arrival) check(r *http.Request) *refusal {
	a.digest = a.on.digest
	if a.on.tag != "" {
		a.digest = entitlement.SHA256(a.body)
		a.tags = []string{a.on.tag}
	}
	named := a.digest
	if text := r.URL.Query().Get("digest"); text != "" {
		named, _ = entitlement.ParseDigest(text) // it has been checked; the zero one is no body's
	}
	if !a.digest.Verify(a.body) || !named.Verify(a.body) {
		return malformed(codeDigestInvalid, "the manifest has another digest than the one that it was pushed by; its own is %s", entitlement.SHA256(a.body))
	}
	a.mediaType = r.Header.Get("Content-Type")
	if bare, _, err := mime.ParseMediaType(a.mediaType); err == nil {
		a.mediaType = bare
	}
	if _, known := shapeOf(a.mediaType); !known {
		return nil
	}
	m, err := parseManifest(a.mediaType, a.body)
	if err != nil {
		return malformed(codeManifestInvalid, "%v", err)
	}
	a.relation = m.relation
	return nil
}

// mayMove asks whether the tags may mean the manifest from now on.
func (p *Proxy) mayMove(r *http.Request, a *arrival) *refusal {
	for _, tag := range a.tags {
		err := p.publisher.MayMove(r.Context(), string(a.on.repository), tag, a.digest)
		switch {
		case errors.Is(err, tenant.ErrConflict):
			// Not 403, over which clients ask for another token.
			return &refusal{status: http.StatusConflict, code: codeDenied, message: err.Error()}
		case err != nil:
			return p.trouble(r, "asking whether a tag may move", err)
		}
	}
	return nil
}
