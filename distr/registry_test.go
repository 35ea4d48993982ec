package distr_test

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A registry is what lies in each repository, under its tag and under its
// digest. Every image has a layer of its own and one that all share. It notes
// where it was looked for.
type registry struct {
	mu        sync.Mutex
	content   map[string]entitlement.Closure // repository:reference
	referrers map[string][]entitlement.Referrer
	from      map[entitlement.RepositoryPath]entitlement.Origin
	met       func() // called once, when the next walk has been done
}

func newRegistry() *registry {
	return &registry{
		content:   map[string]entitlement.Closure{},
		referrers: map[string][]entitlement.Referrer{},
		from:      map[entitlement.RepositoryPath]entitlement.Origin{},
	}
}

const manifestType = "application/vnd.oci.image.manifest.v1+json"

func at(r entitlement.RepositoryPath, reference any) string {
	return fmt.Sprintf("%s:%s", r, reference)
}

func image(content string) entitlement.Closure {
	root := entitlement.SHA256([]byte(content))
	return entitlement.Closure{Root: root, Items: []entitlement.Item{
		{Digest: root, Role: entitlement.RoleRoot, Size: int64(len(content)), MediaType: manifestType, Manifest: []byte(content)},
		{Digest: entitlement.SHA256([]byte("layer of " + content)), Role: entitlement.RoleLayer, Size: 10, MediaType: "application/vnd.oci.image.layer.v1.tar"},
		{Digest: entitlement.SHA256([]byte("base")), Role: entitlement.RoleLayer, Size: 20, MediaType: "application/vnd.oci.image.layer.v1.tar"},
	}}
}

func (r *registry) push(repository entitlement.RepositoryPath, tag, content string) entitlement.Digest {
	return r.put(repository, tag, image(content))
}

func (r *registry) put(repository entitlement.RepositoryPath, tag string, c entitlement.Closure) entitlement.Digest {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.content[at(repository, c.Root)] = c
	if tag != "" {
		r.content[at(repository, tag)] = c
	}
	return c.Root
}

// sign pushes something that refers to a digest, and returns what a push of it
// says.
func (r *registry) sign(repository entitlement.RepositoryPath, subject entitlement.Digest, content string) entitlement.Push {
	c := image(content)
	c.Subject, c.ArtifactType = subject, "application/vnd.example.signature"
	d := r.put(repository, "", c)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.referrers[at(repository, subject)] = append(r.referrers[at(repository, subject)], entitlement.Referrer{Subject: subject, Closure: c})
	return entitlement.Push{Digest: d, Subject: subject, MediaType: manifestType, Manifest: []byte(content)}
}

func (r *registry) Walk(_ context.Context, from entitlement.Origin, repository entitlement.RepositoryPath, reference string) (entitlement.Closure, error) {
	r.mu.Lock()
	r.from[repository] = from
	c, ok := r.content[at(repository, reference)]
	met := r.met
	r.met = nil
	r.mu.Unlock()
	if met != nil {
		met()
	}
	if !ok {
		return c, fmt.Errorf("tag %s of %s: %w", reference, repository, tenant.ErrNotFound)
	}
	return c, nil
}

func (r *registry) Digest(_ context.Context, from entitlement.Origin, repository entitlement.RepositoryPath, tag string) (entitlement.Digest, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.from[repository] = from
	c, ok := r.content[at(repository, tag)]
	if !ok {
		return entitlement.Digest{}, fmt.Errorf("tag %s of %s: %w", tag, repository, tenant.ErrNotFound)
	}
	return c.Root, nil
}

func (r *registry) Referrers(_ context.Context, _ entitlement.Origin, repository entitlement.RepositoryPath, of entitlement.Closure) ([]entitlement.Referrer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var found []entitlement.Referrer
	subjects := []entitlement.Digest{of.Root}
	for len(subjects) > 0 {
		next := slices.Clone(r.referrers[at(repository, subjects[0])])
		subjects = subjects[1:]
		for _, referrer := range next {
			subjects = append(subjects, referrer.Closure.Root)
		}
		found = append(found, next...)
	}
	return found, nil
}
