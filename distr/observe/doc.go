// Package observe shows what a registry proxy does: [Prometheus] counts and
// measures it, [Metrics] does the same for OpenTelemetry, and [Tracing] makes spans
// of requests and of what is asked of registries behind. Each is
// a registryproxy.Observer, and [Both] makes one of several.
//
//	numbers, err := observe.NewPrometheus(prometheus.DefaultRegisterer)
//	traces := observe.NewTracing(otel.GetTracerProvider(), observe.TracingConfig{})
//	proxy, err := registryproxy.New(vendor, registryproxy.Config{
//		Upstream: registryproxy.Upstream{Registry: "registry.internal:5000"},
//		Observer: observe.Both(traces, numbers),
//	})
//
// # The trap
//
// Every label has few values, whatever clients send. No repository, customer,
// credential or address is among them: a stranger could make up a million, and
// each would be a time series for as long as the process lives. Who wants to know
// them reads the pull log. No span has them either, nor a header, a query or
// a token.
package observe
