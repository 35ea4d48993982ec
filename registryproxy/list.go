package registryproxy

import (
	"context"
	"mime"
	"net/http"
	"net/url"
	"strings"

	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

const (
	maxPages    = 200
	maxListPage = 16 << 20 // bytes
)

// pages asks for a list, page by page, for as long as the answers are taken and
// lead to another one. It says whether that was all.
func (t *trip) pages(ctx context.Context, on route, query url.Values, accept string, take func(replied) (bool, error)) (all bool, err error) {
	for range maxPages {
		r, err := t.ask(ctx, errand{method: http.MethodGet, on: on, query: query, header: http.Header{"Accept": {accept}}}, maxListPage)
		if err != nil {
			return false, err
		}
		if r.trouble() {
			return false, r.check(on)
		}
		if good, err := take(r); !good || err != nil {
			return false, err
		}
		next, more := nextQuery(r.header.Values("Link"), t.from.there(on).path())
		if !more {
			return true, nil
		}
		if next.Encode() == query.Encode() {
			return false, nil // it would lead here for ever
		}
		query = next
	}
	return false, nil
}

// nextQuery is the query of the Link (RFC 8288) to the next page of a list. It
// stays on that path, wherever the link says that it leads. more is also true when
// it leads somewhere else, and then the query is nil.
func nextQuery(links []string, path string) (query url.Values, more bool) {
	for _, link := range links {
		for one := range strings.SplitSeq(link, ",") {
			target, relation, found := strings.Cut(strings.TrimPrefix(strings.TrimSpace(one), "<"), ">")
			if !found || !strings.Contains(relation, "next") {
				continue
			}
			to, err := (&url.URL{Path: path}).Parse(target)
			if err != nil || to.Path != path {
				return nil, true
			}
			return to.Query(), true
		}
	}
	return nil, false
}

// list is what the registry lists as referring to a manifest. A registry that has
// no such list is not asked again.
func (s *search) list(ctx context.Context, subject entitlement.Digest) (listed []entitlement.Digest, err error) {
	if s.mute.Load() {
		return nil, nil
	}
	on := route{endpoint: endpointReferrers, repository: s.repository, digest: subject}
	all, err := s.pages(ctx, on, nil, ocispec.MediaTypeImageIndex, func(r replied) (bool, error) {
		var index struct {
			Manifests []struct {
				Digest string `json:"digest"`
			} `json:"manifests"`
		}
		kind, _, _ := mime.ParseMediaType(r.header.Get("Content-Type"))
		if kind != ocispec.MediaTypeImageIndex || !r.reads(&index) {
			s.mute.Store(true)
			s.log.Info("registry walker: the registry lists no referrers, so they are looked for by their tags", "repository", s.repository, "status", r.says)
			return false, nil
		}
		for _, m := range index.Manifests {
			d, err := entitlement.ParseDigest(m.Digest)
			if !s.passed(err, subject, m.Digest) {
				listed = append(listed, d)
			}
		}
		return len(listed) <= maxFound, nil
	})
	if err == nil && !all && !s.mute.Load() {
		s.log.Warn("registry walker: a list of referrers has no end", "repository", s.repository, "subject", subject)
	}
	return listed, err
}
