package registryproxy

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

const (
	defaultParallel = 8
	maxDepth        = 5        // indexes in indexes, the root included; and what refers to what refers to something
	maxDescriptors  = 10_000   // in all of a release
	maxManifests    = 64 << 20 // bytes, in all of a release
)

// WalkerConfig says how a [Walker] is set up. Upstream is needed.
type WalkerConfig struct {
	Upstream Upstream     // the registry that releases are pushed to, unless their origin names another
	Parallel int          // how many requests of a walk are under way at a time; default 8
	Log      *slog.Logger // default: discarded

	// Progress is told how far a walk has come whenever it comes further, once
	// at a time. The walk waits for it. Default: nobody is told.
	Progress func(Progress)
}

// A Walker finds out what a release consists of, from the registry that holds
// it. It is safe to share. It fits distr.Walker.
type Walker struct {
	upstreams *upstreams
	parallel  int
	log       *slog.Logger
	tell      func(Progress) // nil: nobody
	telling   sync.Mutex     // held while a trip counts and somebody is told
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
	return &Walker{upstreams: up, parallel: c.Parallel, log: c.Log, tell: c.Progress}, nil
}

// Walk follows a tag or a digest down to the last layer, in the repository that
// customers know by that name and that lies where the origin says. Every manifest
// is fetched and its digest verified; of every blob the registry is asked whether
// it is there and how large it is. What a manifest names as its subject is not
// followed.
//
// The closure has each digest once, the root first and what it names behind it.
// Something that is not there is a tenant.ErrNotFound, and a document that
// clients could read in two ways, or that breaks a limit, an
// entitlement.ErrInvalid.
func (w *Walker) Walk(ctx context.Context, from entitlement.Origin, repository entitlement.RepositoryPath, reference string) (entitlement.Closure, error) {
	closure, err := w.walkTo(ctx, from, repository, reference)
	if err != nil {
		return entitlement.Closure{}, fmt.Errorf("walking %s in %s: %w", reference, repository, err)
	}
	return closure, nil
}

func (w *Walker) walkTo(ctx context.Context, from entitlement.Origin, repository entitlement.RepositoryPath, reference string) (entitlement.Closure, error) {
	t, err := w.trip(from, repository, reference)
	if err != nil {
		return entitlement.Closure{}, err
	}
	on, err := t.route(reference)
	if err != nil {
		return entitlement.Closure{}, err
	}
	root, err := t.fetch(ctx, on)
	if err != nil {
		return entitlement.Closure{}, err
	}
	return t.walk(ctx, root)
}

// Digest is what a tag means now. The registry is asked for no more than that
// if it can say it.
func (w *Walker) Digest(ctx context.Context, from entitlement.Origin, repository entitlement.RepositoryPath, tag string) (entitlement.Digest, error) {
	d, err := w.digest(ctx, from, repository, tag)
	if err != nil {
		return entitlement.Digest{}, fmt.Errorf("asking what %s means in %s: %w", tag, repository, err)
	}
	return d, nil
}

func (w *Walker) digest(ctx context.Context, from entitlement.Origin, repository entitlement.RepositoryPath, tag string) (entitlement.Digest, error) {
	t, err := w.trip(from, repository, tag)
	if err != nil {
		return entitlement.Digest{}, err
	}
	on, err := t.route(tag)
	if err != nil || on.tag == "" {
		return entitlement.Digest{}, fmt.Errorf("%w tag %q: it has letters, digits and _ . -, and at most 128 of them", entitlement.ErrInvalid, tag)
	}
	r, err := t.ask(ctx, errand{method: http.MethodHead, on: on, header: http.Header{"Accept": {acceptManifests()}}}, 0)
	switch named := r.header.Get("Docker-Content-Digest"); {
	case err != nil:
		return entitlement.Digest{}, err
	case r.status == http.StatusOK && named != "":
		return entitlement.ParseDigest(named)
	case r.status != http.StatusOK && r.status != http.StatusMethodNotAllowed && r.status != http.StatusNotImplemented:
		return entitlement.Digest{}, r.check(on)
	}
	item, err := t.fetch(ctx, on) // of HEAD, or of digests, not every registry knows
	return item.Digest, err
}
