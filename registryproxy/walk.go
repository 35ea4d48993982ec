package registryproxy

import (
	"context"
	"fmt"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A walk is one way through a closure.
type walk struct {
	*trip
	root      manifest
	seen      map[entitlement.Digest]int // index into items
	items     []entitlement.Item
	ahead     map[entitlement.Digest]entitlement.Item // children that were fetched and not yet taken in
	elsewhere map[entitlement.Digest]bool             // blobs that may lie on other servers
	named     int                                     // descriptors met
	held      int64                                   // bytes of manifests
}

// walk goes from a manifest down to the last layer.
func (t *trip) walk(ctx context.Context, root entitlement.Item) (entitlement.Closure, error) {
	w := &walk{
		trip: t, seen: map[entitlement.Digest]int{}, ahead: map[entitlement.Digest]entitlement.Item{}, elsewhere: map[entitlement.Digest]bool{},
	}
	root.Role = entitlement.RoleRoot
	err := w.hold(root.Size)
	if err == nil {
		err = w.add(ctx, root, 1)
	}
	if err == nil {
		err = w.look(ctx)
	}
	if err != nil {
		w.drop(w.held)
		return entitlement.Closure{}, err
	}
	return entitlement.Closure{
		Root: root.Digest, Items: w.items, Subject: w.root.subject, ArtifactType: w.root.artifactType, Annotations: w.root.annotations,
	}, nil
}

func (w *walk) hold(bytes int64) error {
	err := w.trip.hold(bytes)
	if err == nil {
		w.held += bytes
	}
	return err
}

// add takes a manifest in, and what it names.
func (w *walk) add(ctx context.Context, item entitlement.Item, depth int) error {
	m, err := parseManifest(item.MediaType, item.Manifest)
	if err != nil {
		return fmt.Errorf("%s: %w", item.Digest, err)
	}
	if depth == 1 {
		w.root = m
	}
	w.named += len(m.children) + len(m.config) + len(m.blobs)
	switch {
	case w.named > maxDescriptors:
		return fmt.Errorf("%w release: it names more than %d manifests and blobs", entitlement.ErrInvalid, maxDescriptors)
	case depth > maxDepth:
		return fmt.Errorf("%w release: %s lies deeper than %d indexes", entitlement.ErrInvalid, item.Digest, maxDepth)
	}
	w.seen[item.Digest] = len(w.items)
	w.items = append(w.items, item)
	if err := w.fetchAhead(ctx, m.children); err != nil {
		return err
	}
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
	item := w.ahead[d.digest]
	delete(w.ahead, d.digest)
	if err := d.describes(item); err != nil {
		return err
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
		w.log.Warn("registry walker: a layer names servers of its own, where no grant is asked for", "repository", w.repository, "manifest", w.items[0].Digest, "digest", d.digest)
		w.elsewhere[d.digest] = true
	}
	w.went(func(p *Progress) { p.Blobs, p.Bytes = p.Blobs+1, p.Bytes+d.size })
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
