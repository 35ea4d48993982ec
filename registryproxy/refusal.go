package registryproxy

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Codes of the OCI distribution specification ("Error Codes"), and one more for
// trouble behind us, which it has no code for.
const (
	codeBlobUnknown     = "BLOB_UNKNOWN"
	codeUploadUnknown   = "BLOB_UPLOAD_UNKNOWN"
	codeDigestInvalid   = "DIGEST_INVALID"
	codeManifestInvalid = "MANIFEST_INVALID"
	codeManifestBlobs   = "MANIFEST_BLOB_UNKNOWN"
	codeManifestUnknown = "MANIFEST_UNKNOWN"
	codeNameInvalid     = "NAME_INVALID"
	codeNameUnknown     = "NAME_UNKNOWN"
	codePagination      = "PAGINATION_NUMBER_INVALID" // distribution's
	codeUnauthorized    = "UNAUTHORIZED"
	codeDenied          = "DENIED"
	codeUnsupported     = "UNSUPPORTED"
	codeUnavailable     = "UNAVAILABLE"
)

// A refusal is an answer that is no. What stands in it goes to the client.
type refusal struct {
	status  int
	code    string
	message string

	challenge string // why the token did not do, as RFC 6750 §3.1 calls it; status 401 only
	scope     string // what to ask a token for; status 401 only
	allow     string // the methods that would do; status 405 only
}

func malformed(code, format string, args ...any) *refusal {
	return &refusal{status: http.StatusBadRequest, code: code, message: fmt.Sprintf(format, args...)}
}

func noEndpoint() *refusal {
	return &refusal{status: http.StatusNotFound, code: codeUnsupported, message: "this registry has no such endpoint"}
}

// nameUnknown is the answer about a repository that is not there, and about one
// of which nothing is held: the two cannot be told apart.
func nameUnknown(r entitlement.RepositoryPath) *refusal {
	return &refusal{status: http.StatusNotFound, code: codeNameUnknown,
		message: fmt.Sprintf("repository %s is not known to this registry, or nothing of it is available to you", r)}
}

// contentUnknown is the answer about a manifest or blob that is not there, and
// about one that is not held.
func contentUnknown(r route) *refusal {
	if r.endpoint == endpointBlob {
		return &refusal{status: http.StatusNotFound, code: codeBlobUnknown, message: "blob unknown to registry"}
	}
	return &refusal{status: http.StatusNotFound, code: codeManifestUnknown, message: "manifest unknown to registry"}
}

func denied(format string, args ...any) *refusal {
	return &refusal{status: http.StatusForbidden, code: codeDenied, message: fmt.Sprintf(format, args...)}
}

// notAllowed is the answer to a method that nobody may use here.
func notAllowed(allow, message string) *refusal {
	return &refusal{status: http.StatusMethodNotAllowed, code: codeUnsupported, allow: allow, message: message}
}

// refusal is what is said to a principal who may not have what was asked for, as
// much as the holding as a whole and the mode allow.
func (p *Proxy) refusal(who bearer, on route, holding entitlement.Holding, at time.Time) *refusal {
	explain := p.config.Refusals == Explain && who.Side == tenant.CustomerSide
	switch standing := holding.Decide(at); {
	case standing.Reason == entitlement.Expired && explain:
		return denied("your access to %s ended at %s; ask your vendor to extend it", on.repository, standing.Until.UTC().Format(time.RFC3339))
	case standing.Reason != entitlement.NotCovered || !holding.Any(at):
		return nameUnknown(on.repository)
	case explain && on.tag != "" && !entitlement.DerivedTag(on.tag):
		return denied("%s:%s is not available to you, or does not exist; you hold %s", on.repository, on.tag, heldTags(holding.Tags(at)))
	default:
		// Also for a derived tag: clients that look for a signature take
		// 404 for "there is none", and anything else for a failure.
		return contentUnknown(on)
	}
}

// unavailable is trouble behind us. It is never 401, 403 or 404: clients would
// log out, or take what is there for missing.
func unavailable(status int) *refusal {
	return &refusal{status: status, code: codeUnavailable, message: "the registry cannot answer at the moment; try again"}
}

// retryAfter is when clients may ask again after trouble.
const retryAfter = 5 * time.Second

// refuse sends a refusal.
func (p *Proxy) refuse(w http.ResponseWriter, r *http.Request, no *refusal) {
	h := w.Header()
	switch no.status {
	case http.StatusUnauthorized:
		challenge, ok := p.challenge(r, no)
		if !ok {
			no = malformed(codeUnsupported, "the Host header names no host")
			break
		}
		h.Set("WWW-Authenticate", challenge)
	case http.StatusMethodNotAllowed:
		h.Set("Allow", no.allow)
	case http.StatusBadGateway, http.StatusServiceUnavailable:
		h.Set("Retry-After", strconv.Itoa(int(retryAfter/time.Second)))
	}
	if r.ContentLength != 0 && r.ProtoMajor == 1 {
		// Else the server reads the rest of a body that nobody wants, and a
		// client that has not sent it waits for us while we wait for it.
		h.Set("Connection", "close")
		_ = http.NewResponseController(w).SetReadDeadline(fromNow(0)) // a writer that knows no deadlines has the server's
	}
	writeErrors(w, no)
}

// writeErrors writes the error document of the OCI distribution specification.
func writeErrors(w http.ResponseWriter, no *refusal) {
	type item struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	writeJSON(w, no.status, struct {
		Errors []item `json:"errors"`
	}{[]item{{no.code, no.message}}})
}

// writeJSON sends a document that nobody keeps.
func writeJSON(w http.ResponseWriter, status int, document any) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	body, err := json.Marshal(document)
	if err != nil { // what we write are strings and numbers, which can be written
		panic(http.ErrAbortHandler)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // to a client that has gone there is nothing to say
}
