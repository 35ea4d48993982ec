package registryproxy

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

const (
	defaultParallel = 8
	maxDepth        = 5      // indexes in indexes, the root included
	maxDescriptors  = 10_000 // in all of a release
	maxManifests    = 64 << 20
)

// WalkerConfig says how a [Walker] is set up. Upstream is needed.
type WalkerConfig struct {
	Upstream Upstream     // the registry that releases are pushed to
	Parallel int          // how many blobs are looked for at a time; default 8
	Log      *slog.Logger // default: discarded
}

// A Walker finds out what a release consists of, from the registry that holds
// it. It is safe to share. It fits distr.Walker.
type Walker struct {
	upstreams *upstreams
	parallel  int
	log       *slog.Logger
}

// NewWalker makes a walker.
func NewWalker(c WalkerConfig) (*Walker, error) {
	up, err := newUpstreams(c.Upstream)
	if err != nil {
		return nil, err
	}
	if c.Parallel == 0 {
		c.Parallel = defaultParallel
	}
	if c.Parallel < 0 {
		return nil, fmt.Errorf("registry walker: %d at a time: it is 1 or more", c.Parallel)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Walker{upstreams: up, parallel: c.Parallel, log: c.Log}, nil
}

// Walk follows a tag or a digest down to the last layer. Every manifest is
// fetched and its digest verified; of every blob the registry is asked whether
// it is there and how large it is. What a manifest names as its subject is not
// followed.
//
// The closure has each digest once, the root first and what it names behind it.
// Something that is not there is a tenant.ErrNotFound, and a document that
// clients could read in two ways, or that breaks a limit, an
// entitlement.ErrInvalid.
func (w *Walker) Walk(ctx context.Context, repository entitlement.RepositoryPath, reference string) (entitlement.Closure, error) {
	on, no := parseRoute(registryPath + string(repository) + "/manifests/" + reference)
	if no != nil || on.endpoint != endpointManifest || on.repository != repository {
		return entitlement.Closure{}, fmt.Errorf("%w reference %s:%s: it is a repository and a tag or a digest", entitlement.ErrInvalid, repository, reference)
	}
	from, err := w.upstreams.source(entitlement.Origin{}, repository)
	if err != nil {
		return entitlement.Closure{}, err
	}
	walk := &walk{Walker: w, from: from, repository: repository, reference: reference, seen: map[entitlement.Digest]int{}, elsewhere: map[entitlement.Digest]bool{}}
	root, err := walk.fetch(ctx, on)
	if err != nil {
		return entitlement.Closure{}, walk.wrap(err)
	}
	root.Role = entitlement.RoleRoot
	if err := walk.add(ctx, root, 1); err != nil {
		return entitlement.Closure{}, walk.wrap(err)
	}
	if err := walk.look(ctx); err != nil {
		return entitlement.Closure{}, walk.wrap(err)
	}
	return entitlement.Closure{Root: root.Digest, Items: walk.items}, nil
}
