package registryproxy

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// named walks to a manifest that is said to name the subject. It is nil if that
// is left out.
func (s *search) named(ctx context.Context, subject, digest entitlement.Digest) (*entitlement.Referrer, error) {
	closure, err := s.referrer(ctx, s.manifest(digest))
	if err == nil && closure.Subject != subject {
		s.drop(manifestBytes(closure))
		err = manifestError("it names another subject")
	}
	if s.passed(err, subject, digest.String()) {
		return nil, nil
	}
	return &entitlement.Referrer{Subject: subject, Closure: closure}, err
}

// referrer walks to a manifest.
func (s *search) referrer(ctx context.Context, on route) (entitlement.Closure, error) {
	item, err := s.fetchNext(ctx, on)
	if err != nil {
		return entitlement.Closure{}, err
	}
	return s.walk(ctx, item)
}

// fetchNext fetches a manifest if there have not been too many.
func (s *search) fetchNext(ctx context.Context, on route) (entitlement.Item, error) {
	if s.count.Add(1) > maxFound {
		return entitlement.Item{}, manifestError("more than %d refer to one release", maxFound)
	}
	return s.fetch(ctx, on)
}

func (s *search) manifest(d entitlement.Digest) route {
	return route{endpoint: endpointManifest, repository: s.repository, digest: d}
}

// passed says whether an error is one for which a referrer is left out, and warns
// of it.
func (s *search) passed(err error, subject entitlement.Digest, reference string) bool {
	if !errors.Is(err, tenant.ErrNotFound) && !errors.Is(err, entitlement.ErrInvalid) {
		return false
	}
	s.log.Warn("registry walker: something that refers to a release is left out", "repository", s.repository, "subject", subject, "reference", reference, "error", err)
	return true
}

// tagged is what lies under a tag made of a digest. An index under the digest
// alone is the list that clients keep for a registry that has none: it is nothing
// that refers, and its children are for the caller to look at.
func (s *search) tagged(ctx context.Context, subject entitlement.Digest, tag string) (entitlement.Referrer, []entitlement.Digest, error) {
	r := entitlement.Referrer{Subject: subject, Tag: tag}
	item, err := s.fetchNext(ctx, route{endpoint: endpointManifest, repository: s.repository, tag: tag})
	if err != nil {
		return r, nil, err
	}
	if shape, _ := shapeOf(item.MediaType); shape.children == "" || !slices.Contains(stems(subject), tag) {
		r.Closure, err = s.walk(ctx, item)
		return r, nil, err
	}
	m, err := parseManifest(item.MediaType, item.Manifest)
	if err == nil {
		err = s.hold(item.Size)
	}
	if err != nil {
		return r, nil, err
	}
	var children []entitlement.Digest
	for _, d := range m.children {
		children = append(children, d.digest)
	}
	return r, children, nil
}

// compareDigests puts digests in an order.
func compareDigests(a, b entitlement.Digest) int { return strings.Compare(a.String(), b.String()) }

// manifestBytes adds up the manifests of a closure.
func manifestBytes(c entitlement.Closure) (n int64) {
	for _, item := range c.Items {
		n += int64(len(item.Manifest))
	}
	return n
}
