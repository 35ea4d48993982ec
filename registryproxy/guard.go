package registryproxy

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// guard lets requests pass to the upstream, on the scheme that was configured,
// and to its token hosts over https. A registry that has been taken over can
// name any realm in its challenge and redirect anywhere; the login does not go
// along.
type guard struct {
	inner        http.RoundTripper
	scheme, host string
	tokenHosts   []string
}

func (g *guard) RoundTrip(r *http.Request) (*http.Response, error) {
	own := r.URL.Host == g.host && r.URL.Scheme == g.scheme
	if !own && !(r.URL.Scheme == "https" && slices.Contains(g.tokenHosts, r.URL.Host)) {
		if r.Body != nil {
			_ = r.Body.Close() // as RoundTrip has to
		}
		if r.URL.Host == g.host && r.URL.Scheme == "https" {
			// The login tries that first by itself.
			return nil, fmt.Errorf("%w: it is asked over http", errElsewhere)
		}
		return nil, fmt.Errorf("%w: %s://%s points to %s://%s; if that is where its tokens come from, name the host as a token host", errElsewhere, g.scheme, g.host, r.URL.Scheme, r.URL.Host)
	}
	return g.inner.RoundTrip(r)
}

// errElsewhere says that a request would have gone where it may not.
var errElsewhere = errors.New("neither the upstream nor a host that it may send us to")

const (
	maxRetries   = 2
	minRetryWait = 100 * time.Millisecond
	maxRetryWait = time.Second
)

// retrying tries a GET or HEAD again when the upstream did not answer, or
// answered that it cannot at the moment.
func retrying(inner http.RoundTripper) http.RoundTripper {
	client := retryablehttp.NewClient()
	client.Logger = nil
	client.RetryMax, client.RetryWaitMin, client.RetryWaitMax = maxRetries, minRetryWait, maxRetryWait
	client.CheckRetry = worthRetrying
	client.Backoff = func(least, most time.Duration, attempt int, _ *http.Response) time.Duration {
		return min(least<<(2*attempt), most) // never as long as the upstream would like: somebody waits
	}
	client.ErrorHandler = retryablehttp.PassthroughErrorHandler
	client.HTTPClient = &http.Client{
		// Without its CloseIdleConnections: one client that goes away would
		// close the connections of all others.
		Transport:     onlyRoundTrip{inner},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return &retrier{again: &retryablehttp.RoundTripper{Client: client}, once: inner}
}

type onlyRoundTrip struct{ http.RoundTripper }

// aside is where a Location is kept from http.Client, which puts it into its
// error when it cannot read it, signature and all.
const aside = "Location-Aside"

func (t onlyRoundTrip) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := t.RoundTripper.RoundTrip(r)
	if err == nil && resp.Header["Location"] != nil {
		resp.Header = resp.Header.Clone() // a transport of somebody's own may answer with one header many times
		resp.Header[aside] = resp.Header["Location"]
		delete(resp.Header, "Location")
	}
	return resp, err
}

// retrier tells the requests that may be sent twice from those that may not.
type retrier struct{ again, once http.RoundTripper }

func (t *retrier) RoundTrip(r *http.Request) (*http.Response, error) {
	if reads(r.Method) && (r.Body == nil || r.Body == http.NoBody) {
		resp, err := t.again.RoundTrip(r)
		if err != nil { // an answer that comes with it is one whose client has gone
			if resp != nil {
				_ = resp.Body.Close()
			}
			return nil, err
		}
		if resp.Header[aside] != nil {
			resp.Header["Location"] = resp.Header[aside]
			delete(resp.Header, aside)
		}
		return resp, nil
	}
	return t.once.RoundTrip(r)
}

// worthRetrying says whether the same request may come out better. An upstream
// that has no time (429) is left alone.
func worthRetrying(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if errors.Is(err, errElsewhere) || errors.Is(err, errPrivate) {
		return false, nil
	}
	if ctx.Err() != nil || err != nil {
		return retryablehttp.DefaultRetryPolicy(ctx, resp, err)
	}
	switch resp.StatusCode {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true, nil
	default:
		return false, nil
	}
}
