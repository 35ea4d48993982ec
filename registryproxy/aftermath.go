package registryproxy

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// taken says whether the upstream has taken the very bytes that arrived, and
// which tags of those that came with a digest.
func (a *arrival) taken(resp *http.Response) error {
	if text := resp.Header.Get("Docker-Content-Digest"); text != "" {
		if d, err := entitlement.ParseDigest(text); err != nil || !d.Verify(a.body) {
			return fmt.Errorf("the upstream took %s for %.200q", a.digest, text)
		}
	}
	values := resp.Header.Values("OCI-Tag")
	resp.Header.Del("OCI-Tag")
	if a.on.tag != "" {
		return nil
	}
	var accepted []string
	for _, value := range values {
		for tag := range strings.SplitSeq(value, ",") {
			if tag = strings.TrimSpace(tag); slices.Contains(a.tags, tag) {
				accepted = append(accepted, tag)
			}
		}
	}
	if a.tags = accepted; accepted != nil {
		resp.Header.Set("OCI-Tag", strings.Join(accepted, ", "))
	}
	return nil
}

// settle does what follows from a manifest that the upstream has taken, also when
// the client has gone meanwhile: it is listed where it refers to, and the gate
// learns of it. If that fails, the client pushes again, and nothing is there
// twice.
func (p *Proxy) settle(r *http.Request, a *arrival, resp *http.Response) *refusal {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), commitTime)
	defer cancel()
	for _, tag := range a.names() {
		pushed := entitlement.Push{Tag: tag, Digest: a.digest, Subject: a.subjectUnder(tag), MediaType: a.mediaType, Manifest: a.body}
		if err := p.publisher.Pushed(ctx, a.who.Principal, string(a.on.repository), pushed); err != nil {
			if errors.Is(err, entitlement.ErrInvalid) || errors.Is(err, tenant.ErrNotFound) {
				return malformed(codeManifestInvalid, "%v", err)
			}
			return p.trouble(r, "taking in what was pushed", err)
		}
	}
	if a.subject.IsZero() {
		return nil
	}
	if resp.Header.Get("OCI-Subject") == "" {
		if err := p.listFallback(ctx, a); err != nil {
			p.config.Log.ErrorContext(ctx, "registry proxy: listing what was pushed", "path", a.on.path(), "subject", a.subject, "error", err)
			if errors.Is(err, errListFull) { // to push again would change nothing
				return &refusal{status: http.StatusRequestEntityTooLarge, code: codeManifestInvalid, message: "the manifest was taken, and " + err.Error()}
			}
			return unavailable(http.StatusServiceUnavailable)
		}
	}
	// The list of what refers to the subject is here, whoever keeps it.
	resp.Header.Set("OCI-Subject", a.subject.String())
	return nil
}
