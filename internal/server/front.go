package server

import (
	"context"
	"net/http"

	"go.opentelemetry.io/otel/sdk/trace"

	"github.com/seed361c4c3e/distr-go/distr/observe"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// A front is what a server answers with, on the port for clients and on the one
// for those who run it.
type front struct {
	public    http.Handler
	private   http.Handler // nil: not asked for
	readiness *readiness
	tracer    *trace.TracerProvider // nil: nobody traces
	config    Config
}

// Handler is what Run answers clients with. The vendor's keys have to be there
// (distr.Vendor.EnsureKeys). Traces and metrics are not for it.
func Handler(c Config) (http.Handler, error) {
	c.TracesTo, c.MetricsListen, c.Pprof = "", "", false
	f, err := newFront(context.Background(), c.complete())
	if err != nil {
		return nil, err
	}
	return f.public, nil
}

// newFront wires a completed configuration. When it is no longer used it is to be
// ended.
func newFront(ctx context.Context, c Config) (f *front, err error) {
	f = &front{readiness: newReadiness(c), config: c}
	var watching [3]registryproxy.Observer
	switch {
	case c.Pprof && c.MetricsListen == "":
		return nil, errPprofAlone
	case c.MetricsListen != "":
		numbers, metrics, err := c.numbers()
		if err != nil {
			return nil, err
		}
		watching[1], f.private = numbers, private(metrics, f.readiness, c.Pprof)
	}
	if c.AccessLog {
		watching[2] = accessLog{c.Log}
	}
	if c.TracesTo != "" {
		if f.tracer, err = c.newTracer(ctx); err != nil {
			return nil, err
		}
		watching[0] = observe.NewTracing(f.tracer, observe.TracingConfig{})
	}
	proxy, err := registryproxy.New(c.Hub.Vendor(c.Vendor), registryproxy.Config{
		Upstream:       registryproxy.Upstream{Registry: "http://" + embedded.Host, Transport: c.Registry.Transport(), Opener: c.Registry},
		PublicURL:      c.PublicURL,
		TrustedProxies: c.TrustedProxies,
		Refusals:       c.Refusals,
		Limits:         c.Limits,
		Blobs:          c.Blobs,
		Observer:       observe.Both(watching[:]...),
		Log:            c.Log,
		Now:            c.Now,
	})
	if err != nil {
		f.end()
		return nil, err
	}
	f.public = released(identified(f.route(proxy), c.TrustedProxies))
	return f, nil
}

// route answers what is about the process itself, and leaves the rest to the proxy.
//
// No http.ServeMux: it answers paths that are not clean with a redirect to one that
// is, and such a path must meet the proxy as it is and be refused.
func (f *front) route(proxy http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reads := r.Method == http.MethodGet || r.Method == http.MethodHead
		switch {
		case reads && r.URL.Path == "/healthz":
			healthy(w, r)
		case reads && r.URL.Path == "/readyz":
			f.readiness.ServeHTTP(w, r)
		default:
			proxy.ServeHTTP(w, r)
		}
	})
}
