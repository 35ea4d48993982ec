package registryproxy

import (
	"context"
	"errors"
	"net"
	"net/http"

	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

// do runs an errand unless the registry is left alone, and tells the breaker and
// the observer what came of it.
func (u *upstream) do(ctx context.Context, e errand) (*http.Response, error) {
	seen := Errand{Kind: e.on.kind(), Method: knownMethod(e.method), Outcome: Spared}
	done := func(Errand) {}
	if u.observer != nil {
		if e.header = e.header.Clone(); e.header == nil {
			e.header = http.Header{}
		}
		ctx, done = u.observer.Upstream(ctx, e.header)
	}
	began := u.now()
	var resp *http.Response
	probe, err := u.breaker.enter()
	if err == nil {
		resp, err = u.run(ctx, e)
		seen.Outcome = outcome(ctx, resp, err)
		// Who finds out for others does not let them wait for a body.
		if heeded := seen.Outcome == Answered && u.breaker.heed(ctx, e.method, resp); !heeded || probe {
			u.breaker.leave(probe, e.verdict(seen.Outcome, err))
		}
	}
	if resp != nil {
		seen.Status = resp.StatusCode
	}
	seen.Took = u.now().Sub(began)
	e.seen.asked(seen.Took)
	done(seen)
	return resp, err
}

// outcome is how an errand ended.
func outcome(ctx context.Context, resp *http.Response, err error) Outcome {
	var said *transport.Error // by a registry, or what gives tokens for it, that would not let us in
	var network net.Error
	switch {
	case err == nil && troubled(resp.StatusCode):
		return Troubled
	case err == nil:
		return Answered
	case errors.Is(err, errElsewhere), errors.Is(err, errPrivate):
		return Forbidden
	case errors.Is(context.Cause(ctx), errStalled), errors.Is(ctx.Err(), context.DeadlineExceeded):
		return TimedOut
	case ctx.Err() != nil:
		return Cancelled
	case errors.As(err, &said) && troubled(said.StatusCode):
		return Troubled
	case errors.As(err, &said):
		return Answered
	case errors.As(err, &network) && network.Timeout():
		return TimedOut
	default:
		return Unreachable
	}
}

// verdict is what an outcome says about the registry. An errand that brings
// a client's body may have failed by the client, who did not send it.
func (e errand) verdict(o Outcome, err error) Outcome {
	if e.body != nil && err != nil {
		return Cancelled
	}
	return o
}

// troubled says whether a status is about the registry as a whole. A 500 may be
// about one blob that cannot be read there, and the others are fine.
func troubled(status int) bool {
	switch status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	default:
		return false
	}
}
