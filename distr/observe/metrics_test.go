package observe_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric/noop"
	sdk "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	"github.com/seed361c4c3e/distr-go/distr/observe"
)

// collected is what OpenTelemetry gets to see: how often, by name and one of the
// attributes.
func collected(t testing.TB, reader sdk.Reader, by attribute.Key) map[string]map[string]int64 {
	t.Helper()
	var all metricdata.ResourceMetrics
	require.NoError(t, reader.Collect(t.Context(), &all))
	got := map[string]map[string]int64{}
	for _, s := range all.ScopeMetrics {
		for _, m := range s.Metrics {
			counts := map[string]int64{}
			switch data := m.Data.(type) {
			case metricdata.Sum[int64]:
				for _, p := range data.DataPoints {
					value, _ := p.Attributes.Value(by)
					counts[value.AsString()] += p.Value
				}
			case metricdata.Histogram[float64]:
				for _, p := range data.DataPoints {
					value, _ := p.Attributes.Value(by)
					counts[value.AsString()] += int64(p.Count)
				}
			}
			got[m.Name] = counts
		}
	}
	return got
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	reader := sdk.NewManualReader()
	m, err := observe.NewMetrics(sdk.NewMeterProvider(sdk.WithReader(reader)))
	require.NoError(t, err)
	tell(t, m)
	require.Equal(t, map[string]map[string]int64{
		"http.server.request.duration": {"manifest": 2, "blob": 4, "token": 4},
		"http.server.active_requests":  {"": 0},
		"http.client.request.duration": {"blob": 3},
		"distr.registry.sent":          {"manifest": 110, "blob": 1500, "token": 0},
		"distr.registry.cut":           {"blob": 1},
		"distr.registry.limited":       {"token": 1},
		"distr.registry.tokens":        {"": 4},
		"distr.registry.blobs":         {"": 2},
	}, collected(t, reader, "distr.kind"))
	byOutcome := collected(t, reader, "distr.outcome")
	require.Equal(t, map[string]int64{"issued": 1, "refused": 1, "malformed": 1, "trouble": 1}, byOutcome["distr.registry.tokens"])
	require.Equal(t, map[string]int64{"answered": 1, "timed_out": 1, "spared": 1}, byOutcome["http.client.request.duration"])
	require.Equal(t, map[string]int64{"store": 1, "upstream": 1}, collected(t, reader, "distr.source")["distr.registry.blobs"])
	_, err = observe.NewMetrics(noop.NewMeterProvider())
	require.NoError(t, err)
}
