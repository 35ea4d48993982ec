package registryproxy

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// inspect looks at what staff push to refer to something published, before the
// upstream takes it: what the gate would refuse then would lie there already. Of
// what refers to nothing published, what is missing below it is for the upstream
// to judge; who publishes it will hear.
func (p *Proxy) inspect(r *http.Request, a *arrival, published *entitlement.Contents) *refusal {
	if !a.attaches(published) {
		return nil
	}
	err := a.walk(r.Context())
	switch {
	case err == nil:
		return nil
	case errors.Is(err, tenant.ErrNotFound):
		return malformed(codeManifestBlobs, "%v", err)
	case errors.Is(err, entitlement.ErrInvalid):
		return malformed(codeManifestInvalid, "%v", err)
	default:
		return p.trouble(r, "looking at what is pushed", err)
	}
}

// attaches says whether the manifest refers to something published, by itself or
// by one of its tags. A list of referrers, which lies under a tag too, does not.
func (a *arrival) attaches(published *entitlement.Contents) bool {
	return slices.ContainsFunc(a.names(), func(tag string) bool {
		subject := a.subjectUnder(tag)
		_, known := published.Find(subject)
		return known && tag != entitlement.FallbackTag(subject)
	})
}

// walk goes through what the manifest names, as the gate will when the upstream has
// it.
func (a *arrival) walk(ctx context.Context) error {
	walker := &Walker{parallel: defaultParallel, log: slog.New(slog.DiscardHandler)} // the gate's warns
	root := entitlement.Item{Digest: a.digest, Size: int64(len(a.body)), MediaType: a.mediaType, Manifest: a.body}
	_, err := walker.tripTo(a.from, a.on.repository, a.digest.String()).walk(ctx, root)
	return err
}
