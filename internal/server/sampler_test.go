package server

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

func TestSampler(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	tracer := sdk.NewTracerProvider(sdk.WithSampler(newSampler(2, func() time.Time { return at }))).Tracer("test")
	kept := func(ctx context.Context) bool {
		ctx, span := tracer.Start(ctx, "request")
		defer span.End()
		_, below := tracer.Start(ctx, "upstream")
		defer below.End()
		require.Equal(t, span.SpanContext().IsSampled(), below.SpanContext().IsSampled(), "a trace is whole or not there")
		return span.SpanContext().IsSampled()
	}
	for _, want := range []bool{true, true, false, false} {
		require.Equal(t, want, kept(t.Context()))
	}
	begun := trace.SpanContextConfig{TraceID: trace.TraceID{1}, SpanID: trace.SpanID{1}, Remote: true}
	require.False(t, kept(trace.ContextWithSpanContext(t.Context(), trace.NewSpanContext(begun))))
	begun.TraceFlags = trace.FlagsSampled
	require.True(t, kept(trace.ContextWithSpanContext(t.Context(), trace.NewSpanContext(begun))), "as the proxy in front has it")
	at = at.Add(time.Second)
	for _, want := range []bool{true, true, false} {
		require.Equal(t, want, kept(t.Context()))
	}
}
