package registryproxy

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A trip is one call of a Walker, which may walk through several closures: what
// they have in common.
type trip struct {
	*Walker
	from       source
	repository entitlement.RepositoryPath
	places     chan struct{} // as many as requests may be under way
	progress   Progress      // guarded by the walker's telling

	mu      sync.Mutex                   // guards what follows
	checked map[entitlement.Digest]int64 // blobs that are there, and their sizes
	bytes   int64                        // of manifests held
}

func (w *Walker) trip(from entitlement.Origin, repository entitlement.RepositoryPath, reference string) (*trip, error) {
	source, err := w.upstreams.source(from, repository)
	return w.tripTo(source, repository, reference), err
}

func (w *Walker) tripTo(from source, repository entitlement.RepositoryPath, reference string) *trip {
	return &trip{
		Walker: w, from: from, repository: repository, places: make(chan struct{}, w.parallel),
		progress: Progress{Repository: repository, Reference: reference}, checked: map[entitlement.Digest]int64{},
	}
}

// route is the way to a manifest, by tag or digest.
func (t *trip) route(reference string) (route, error) {
	on, no := parseRoute(registryPath + string(t.repository) + "/manifests/" + reference)
	if no != nil || on.endpoint != endpointManifest || on.repository != t.repository {
		return route{}, fmt.Errorf("%w reference %s:%s: it is a repository and a tag or a digest", entitlement.ErrInvalid, t.repository, reference)
	}
	return on, nil
}

// replied is what the registry said, and all that was read of it.
type replied struct {
	status int
	says   string // the status in words
	header http.Header
	length int64 // of the body, as it was announced
	body   []byte
}

// ask runs an errand and reads the answer, of at most so many bytes and one, which
// tells that there are more.
func (t *trip) ask(ctx context.Context, e errand, most int64) (replied, error) {
	select {
	case t.places <- struct{}{}:
	case <-ctx.Done():
		return replied{}, ctx.Err()
	}
	defer func() { <-t.places }()
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	resp, err := t.from.do(ctx, e)
	if err != nil {
		return replied{}, err
	}
	defer func() { _ = resp.Body.Close() }() // it was only read
	r := replied{status: resp.StatusCode, says: resp.Status, header: resp.Header, length: resp.ContentLength}
	if r.body, err = io.ReadAll(io.LimitReader(resp.Body, most+1)); err != nil {
		return replied{}, fmt.Errorf("reading %s: %w", e.on.path(), err)
	}
	return r, nil
}

// reads says whether an answer is a document of JSON, and reads it.
func (r replied) reads(document any) bool {
	return r.status == http.StatusOK && json.Unmarshal(r.body, document) == nil
}

// trouble says whether a status tells of a registry that cannot answer now.
func (r replied) trouble() bool {
	return r.status == http.StatusTooManyRequests || r.status >= 500 && r.status != http.StatusNotImplemented
}

// check says whether the registry has what it was asked for.
func (r replied) check(on route) error {
	kind := "manifest"
	if on.endpoint == endpointBlob {
		kind = "blob"
	}
	switch {
	case r.status == http.StatusOK:
		return nil
	case r.status == http.StatusNotFound && on.tag != "":
		return fmt.Errorf("%w: repository %s has no tag %s; push it first, or name another tag", tenant.ErrNotFound, on.repository, on.tag)
	case r.status == http.StatusNotFound:
		return fmt.Errorf("%w: repository %s has no %s %s; push the image again", tenant.ErrNotFound, on.repository, kind, on.digest)
	default:
		return fmt.Errorf("the registry answers %s about %s", r.says, on.path())
	}
}

// hold makes room for a manifest that will be kept.
func (t *trip) hold(bytes int64) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.bytes+bytes > maxManifests {
		return fmt.Errorf("%w release: its manifests have more than %d bytes", entitlement.ErrInvalid, maxManifests)
	}
	t.bytes += bytes
	return nil
}

// drop gives the room of manifests back.
func (t *trip) drop(bytes int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bytes -= bytes
}
