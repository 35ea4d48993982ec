package registryproxy

import (
	"context"
	"net/http"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Meter is a [Gatekeeper] whose log says how much was sent. Without it the log
// has the bytes of the manifest that begins a pull, and no others.
type Meter interface {
	// LogSent is told what was sent of content that begins no pull, after it
	// was: blobs, and manifests below an index. When it fails, the pull goes on.
	LogSent(context.Context, tenant.Principal, entitlement.Sent) error
}

// A Readiness is a [Gatekeeper] that may not be ready yet, for want of something
// that has to run beside it. As long as it is not, every request is answered with
// 503, and the reason is in the log.
type Readiness interface {
	// Ready is asked for every request, so it answers at once.
	Ready() error
}

// notReady is the answer as long as the gate is not ready.
func (p *Proxy) notReady(r *http.Request) *refusal {
	if p.readiness == nil {
		return nil
	}
	if err := p.readiness.Ready(); err != nil {
		return p.trouble(r, "nothing can be served yet", err)
	}
	return nil
}

// A tally is how much of an answer was sent.
type tally struct {
	to     *watched
	before int64
	whole  bool // the answer was not broken off
}

// newTally begins to count.
func newTally(w http.ResponseWriter) *tally {
	to := seen(w)
	return &tally{to: to, before: to.seen.Bytes}
}

// content is how much of the content was sent, and whether that was cut short. An
// error document is none of it.
func (t *tally) content() (bytes int64, cut bool) {
	status := t.to.seen.Status
	if status == 0 || status == http.StatusOK || status == http.StatusPartialContent {
		bytes = t.to.seen.Bytes - t.before
	}
	return bytes, !t.whole || status >= http.StatusInternalServerError
}

// logContent writes down what became of a request for content. A GET of a tag or
// of a root is a pull, and so is one that was refused; children and blobs are part
// of one. HEAD only looks, and so does whoever asks for a derived tag.
func (p *Proxy) logContent(r *http.Request, who bearer, on route, f found, decision entitlement.Decision, at time.Time, t *tally) {
	sent, cut := t.content()
	switch {
	case r.Method != http.MethodGet || entitlement.DerivedTag(on.tag):
	case !decision.Allowed || on.tag != "" || f.entry.Root():
		pull := entitlement.Pull{
			Time: at, Repository: on.repository, Reference: on.reference(), Digest: f.digest,
			Version: f.version(decision), Allowed: decision.Allowed, Reason: decision.Reason, Client: client(r), Address: p.from(r),
		}
		if decision.Allowed {
			pull.Bytes, pull.Cut = sent, cut
		}
		p.logPull(r, who, pull)
	case p.meter != nil && (sent > 0 || cut):
		p.logSent(r, who, entitlement.Sent{
			Took: p.config.Now().Sub(at), Repository: on.repository, Digest: f.digest, Version: f.version(decision), Versions: f.entry.Versions(),
			Bytes: sent, Cut: cut, Client: client(r), Address: p.from(r),
		})
	}
}

// logStaff writes down what the vendor's own people fetched, who get what the
// registry behind us has.
func (p *Proxy) logStaff(r *http.Request, who bearer, on route, resp *http.Response, at time.Time, t *tally) {
	sent, cut := t.content()
	content := on.endpoint == endpointManifest || on.endpoint == endpointBlob
	ok := resp.StatusCode == http.StatusOK || resp.StatusCode == http.StatusPartialContent
	if r.Method != http.MethodGet || !content || !ok || entitlement.DerivedTag(on.tag) {
		return
	}
	d := on.digest
	if on.tag != "" {
		d, _ = entitlement.ParseDigest(resp.Header.Get("Docker-Content-Digest")) // else it is not known
		p.logPull(r, who, entitlement.Pull{
			Time: at, Repository: on.repository, Reference: on.reference(), Digest: d,
			Allowed: true, Reason: entitlement.Granted, Bytes: sent, Cut: cut, Client: client(r), Address: p.from(r),
		})
		return
	}
	if p.meter != nil && (sent > 0 || cut) {
		p.logSent(r, who, entitlement.Sent{
			Took: p.config.Now().Sub(at), Repository: on.repository, Digest: d, Bytes: sent, Cut: cut, Client: client(r), Address: p.from(r),
		})
	}
}

func (p *Proxy) logSent(r *http.Request, who bearer, s entitlement.Sent) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), logTimeout)
	defer cancel()
	if err := p.meter.LogSent(ctx, who.Principal, s); err != nil {
		p.config.Log.ErrorContext(ctx, "registry proxy: what was sent is missing from the log", "credential", who.Credential,
			"repository", s.Repository, "bytes", s.Bytes, "error", err)
	}
}
