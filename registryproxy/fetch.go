package registryproxy

import (
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"sync"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// fetchTimeout is how long one request of a walk may take.
const fetchTimeout = time.Minute

// fetch gets a manifest and verifies its digest: the one that it was asked for
// by, or, behind a tag, the one that the registry names.
func (w *walk) fetch(ctx context.Context, on route) (entitlement.Item, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	resp, err := w.from.do(ctx, errand{method: http.MethodGet, on: on, header: http.Header{"Accept": {acceptManifests()}}})
	if err != nil {
		return entitlement.Item{}, err
	}
	defer func() { _ = resp.Body.Close() }() // it was only read
	if err := answered(resp, on); err != nil {
		return entitlement.Item{}, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxManifest+1))
	if err != nil {
		return entitlement.Item{}, fmt.Errorf("reading %s: %w", on.path(), err)
	}
	if len(body) > maxManifest {
		return entitlement.Item{}, manifestError("%s has more than %d bytes", on.reference(), maxManifest)
	}
	digest := on.digest
	if named := resp.Header.Get("Docker-Content-Digest"); on.tag != "" && named != "" {
		if digest, err = entitlement.ParseDigest(named); err != nil {
			return entitlement.Item{}, fmt.Errorf("%s: %w", on.reference(), err)
		}
	} else if on.tag != "" {
		digest = entitlement.SHA256(body)
	}
	if !digest.Verify(body) {
		return entitlement.Item{}, manifestError("%s: the registry sent other bytes than those of %s; look after the registry, and push it again", on.reference(), digest)
	}
	mediaType, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil {
		return entitlement.Item{}, manifestError("%s: the registry does not say of which type it is", on.reference())
	}
	return entitlement.Item{Digest: digest, Size: int64(len(body)), MediaType: mediaType, Manifest: body}, nil
}

// look asks for all blobs, some at a time, until one is not as it should be.
func (w *walk) look(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	places := make(chan struct{}, w.parallel)
	var all sync.WaitGroup
	for _, item := range w.items {
		if item.Manifest != nil {
			continue
		}
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			if err := w.lookFor(ctx, item); err != nil {
				cancel(err) // the first one counts, the others follow from it
			}
		})
	}
	all.Wait()
	return context.Cause(ctx)
}

// lookFor asks whether a blob is there and as large as it is said to be.
func (w *walk) lookFor(ctx context.Context, item entitlement.Item) error {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	on := route{endpoint: endpointBlob, repository: w.repository, digest: item.Digest}
	resp, err := w.from.do(ctx, errand{method: http.MethodHead, on: on})
	if err != nil {
		return err
	}
	_ = resp.Body.Close() // the answer to HEAD has none
	switch err := answered(resp, on); {
	case err != nil && resp.StatusCode == http.StatusNotFound && w.elsewhere[item.Digest]:
		return nil
	case err != nil:
		return err
	case resp.ContentLength != item.Size:
		return fmt.Errorf("%w release: blob %s has %d bytes in the registry, its manifest says %d; push it again", entitlement.ErrInvalid, item.Digest, resp.ContentLength, item.Size)
	}
	return nil
}

// answered says whether the registry has what it was asked for.
func answered(resp *http.Response, on route) error {
	kind := "manifest"
	if on.endpoint == endpointBlob {
		kind = "blob"
	}
	switch {
	case resp.StatusCode == http.StatusOK:
		return nil
	case resp.StatusCode == http.StatusNotFound && on.tag != "":
		return fmt.Errorf("%w: repository %s has no tag %s; push it first, or name another tag", tenant.ErrNotFound, on.repository, on.tag)
	case resp.StatusCode == http.StatusNotFound:
		return fmt.Errorf("%w: repository %s has no %s %s; push the image again", tenant.ErrNotFound, on.repository, kind, on.digest)
	default:
		return fmt.Errorf("the registry answers %s about %s", resp.Status, on.path())
	}
}
