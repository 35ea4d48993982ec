package server

import (
	"sync"
	"time"

	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// tracesPerSecond is how many traces are begun each second. A registry that few
// people use shows all that they do; a busy one does not spend more on telling of
// its work than on the work.
const tracesPerSecond = 50

// A sampler begins a trace if no more than so many were begun in this second.
type sampler struct {
	most int
	now  func() time.Time

	mu     sync.Mutex
	second int64
	begun  int
}

// newSampler is a sampler for traces that begin here. One that began at a proxy in
// front is kept if it is kept there.
func newSampler(most int, now func() time.Time) sdk.Sampler {
	return sdk.ParentBased(&sampler{most: most, now: now})
}

func (s *sampler) ShouldSample(p sdk.SamplingParameters) sdk.SamplingResult {
	result := sdk.SamplingResult{Decision: sdk.Drop, Tracestate: trace.SpanContextFromContext(p.ParentContext).TraceState()}
	if s.take() {
		result.Decision = sdk.RecordAndSample
	}
	return result
}

func (s *sampler) take() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if second := s.now().Unix(); second != s.second {
		s.second, s.begun = second, 0
	}
	if s.begun >= s.most {
		return false
	}
	s.begun++
	return true
}

func (s *sampler) Description() string { return "PerSecond" }
