package registryproxy

import (
	"context"
	"net/http"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An Observer is told what a [Proxy] does, for metrics, traces and logs. It is
// asked on the way of every request, by several goroutines at a time, so it
// answers at once. None of its methods is ever told a token, a password, a header
// that a stranger sent, or a query.
type Observer interface {
	// Request is told that a request has come in. All that is done about it
	// goes by the context that is returned, and the function is called when it
	// has been answered, or its answer was broken off.
	//
	// The header is that of the request if the peer is one of
	// Config.TrustedProxies, and nil otherwise. It is only to be read.
	Request(ctx context.Context, h http.Header) (context.Context, func(Request))

	// Upstream is told that a registry behind us is about to be asked
	// something. The function is called when the head of its answer has come,
	// or will not. The header is sent along: what is written into it reaches
	// whoever runs that registry.
	Upstream(ctx context.Context, h http.Header) (context.Context, func(Errand))
}

// A Request is what came of a request. Kind, Method, Status, Reason and Source have
// few values, whatever clients send, and may be labels; Repository and Credential
// have many and may not.
type Request struct {
	Kind     Kind
	Method   string             // GET, HEAD, POST, PUT, PATCH, DELETE, or "other"
	Status   int                // of the answer; 0: it was broken off before there was one
	Reason   entitlement.Reason // of the decision about content; empty: none was made
	Source   Source             // of what was sent
	Bytes    int64              // of the answer's body, as many as were sent
	Took     time.Duration      // from the first look at the request to the end of its answer
	Upstream time.Duration      // of that, until registries behind us had begun to answer
	Cut      bool               // the answer was broken off
	Limited  bool               // refused for one request too many; see Limits

	Repository entitlement.RepositoryPath // empty: it is about none, or is no path of ours
	Credential tenant.CredentialID        // empty: nobody, or nobody that we know
}

// An Errand is what came of a request to a registry behind us.
type Errand struct {
	Kind    Kind
	Method  string
	Outcome Outcome
	Status  int           // of the answer; 0: none came
	Took    time.Duration // until its head had come
}

// A Kind is what a request is about.
type Kind string

// The kinds. KindNone is a path that is none of ours.
const (
	KindNone      Kind = "none"
	KindBase      Kind = "base"
	KindCatalog   Kind = "catalog"
	KindManifest  Kind = "manifest"
	KindBlob      Kind = "blob"
	KindTags      Kind = "tags"
	KindReferrers Kind = "referrers"
	KindUpload    Kind = "upload"
	KindToken     Kind = "token"
	KindKeys      Kind = "keys"
)

// A Source is where an answer about content was taken from.
type Source string

// The sources. The empty one is for answers that tell of no content.
const (
	FromMemory   Source = "memory"   // what was published
	FromStore    Source = "store"    // the local blob store
	FromUpstream Source = "upstream" // a registry behind us
)

// An Outcome is how a request to a registry behind us ended.
type Outcome string

// The outcomes.
const (
	Answered    Outcome = "answered"    // by whatever status but the next one's
	Troubled    Outcome = "troubled"    // by 502, 503 or 504
	Unreachable Outcome = "unreachable" // no answer came
	TimedOut    Outcome = "timed_out"   // no answer came in time
	Cancelled   Outcome = "cancelled"   // the client went away
	Spared      Outcome = "spared"      // it was not asked, since it has failed too often just now
	Forbidden   Outcome = "forbidden"   // it would have led where nothing may go
)

// kind is what a route is about.
func (r route) kind() Kind {
	switch r.endpoint {
	case endpointBase:
		return KindBase
	case endpointCatalog:
		return KindCatalog
	case endpointManifest:
		return KindManifest
	case endpointBlob:
		return KindBlob
	case endpointTags:
		return KindTags
	case endpointReferrers:
		return KindReferrers
	case endpointUploads, endpointUpload:
		return KindUpload
	default:
		return KindNone
	}
}

// knownMethod keeps what a client calls a method from being a label.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
		return method
	default:
		return "other"
	}
}
