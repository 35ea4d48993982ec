package registryproxy

import (
	"net/http"
	"regexp"
	"strings"
)

// Why a token did not do, in the words of RFC 6750 §3.1. Without them containerd
// sends the same token again until it gives up.
const (
	invalidToken      = "invalid_token"
	insufficientScope = "insufficient_scope"
	// basicLogin is our own word for: the password itself is asked for.
	basicLogin = "basic"
)

// hostPattern is a host and perhaps a port. Nothing else gets between the quotes
// of a challenge.
var hostPattern = regexp.MustCompile(`^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)(:[0-9]{1,5})?$`)

// challenge is the WWW-Authenticate of a 401. At the token endpoint it asks for
// the login itself, elsewhere for a token: one challenge, every parameter in
// quotes, one scope, because each of several clients wants one of these. ok is
// false when the client named no host that we could send it to.
func (p *Proxy) challenge(r *http.Request, no *refusal) (string, bool) {
	if no.challenge == basicLogin {
		return `Basic realm="` + p.config.Service + `"`, true
	}
	base, ok := p.address(r)
	if !ok {
		return "", false
	}
	var b strings.Builder
	// The realm is on our own host, port and scheme: clients refuse to carry
	// a password anywhere else.
	b.WriteString(`Bearer realm="` + base + tokenPath + `",service="` + p.config.Service + `"`)
	if no.scope != "" {
		b.WriteString(`,scope="` + no.scope + `"`)
	}
	if no.challenge != "" {
		b.WriteString(`,error="` + no.challenge + `"`)
	}
	return b.String(), true
}

// unauthorized is the answer to who cannot be told, or to a token that does not
// do. why is empty when there was no token at all.
func unauthorized(why string, r route, method, message string) *refusal {
	return &refusal{status: http.StatusUnauthorized, code: codeUnauthorized, challenge: why, scope: r.scope(method), message: message}
}

// loginEnded is the answer to a token that was good until its login was revoked.
func loginEnded(r route, method string) *refusal {
	return unauthorized(invalidToken, r, method, "the login that this access token was made for has ended or was revoked")
}

// scope is what a token has to be asked for, to use the method on the route.
func (r route) scope(method string) string {
	switch {
	case r.repository == "":
		return ""
	case method == http.MethodDelete && r.endpoint != endpointUpload:
		return "repository:" + string(r.repository) + ":delete"
	default:
		return "repository:" + string(r.repository) + ":" + strings.Join(r.actions(method), ",")
	}
}

// actions are what a token has to allow, to use the method on the route.
func (r route) actions(method string) []string {
	if reads(method) && r.endpoint != endpointUpload {
		return []string{actionPull}
	}
	return []string{actionPull, actionPush}
}
