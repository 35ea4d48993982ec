package observe

import (
	"context"
	"net/http"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// scope is what made the spans and the numbers.
const scope = "github.com/seed361c4c3e/distr-go/distr/observe"

// TracingConfig says what a trace takes in. The zero value is ready.
type TracingConfig struct {
	// TellUpstreams sends the traceparent (W3C Trace Context) to the
	// registries behind, of whoever they are. Default: they learn nothing.
	TellUpstreams bool
}

// Tracing makes a span of each request, and one below it of each request to
// a registry behind. A trace that was begun by one of the proxies in front goes
// on; what a client says of one is not believed.
type Tracing struct {
	tracer trace.Tracer
	config TracingConfig
	w3c    propagation.TraceContext

	server, client []trace.SpanStartOption
}

// NewTracing makes spans with a provider's tracer; the global one is
// otel.GetTracerProvider().
func NewTracing(p trace.TracerProvider, c TracingConfig) *Tracing {
	return &Tracing{
		tracer: p.Tracer(scope), config: c,
		server: []trace.SpanStartOption{trace.WithSpanKind(trace.SpanKindServer)},
		client: []trace.SpanStartOption{trace.WithSpanKind(trace.SpanKindClient)},
	}
}

// Request is for the proxy.
func (t *Tracing) Request(ctx context.Context, h http.Header) (context.Context, func(registryproxy.Request)) {
	if h != nil {
		ctx = t.w3c.Extract(ctx, propagation.HeaderCarrier(h))
	}
	// What it is about is known when it has been read, and named then.
	ctx, span := t.tracer.Start(ctx, "registry", t.server...)
	return ctx, func(r registryproxy.Request) {
		defer span.End()
		if !span.IsRecording() {
			return
		}
		span.SetName(r.Method + " " + string(r.Kind))
		span.SetAttributes(spanAttributes(r)...)
		switch {
		case r.Cut:
			span.SetStatus(codes.Error, "the answer was broken off")
		case r.Status >= http.StatusInternalServerError:
			span.SetStatus(codes.Error, "")
		}
	}
}

// Upstream is for the proxy.
func (t *Tracing) Upstream(ctx context.Context, h http.Header) (context.Context, func(registryproxy.Errand)) {
	ctx, span := t.tracer.Start(ctx, "upstream", t.client...)
	if t.config.TellUpstreams {
		t.w3c.Inject(ctx, propagation.HeaderCarrier(h))
	}
	return ctx, func(e registryproxy.Errand) {
		defer span.End()
		if !span.IsRecording() {
			return
		}
		span.SetName("upstream " + e.Method + " " + string(e.Kind))
		span.SetAttributes(errandAttributes(e)...)
		if e.Outcome != registryproxy.Answered && e.Outcome != registryproxy.Cancelled {
			span.SetStatus(codes.Error, string(e.Outcome))
		}
	}
}

// spanAttributes are as few as tell all: each of them costs as much as the rest of
// a span. What stands in the conventions of OpenTelemetry for HTTP is called as it
// is there.
func spanAttributes(r registryproxy.Request) []attribute.KeyValue {
	attrs := append(make([]attribute.KeyValue, 0, 7),
		attribute.String("http.request.method", r.Method), attribute.Int("http.response.status_code", r.Status), attribute.String("distr.kind", string(r.Kind)))
	if r.Reason != "" {
		attrs = append(attrs, attribute.String("distr.reason", string(r.Reason)))
	}
	if r.Kind == registryproxy.KindBlob {
		attrs = append(attrs, attribute.String("distr.source", string(r.Source)), attribute.Int64("http.response.body.size", r.Bytes))
	}
	if r.Limited {
		attrs = append(attrs, attribute.Bool("distr.limited", true))
	}
	return attrs
}

func errandAttributes(e registryproxy.Errand) []attribute.KeyValue {
	return []attribute.KeyValue{
		attribute.String("http.request.method", e.Method), attribute.Int("http.response.status_code", e.Status),
		attribute.String("distr.kind", string(e.Kind)), attribute.String("distr.outcome", string(e.Outcome)),
	}
}
