package registryproxy

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// maxFound is how many manifests that refer to a release are looked at.
const maxFound = 5000

// Referrers finds what refers to the manifests of a closure, and what refers to
// that: signatures, SBOMs, attestations. Each subject comes before what refers to
// it. The registry's list of referrers is asked if there is one, and the tags are
// looked through for those made of a digest, under which clients keep what they
// find no other place for.
//
// Every manifest is fetched, verified and followed as [Walker.Walk] does it, its
// subject excepted. One that is listed and names another subject, is not there or
// cannot be read is left out with a warning, since a broken signature is no reason
// to hold a release back. A registry that does not answer is one.
func (w *Walker) Referrers(ctx context.Context, from entitlement.Origin, repository entitlement.RepositoryPath, of entitlement.Closure) ([]entitlement.Referrer, error) {
	t, err := w.trip(from, repository, of.Root.String())
	var found []entitlement.Referrer
	if err == nil {
		s := &search{trip: t, done: map[entitlement.Digest]bool{}}
		found, err = s.all(ctx, of)
	}
	if err != nil {
		return nil, fmt.Errorf("looking for what refers to %s in %s: %w", of.Root, repository, err)
	}
	return found, nil
}

// A search looks for referrers.
type search struct {
	*trip
	done  map[entitlement.Digest]bool // subjects that were, or are being, asked about
	tags  derivedTags
	mute  atomic.Bool // the registry has no list of referrers
	count atomic.Int64
}

// all goes from subjects to what refers to them, until nothing does.
func (s *search) all(ctx context.Context, of entitlement.Closure) (found []entitlement.Referrer, err error) {
	if s.tags, err = s.readTags(ctx); err != nil {
		return nil, err
	}
	subjects := s.fresh(nil, of)
	for depth := 0; len(subjects) > 0; depth++ {
		if depth == maxDepth {
			s.log.Warn("registry walker: what refers to this is not looked for any further", "repository", s.repository, "subject", subjects[0], "depth", depth)
			break
		}
		// The first one shows whether there is a list of referrers.
		first, err := s.of(ctx, subjects[0])
		if err != nil {
			return nil, err
		}
		others, err := several(ctx, s.parallel, subjects[1:], s.of)
		if err != nil {
			return nil, err
		}
		subjects = nil
		for _, r := range slices.Concat(first, slices.Concat(others...)) {
			found = append(found, r)
			subjects = s.fresh(subjects, r.Closure)
		}
	}
	return found, nil
}

// fresh adds the manifests of a closure that nobody has asked about.
func (s *search) fresh(subjects []entitlement.Digest, c entitlement.Closure) []entitlement.Digest {
	for _, item := range c.Items {
		if item.Manifest != nil && !s.done[item.Digest] {
			s.done[item.Digest] = true
			subjects = append(subjects, item.Digest)
		}
	}
	return subjects
}

// of is what refers to one manifest.
func (s *search) of(ctx context.Context, subject entitlement.Digest) ([]entitlement.Referrer, error) {
	listed, err := s.list(ctx, subject)
	if err != nil {
		return nil, err
	}
	tags, err := s.tagsOf(ctx, subject)
	if err != nil {
		return nil, err
	}
	var tagged []entitlement.Referrer
	for _, tag := range tags {
		r, children, err := s.tagged(ctx, subject, tag)
		if s.passed(err, subject, tag) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if listed = append(listed, children...); !r.Closure.Root.IsZero() {
			tagged = append(tagged, r)
		}
	}
	slices.SortFunc(listed, compareDigests)
	own, err := several(ctx, s.parallel, slices.Compact(listed), func(ctx context.Context, d entitlement.Digest) (*entitlement.Referrer, error) {
		return s.named(ctx, subject, d)
	})
	if err != nil {
		return nil, err
	}
	var found []entitlement.Referrer
	for _, r := range own {
		if r != nil {
			found = append(found, *r)
		}
	}
	return append(found, tagged...), nil
}
