package server

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
)

// tracesTime is how long the last traces may take to be sent when the server ends.
const tracesTime = 5 * time.Second

// newTracer sends traces by OTLP over HTTP to where c.TracesTo says. What else there
// is to say, such as headers or which are sampled, it takes from the environment
// variables of OpenTelemetry; without a word on that it is as many as tracesPerSecond
// says.
func (c Config) newTracer(ctx context.Context) (*sdk.TracerProvider, error) {
	u, err := url.Parse(c.TracesTo)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.User != nil {
		return nil, fmt.Errorf("traces to %q: it is http:// or https:// and a host, such as http://127.0.0.1:4318", c.TracesTo)
	}
	if u.Path == "" || u.Path == "/" {
		u.Path = "/v1/traces" // as OTLP has it
	}
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(u.String()))
	if err != nil {
		return nil, fmt.Errorf("traces to %q: %w", c.TracesTo, err)
	}
	about, err := resource.New(ctx, resource.WithAttributes(attribute.String("service.name", "distr")), resource.WithFromEnv())
	if err != nil {
		return nil, fmt.Errorf("traces: %w", err)
	}
	options := []sdk.TracerProviderOption{sdk.WithBatcher(exporter), sdk.WithResource(about)}
	if os.Getenv("OTEL_TRACES_SAMPLER") == "" {
		options = append(options, sdk.WithSampler(newSampler(tracesPerSecond, time.Now)))
	}
	return sdk.NewTracerProvider(options...), nil
}

// end sends the last traces.
func (f *front) end() {
	if f.tracer == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), tracesTime)
	defer cancel()
	if err := f.tracer.Shutdown(ctx); err != nil {
		f.config.Log.Warn("server: the last traces are lost", "to", f.config.TracesTo, "error", err)
	}
}
