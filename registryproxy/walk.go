package registryproxy

import (
	"context"
	"fmt"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A walk is one way through a release.
type walk struct {
	*Walker
	from       source
	repository entitlement.RepositoryPath
	reference  string
	seen       map[entitlement.Digest]int // index into items
	items      []entitlement.Item
	elsewhere  map[entitlement.Digest]bool // blobs that may lie on other servers
	named      int                         // descriptors met
	bytes      int64                       // of manifests
}

func (w *walk) wrap(err error) error {
	return fmt.Errorf("walking %s in %s: %w", w.reference, w.repository, err)
}

// add takes a manifest in, and what it names.
func (w *walk) add(ctx context.Context, item entitlement.Item, depth int) error {
	m, err := parseManifest(item.MediaType, item.Manifest)
	if err != nil {
		return fmt.Errorf("%s: %w", item.Digest, err)
	}
	w.named += len(m.children) + len(m.config) + len(m.blobs)
	w.bytes += item.Size
	switch {
	case w.named > maxDescriptors:
		return fmt.Errorf("%w release: it names more than %d manifests and blobs", entitlement.ErrInvalid, maxDescriptors)
	case w.bytes > maxManifests:
		return fmt.Errorf("%w release: its manifests have more than %d bytes", entitlement.ErrInvalid, maxManifests)
	case depth > maxDepth:
		return fmt.Errorf("%w release: %s lies deeper than %d indexes", entitlement.ErrInvalid, item.Digest, maxDepth)
	}
	w.seen[item.Digest] = len(w.items)
	w.items = append(w.items, item)
	for _, d := range m.children {
		if err := w.child(ctx, d, depth); err != nil {
			return err
		}
	}
	for _, d := range m.config {
		if err := w.blob(d, entitlement.RoleConfig); err != nil {
			return err
		}
	}
	for _, d := range m.blobs {
		if err := w.blob(d, entitlement.RoleLayer); err != nil {
			return err
		}
	}
	return nil
}

// child takes in what an index names. A type that is no manifest's is a blob's.
func (w *walk) child(ctx context.Context, d descriptor, depth int) error {
	if _, known := shapeOf(d.mediaType); !known {
		return w.blob(d, entitlement.RoleLayer)
	}
	if known, err := w.known(d, true); known || err != nil {
		return err
	}
	item, err := w.fetch(ctx, route{endpoint: endpointManifest, repository: w.repository, digest: d.digest})
	if err != nil {
		return err
	}
	if item.Size != d.size || item.MediaType != d.mediaType {
		return fmt.Errorf("%w manifest: %s has %d bytes and is %s, its index says %d and %s", entitlement.ErrInvalid, d.digest, item.Size, item.MediaType, d.size, d.mediaType)
	}
	item.Role = entitlement.RoleChild
	return w.add(ctx, item, depth+1)
}

func (w *walk) blob(d descriptor, role entitlement.Role) error {
	if known, err := w.known(d, false); known || err != nil {
		return err
	}
	if d.elsewhere {
		// Clients go to those servers first, and nobody asks us there.
		w.log.Warn("registry walker: a layer names servers of its own, where no grant is asked for", "repository", w.repository, "reference", w.reference, "digest", d.digest)
		w.elsewhere[d.digest] = true
	}
	w.seen[d.digest] = len(w.items)
	w.items = append(w.items, entitlement.Item{Digest: d.digest, Role: role, Size: d.size, MediaType: d.mediaType})
	return nil
}

// known says whether a digest was met before, and then as the same thing.
func (w *walk) known(d descriptor, manifest bool) (bool, error) {
	i, met := w.seen[d.digest]
	if !met {
		return false, nil
	}
	if item := w.items[i]; item.Size != d.size || (item.Manifest != nil) != manifest {
		return true, fmt.Errorf("%w release: %s is named twice, as two different things", entitlement.ErrInvalid, d.digest)
	}
	return true, nil
}
