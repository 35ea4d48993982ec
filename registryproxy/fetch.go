package registryproxy

import (
	"context"
	"fmt"
	"mime"
	"net/http"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// fetch gets a manifest and verifies its digest: the one that it was asked for
// by, or, behind a tag, the one that the registry names.
func (t *trip) fetch(ctx context.Context, on route) (entitlement.Item, error) {
	r, err := t.ask(ctx, errand{method: http.MethodGet, on: on, header: http.Header{"Accept": {acceptManifests()}}}, maxManifest)
	if err == nil {
		err = r.check(on)
	}
	if err != nil {
		return entitlement.Item{}, err
	}
	if len(r.body) > maxManifest {
		return entitlement.Item{}, manifestError("%s has more than %d bytes", on.reference(), maxManifest)
	}
	digest := on.digest
	if named := r.header.Get("Docker-Content-Digest"); on.tag != "" && named != "" {
		if digest, err = entitlement.ParseDigest(named); err != nil {
			return entitlement.Item{}, fmt.Errorf("%s: %w", on.reference(), err)
		}
	} else if on.tag != "" {
		digest = entitlement.SHA256(r.body)
	}
	if !digest.Verify(r.body) {
		return entitlement.Item{}, manifestError("%s: the registry sent other bytes than those of %s; look after the registry, and push it again", on.reference(), digest)
	}
	mediaType, _, err := mime.ParseMediaType(r.header.Get("Content-Type"))
	if err != nil {
		return entitlement.Item{}, manifestError("%s: the registry does not say of which type it is", on.reference())
	}
	t.went(func(p *Progress) { p.Manifests, p.Bytes = p.Manifests+1, p.Bytes+int64(len(r.body)) })
	return entitlement.Item{Digest: digest, Size: int64(len(r.body)), MediaType: mediaType, Manifest: r.body}, nil
}

// look asks for all blobs, some at a time, until one is not as it should be.
func (w *walk) look(ctx context.Context) error {
	_, err := several(ctx, w.parallel, w.items, func(ctx context.Context, item entitlement.Item) (struct{}, error) {
		if item.Manifest != nil {
			return struct{}{}, nil
		}
		err := w.lookFor(ctx, item)
		if err == nil {
			w.went(func(p *Progress) { p.BlobsChecked++ })
		}
		return struct{}{}, err
	})
	return err
}

// lookFor asks whether a blob is there and as large as it is said to be.
func (w *walk) lookFor(ctx context.Context, item entitlement.Item) error {
	w.mu.Lock()
	size, there := w.checked[item.Digest]
	w.mu.Unlock()
	if !there {
		on := route{endpoint: endpointBlob, repository: w.repository, digest: item.Digest}
		r, err := w.ask(ctx, errand{method: http.MethodHead, on: on}, 0)
		if err == nil {
			err = r.check(on)
		}
		switch {
		case err != nil && r.status == http.StatusNotFound && w.elsewhere[item.Digest]:
			return nil
		case err != nil:
			return err
		}
		size = r.length
	}
	if size != item.Size {
		return fmt.Errorf("%w release: blob %s has %d bytes in the registry, its manifest says %d; push it again", entitlement.ErrInvalid, item.Digest, size, item.Size)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.checked[item.Digest] = size
	return nil
}
