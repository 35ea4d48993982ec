package observe

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// Prometheus counts what a proxy does.
//
//	distr_registry_requests_total{kind,method,status,reason}  requests that were answered
//	distr_registry_requests_in_flight                         requests that are being answered
//	distr_registry_request_seconds{kind}                      until the last byte
//	distr_registry_sent_bytes_total{kind,source}              bodies of answers
//	distr_registry_cut_total{kind}                            answers that were broken off
//	distr_registry_limited_total{kind}                        requests over a limit
//	distr_registry_tokens_total{outcome}                      issued, refused, malformed, trouble
//	distr_registry_blobs_total{source}                        blobs that were sent, from store or upstream
//	distr_registry_upstream_requests_total{kind,outcome}      requests to registries behind
//	distr_registry_upstream_seconds{kind}                     until the head of the answer
//	distr_snapshot_age_seconds                                see SnapshotAge
//	distr_pulls_waiting, distr_pulls_lost_total               see PullLog
//	distr_blobs_kept, distr_blobs_kept_bytes                  see BlobStore
//	distr_blobs_{served,filled,joined,failed,evicted}_total   see BlobStore
type Prometheus struct {
	registerer prometheus.Registerer

	requests, sent, cut, limited, tokens, blobs, upstreams *prometheus.CounterVec
	seconds, upstreamSeconds                               *prometheus.HistogramVec
	inFlight                                               prometheus.Gauge
}

// NewPrometheus registers the collectors. It fails if others have their names,
// such as those of another Prometheus: for several proxies in a process wrap the
// registerer with a label for each.
func NewPrometheus(r prometheus.Registerer) (*Prometheus, error) {
	p := &Prometheus{
		registerer: r,
		requests:   counter("requests_total", "Requests that were answered, by what they are about, method, status, and the reason of the decision.", "kind", "method", "status", "reason"),
		sent:       counter("sent_bytes_total", "Bytes of the bodies of answers, by where they were taken from.", "kind", "source"),
		cut:        counter("cut_total", "Answers that were broken off.", "kind"),
		limited:    counter("limited_total", "Requests over a limit.", "kind"),
		tokens:     counter("tokens_total", "Requests for access tokens, by what came of them.", "outcome"),
		blobs:      counter("blobs_total", "Blobs that were sent, by where they were taken from.", "source"),
		upstreams:  counter("upstream_requests_total", "Requests to registries behind, by what came of them.", "kind", "outcome"),

		seconds:         histogram("request_seconds", "Time until the last byte of an answer.", "kind"),
		upstreamSeconds: histogram("upstream_seconds", "Time until a registry behind began to answer.", "kind"),

		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: "requests_in_flight", Help: "Requests that are being answered."}),
	}
	for _, c := range []prometheus.Collector{
		p.requests, p.sent, p.cut, p.limited, p.tokens, p.blobs, p.upstreams, p.seconds, p.upstreamSeconds, p.inFlight,
	} {
		if err := r.Register(c); err != nil {
			return nil, err
		}
	}
	return p, nil
}

const namespace = "distr_registry"

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
}

// histogram has buckets from answers out of memory, in a millisecond, to large
// layers, in minutes.
func histogram(name, help string, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: namespace, Name: name, Help: help, Buckets: []float64{.001, .005, .025, .1, .5, 2.5, 10, 60, 300, 1800},
	}, labels)
}

// Request is for the proxy.
func (p *Prometheus) Request(ctx context.Context, _ http.Header) (context.Context, func(registryproxy.Request)) {
	p.inFlight.Inc()
	return ctx, p.answered
}

func (p *Prometheus) answered(r registryproxy.Request) {
	kind := string(r.Kind)
	p.inFlight.Dec()
	p.requests.WithLabelValues(kind, r.Method, strconv.Itoa(r.Status), string(r.Reason)).Inc()
	p.seconds.WithLabelValues(kind).Observe(r.Took.Seconds())
	p.sent.WithLabelValues(kind, string(r.Source)).Add(float64(r.Bytes))
	if r.Cut {
		p.cut.WithLabelValues(kind).Inc()
	}
	if r.Limited {
		p.limited.WithLabelValues(kind).Inc()
	}
	if outcome := tokenOutcome(r); outcome != "" {
		p.tokens.WithLabelValues(outcome).Inc()
	}
	if source := blobSource(r); source != "" {
		p.blobs.WithLabelValues(source).Inc()
	}
}

// Upstream is for the proxy.
func (p *Prometheus) Upstream(ctx context.Context, _ http.Header) (context.Context, func(registryproxy.Errand)) {
	return ctx, p.returned
}

func (p *Prometheus) returned(e registryproxy.Errand) {
	p.upstreams.WithLabelValues(string(e.Kind), string(e.Outcome)).Inc()
	if asked(e) {
		p.upstreamSeconds.WithLabelValues(string(e.Kind)).Observe(e.Took.Seconds())
	}
}

// SnapshotAge shows how long ago it was made sure that what a hub remembers is
// what its store holds; that of a *distr.Vendor is its SnapshotAge. It is asked
// with each scrape.
func (p *Prometheus) SnapshotAge(age func() time.Duration) error {
	return p.registerer.Register(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "distr_snapshot_age_seconds", Help: "Time since what is remembered was last compared with the store.",
	}, func() float64 { return age().Seconds() }))
}

// PullLog shows how many entries of the pull log have yet to be written, and how
// many were lost; of a *distr.Hub its PullLog says both. It is asked with each
// scrape.
func (p *Prometheus) PullLog(fares func() (waiting int, lost uint64)) error {
	return errors.Join(
		p.registerer.Register(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "distr_pulls_waiting", Help: "Entries of the pull log that have yet to be written.",
		}, func() float64 { waiting, _ := fares(); return float64(waiting) })),
		p.registerer.Register(prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "distr_pulls_lost_total", Help: "Entries of the pull log that could not be kept anywhere.",
		}, func() float64 { _, lost := fares(); return float64(lost) })),
	)
}
