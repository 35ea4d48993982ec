package registryproxy

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// derivedTags are the tags of a repository that are made of a digest.
type derivedTags struct {
	by  map[string][]string // what they begin with, without what is behind the first dot
	all bool                // all of them are known
}

// readTags looks through the tags of the repository.
func (s *search) readTags(ctx context.Context) (derivedTags, error) {
	tags := derivedTags{by: map[string][]string{}}
	on := route{endpoint: endpointTags, repository: s.repository}
	var err error
	tags.all, err = s.pages(ctx, on, url.Values{"n": {"1000"}}, "application/json", func(r replied) (bool, error) {
		var list struct {
			Tags []string `json:"tags"`
		}
		if !r.reads(&list) {
			return false, nil // then they are tried one by one
		}
		for _, tag := range list.Tags {
			if derivedForm(tag) {
				stem, _, _ := strings.Cut(tag, ".")
				tags.by[stem] = append(tags.by[stem], tag)
			}
		}
		return true, nil
	})
	return tags, err
}

// stems are what the tags made of a digest begin with: a longer hash is cut (OCI
// distribution specification, "Referrers Tag Schema"), but not by all clients.
func stems(d entitlement.Digest) []string {
	whole := strings.Replace(d.String(), ":", "-", 1)
	cut := whole[:min(len(whole), len(d.Algorithm())+1+64)]
	return slices.Compact([]string{cut, whole})
}

// tagsOf are the tags made of a digest, sorted. If not all tags are known the
// registry is asked for those that clients use.
func (s *search) tagsOf(ctx context.Context, subject entitlement.Digest) ([]string, error) {
	var tags []string
	for _, stem := range stems(subject) {
		tags = append(tags, s.tags.by[stem]...)
	}
	if !s.tags.all {
		for _, suffix := range []string{"", ".sig", ".att", ".sbom"} {
			tag := stems(subject)[0] + suffix
			there, err := s.has(ctx, tag)
			if err != nil {
				return nil, err
			}
			if there {
				tags = append(tags, tag)
			}
		}
	}
	slices.Sort(tags)
	return slices.Compact(tags), nil
}

// has says whether there is a tag.
func (s *search) has(ctx context.Context, tag string) (bool, error) {
	on := route{endpoint: endpointManifest, repository: s.repository, tag: tag}
	r, err := s.ask(ctx, errand{method: http.MethodHead, on: on, header: http.Header{"Accept": {acceptManifests()}}}, 0)
	if err == nil && r.trouble() {
		err = r.check(on)
	}
	return r.status == http.StatusOK, err
}
