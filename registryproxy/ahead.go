package registryproxy

import (
	"context"
	"fmt"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// fetchAhead gets the children of an index, some at a time. There is room for
// all of them before the first one is asked for.
func (w *walk) fetchAhead(ctx context.Context, children []descriptor) error {
	var wanted []descriptor
	meant := map[entitlement.Digest]bool{}
	for _, d := range children {
		_, met := w.seen[d.digest]
		_, fetched := w.ahead[d.digest]
		if _, known := shapeOf(d.mediaType); !known || met || fetched || meant[d.digest] {
			continue
		}
		if d.size > maxManifest {
			return manifestError("%s has %d bytes, at most %d are allowed", d.digest, d.size, maxManifest)
		}
		if err := w.hold(d.size); err != nil {
			return err
		}
		meant[d.digest] = true
		wanted = append(wanted, d)
	}
	items, err := several(ctx, w.parallel, wanted, func(ctx context.Context, d descriptor) (entitlement.Item, error) {
		item, err := w.fetch(ctx, route{endpoint: endpointManifest, repository: w.repository, digest: d.digest})
		if err == nil {
			err = d.describes(item)
		}
		return item, err
	})
	if err != nil {
		return err
	}
	for _, item := range items {
		w.ahead[item.Digest] = item
	}
	return nil
}

// describes says whether a descriptor is right about a manifest.
func (d descriptor) describes(item entitlement.Item) error {
	if item.Size != d.size || item.MediaType != d.mediaType {
		return fmt.Errorf("%w manifest: %s has %d bytes and is %s, its index says %d and %s", entitlement.ErrInvalid, d.digest, item.Size, item.MediaType, d.size, d.mediaType)
	}
	return nil
}
