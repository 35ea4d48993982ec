package observe

import (
	"context"
	"errors"
	"net/http"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// Metrics counts what a proxy does, for OpenTelemetry. What its conventions for
// HTTP have a name for is called by it: http.server.request.duration and
// http.client.request.duration, in seconds, count requests too.
type Metrics struct {
	seconds, upstreamSeconds          metric.Float64Histogram
	sent, cut, limited, tokens, blobs metric.Int64Counter
	inFlight                          metric.Int64UpDownCounter
}

// NewMetrics makes the instruments with a provider's meter; the global one is
// otel.GetMeterProvider().
func NewMetrics(p metric.MeterProvider) (*Metrics, error) {
	meter, m := p.Meter(scope), &Metrics{}
	var failed [8]error
	buckets := metric.WithExplicitBucketBoundaries(.001, .005, .025, .1, .5, 2.5, 10, 60, 300, 1800)
	m.seconds, failed[0] = meter.Float64Histogram("http.server.request.duration", metric.WithUnit("s"), buckets)
	m.upstreamSeconds, failed[1] = meter.Float64Histogram("http.client.request.duration", metric.WithUnit("s"), buckets)
	m.sent, failed[2] = meter.Int64Counter("distr.registry.sent", metric.WithUnit("By"))
	m.cut, failed[3] = meter.Int64Counter("distr.registry.cut")
	m.limited, failed[4] = meter.Int64Counter("distr.registry.limited")
	m.tokens, failed[5] = meter.Int64Counter("distr.registry.tokens")
	m.blobs, failed[6] = meter.Int64Counter("distr.registry.blobs")
	m.inFlight, failed[7] = meter.Int64UpDownCounter("http.server.active_requests")
	return m, errors.Join(failed[:]...)
}

// Request is for the proxy.
func (m *Metrics) Request(ctx context.Context, _ http.Header) (context.Context, func(registryproxy.Request)) {
	m.inFlight.Add(ctx, 1)
	return ctx, func(r registryproxy.Request) {
		kind := metric.WithAttributes(attribute.String("distr.kind", string(r.Kind)))
		m.inFlight.Add(ctx, -1)
		m.seconds.Record(ctx, r.Took.Seconds(), metric.WithAttributes(
			attribute.String("http.request.method", r.Method), attribute.Int("http.response.status_code", r.Status),
			attribute.String("distr.kind", string(r.Kind)), attribute.String("distr.reason", string(r.Reason))))
		m.sent.Add(ctx, r.Bytes, kind)
		if r.Cut {
			m.cut.Add(ctx, 1, kind)
		}
		if r.Limited {
			m.limited.Add(ctx, 1, kind)
		}
		if outcome := tokenOutcome(r); outcome != "" {
			m.tokens.Add(ctx, 1, metric.WithAttributes(attribute.String("distr.outcome", outcome)))
		}
		if source := blobSource(r); source != "" {
			m.blobs.Add(ctx, 1, metric.WithAttributes(attribute.String("distr.source", source)))
		}
	}
}

// Upstream is for the proxy.
func (m *Metrics) Upstream(ctx context.Context, _ http.Header) (context.Context, func(registryproxy.Errand)) {
	return ctx, func(e registryproxy.Errand) {
		m.upstreamSeconds.Record(ctx, e.Took.Seconds(), metric.WithAttributes(errandAttributes(e)...))
	}
}
