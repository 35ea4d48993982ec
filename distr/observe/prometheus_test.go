package observe_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr/observe"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// scraped is what Prometheus gets to see, without what explains it.
func scraped(t testing.TB, r *prometheus.Registry) (lines []string) {
	t.Helper()
	w := httptest.NewRecorder()
	promhttp.HandlerFor(r, promhttp.HandlerOpts{}).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	require.Equal(t, http.StatusOK, w.Code)
	for line := range strings.Lines(w.Body.String()) {
		if !strings.HasPrefix(line, "#") && !strings.Contains(line, "_bucket{") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

// deeds are some of what a proxy does.
func deeds() ([]registryproxy.Request, []registryproxy.Errand) {
	const secret = "cre_globex_production"
	return []registryproxy.Request{
			{Kind: registryproxy.KindManifest, Method: "GET", Status: 200, Reason: entitlement.Granted, Source: registryproxy.FromMemory, Bytes: 100, Took: time.Second, Repository: "acme/app", Credential: secret},
			{Kind: registryproxy.KindManifest, Method: "GET", Status: 403, Reason: entitlement.NotCovered, Bytes: 10, Took: time.Second, Repository: "acme/app", Credential: secret},
			{Kind: registryproxy.KindBlob, Method: "GET", Status: 206, Reason: entitlement.Granted, Source: registryproxy.FromStore, Bytes: 1000, Took: 2 * time.Second},
			{Kind: registryproxy.KindBlob, Method: "GET", Status: 200, Reason: entitlement.Granted, Source: registryproxy.FromUpstream, Bytes: 500, Took: 2 * time.Second, Cut: true},
			{Kind: registryproxy.KindBlob, Method: "GET", Status: 502, Reason: entitlement.Granted},
			{Kind: registryproxy.KindBlob, Method: "HEAD", Status: 200, Reason: entitlement.Granted, Source: registryproxy.FromMemory},
			{Kind: registryproxy.KindToken, Method: "GET", Status: 200},
			{Kind: registryproxy.KindToken, Method: "POST", Status: 401, Limited: true},
			{Kind: registryproxy.KindToken, Method: "POST", Status: 400},
			{Kind: registryproxy.KindToken, Method: "GET", Status: 503},
		}, []registryproxy.Errand{
			{Kind: registryproxy.KindBlob, Method: "GET", Outcome: registryproxy.Answered, Status: 200, Took: time.Second},
			{Kind: registryproxy.KindBlob, Method: "GET", Outcome: registryproxy.TimedOut, Took: time.Minute},
			{Kind: registryproxy.KindBlob, Method: "GET", Outcome: registryproxy.Spared},
		}
}

// tell tells an observer of them.
func tell(t testing.TB, o registryproxy.Observer) {
	t.Helper()
	requests, errands := deeds()
	for _, r := range requests {
		_, done := o.Request(t.Context(), nil)
		done(r)
	}
	for _, e := range errands {
		_, done := o.Upstream(t.Context(), http.Header{})
		done(e)
	}
}

func TestPrometheus(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewRegistry()
	p, err := observe.NewPrometheus(registry)
	require.NoError(t, err)
	require.NoError(t, p.SnapshotAge(func() time.Duration { return 1500 * time.Millisecond }))
	require.NoError(t, p.PullLog(func() (int, uint64) { return 7, 3 }))
	require.NoError(t, p.BlobStore(func() registryproxy.BlobsStats {
		return registryproxy.BlobsStats{Blobs: 12, Bytes: 1 << 30, Served: 50, Filled: 14, Joined: 63, Failed: 1, Evicted: 2}
	}))
	tell(t, p)
	_, under := p.Request(t.Context(), nil)
	got := scraped(t, registry)
	require.Subset(t, got, []string{
		`distr_registry_requests_total{kind="manifest",method="GET",reason="granted",status="200"} 1`,
		`distr_registry_requests_total{kind="manifest",method="GET",reason="not_covered",status="403"} 1`,
		`distr_registry_requests_total{kind="token",method="POST",reason="",status="401"} 1`,
		`distr_registry_requests_in_flight 1`,
		`distr_registry_request_seconds_sum{kind="blob"} 4`,
		`distr_registry_request_seconds_count{kind="manifest"} 2`,
		`distr_registry_sent_bytes_total{kind="manifest",source="memory"} 100`,
		`distr_registry_sent_bytes_total{kind="blob",source="store"} 1000`,
		`distr_registry_cut_total{kind="blob"} 1`,
		`distr_registry_limited_total{kind="token"} 1`,
		`distr_registry_tokens_total{outcome="issued"} 1`,
		`distr_registry_tokens_total{outcome="refused"} 1`,
		`distr_registry_tokens_total{outcome="malformed"} 1`,
		`distr_registry_tokens_total{outcome="trouble"} 1`,
		`distr_registry_blobs_total{source="store"} 1`,
		`distr_registry_blobs_total{source="upstream"} 1`,
		`distr_registry_upstream_requests_total{kind="blob",outcome="answered"} 1`,
		`distr_registry_upstream_requests_total{kind="blob",outcome="spared"} 1`,
		`distr_registry_upstream_seconds_sum{kind="blob"} 61`,
		`distr_registry_upstream_seconds_count{kind="blob"} 2`,
		`distr_snapshot_age_seconds 1.5`,
		`distr_pulls_waiting 7`,
		`distr_pulls_lost_total 3`,
		`distr_blobs_kept 12`,
		`distr_blobs_kept_bytes 1.073741824e+09`,
		`distr_blobs_served_total 50`,
		`distr_blobs_filled_total 14`,
		`distr_blobs_joined_total 63`,
		`distr_blobs_failed_total 1`,
		`distr_blobs_evicted_total 2`,
	})
	all := strings.Join(got, "\n")
	require.NotContains(t, all, "acme")
	require.NotContains(t, all, "globex")
	require.NotContains(t, all, `blobs_total{source="memory"}`, "HEAD sends none")
	under(registryproxy.Request{Kind: registryproxy.KindBase, Method: "GET", Status: 200})
	require.Contains(t, scraped(t, registry), `distr_registry_requests_in_flight 0`)

	_, err = observe.NewPrometheus(registry)
	require.Error(t, err, "twice under one name")
	_, err = observe.NewPrometheus(prometheus.WrapRegistererWith(prometheus.Labels{"vendor": "umbra"}, prometheus.NewRegistry()))
	require.NoError(t, err)
}
