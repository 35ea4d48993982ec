package registryproxy

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// pull is the whole way of a request below /v2/, from the door to the log.
func (p *Proxy) pull(w http.ResponseWriter, r *http.Request, path string) {
	stamp(w.Header())
	at := p.config.Now()

	// Parse. What the path cannot mean is said to those who are known only.
	on, no := parseRoute(path)
	seen(w).about(on)

	// Verify: who is it?
	who, unknown := p.verify(r, on, at)
	if unknown != nil {
		p.refuse(w, r, unknown)
		return
	}
	seen(w).by(who.Credential)

	// Ask: does the login still stand, and what is held of it, now?
	held, err := p.ask(r.Context(), who, on)
	switch {
	case errors.Is(err, tenant.ErrUnauthenticated):
		p.refuse(w, r, loginEnded(on, r.Method))
		return
	case errors.Is(err, tenant.ErrNotFound):
		held = asked{} // as if nothing were held
	case err != nil:
		p.refuse(w, r, p.trouble(r, "asking what is held", err))
		return
	}
	if no == nil {
		no = p.refuseMethod(who, on, r.Method)
	}
	switch {
	case no != nil:
		p.refuse(w, r, no)
		return
	case on.endpoint == endpointBase:
		base(w)
		return
	case on.endpoint == endpointCatalog:
		p.catalog(w, r, on, held.repositories)
		return
	case !who.reaches(string(on.repository), on.actions(r.Method)...):
		p.refuse(w, r, unauthorized(insufficientScope, on, r.Method, "the access token was not made for this; get another one"))
		return
	case who.Side == tenant.VendorSide && p.pass(w, r, on, who, held):
		return
	}

	switch on.endpoint {
	case endpointTags:
		p.tags(w, r, on, who, held.holding, at)
		return
	case endpointReferrers:
		p.referrers(w, r, on, who, held, at)
		return
	case endpointManifest:
		if subject := entitlement.DerivedFrom(on.tag); on.tag != "" && on.tag == entitlement.FallbackTag(subject) {
			p.fallback(w, r, on, who, held, at)
			return
		}
		fallthrough
	default: // content
		if no := p.quota(w, r, who, on); no != nil {
			p.refuse(w, r, no)
			return
		}
	}

	// Locate: which content is that, and which releases hold it? And decide.
	found := locate(held, on, at)
	decision := found.decide(held.holding, at)
	if err != nil { // there is no such repository
		decision.Reason = entitlement.Unknown
	}
	seen(w).decided(decision.Reason)

	// Log the pull, also when what follows is broken off.
	sent := newTally(w)
	defer func() { p.logContent(r, who, on, found, decision, at, sent) }()

	// Refuse or serve, what was found and never what its name means upstream.
	switch {
	case !decision.Allowed:
		p.refuse(sent.to, r, p.refusal(who, on, held.holding, at))
	case found.entry.Manifest() != nil:
		serveManifest(sent.to, r, found)
	case on.endpoint == endpointBlob:
		p.serveBlob(sent.to, r, on, who, found, decision.Grant)
	default:
		p.refuse(sent.to, r, contentUnknown(on))
	}
	sent.whole = true
}

// asked is what the gate says of what somebody holds.
type asked struct {
	repositories []string // where anything is held; of a route that leads to no repository
	holding      entitlement.Holding
	contents     *entitlement.Contents
}

// ask is what the principal holds of the route's repository. Where a route leads
// to none it is asked all the same whether the login still stands, since who has
// lost it is told nothing else.
func (p *Proxy) ask(ctx context.Context, who bearer, on route) (a asked, err error) {
	if on.repository == "" {
		a.repositories, err = p.gate.Repositories(ctx, who.Principal)
		return a, err
	}
	a.holding, a.contents, err = p.gate.Holding(ctx, who.Principal, string(on.repository))
	return a, err
}

// base answers /v2/, by which clients find out whether they are logged in.
func base(w http.ResponseWriter) {
	w.Header()["Content-Type"] = []string{"application/json"}
	w.Header()["Content-Length"] = []string{"2"}
	_, _ = w.Write([]byte("{}"))
}

// logTimeout is how long a pull waits for its entry in the log.
const logTimeout = 5 * time.Second

// logPull writes a pull down, also when the client has gone meanwhile. When it
// fails, the pull stays as it was answered.
func (p *Proxy) logPull(r *http.Request, who bearer, pull entitlement.Pull) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), logTimeout)
	defer cancel()
	if err := p.gate.LogPull(ctx, who.Principal, pull); err != nil {
		p.config.Log.ErrorContext(ctx, "registry proxy: a pull is missing from the log", "credential", who.Credential,
			"repository", pull.Repository, "reference", pull.Reference, "allowed", pull.Allowed, "error", err)
	}
}

// maxClient is how much of a User-Agent the log keeps, in bytes.
const maxClient = 200

func client(r *http.Request) string {
	agent := r.UserAgent()
	return strings.ToValidUTF8(agent[:min(len(agent), maxClient)], "")
}
