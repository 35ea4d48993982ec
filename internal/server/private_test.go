package server

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/embedded"
)

// TestPrivatePort is that numbers and profiles are on a port of their own, and on
// no other.
func TestPrivatePort(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		profiles int
		pprof    bool
	}{
		{"without profiles", http.StatusNotFound, false},
		{"with profiles", http.StatusOK, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			private := ""
			public := start(t, Config{MetricsListen: "127.0.0.1:0", Pprof: tt.pprof, MetricsReady: func(url string) { private = url }})
			require.NotEmpty(t, private, "told before the server is ready")
			require.NotEqual(t, public, private)
			get(t, public+"/v2/")
			// A request is counted when it is over, and its answer may be here before.
			body := ""
			require.Eventually(t, func() bool {
				resp, text := get(t, private+"/metrics")
				body = text
				return resp.StatusCode == http.StatusOK && strings.Contains(body, "\ndistr_registry_requests_total{")
			}, time.Minute, 10*time.Millisecond)
			for _, want := range []string{
				`distr_registry_requests_total{kind="base",method="GET",reason="",status="401"} 1`,
				"distr_snapshot_age_seconds ", "distr_pulls_waiting 0", "distr_pulls_lost_total 0", "go_goroutines ",
			} {
				require.Contains(t, body, "\n"+want)
			}
			require.Equal(t, 1, strings.Count(body, "distr_registry_requests_total{"), "what asks for the numbers is not in them")
			for path, status := range map[string]int{
				"/healthz": http.StatusOK, "/readyz": http.StatusOK, "/v2/": http.StatusNotFound, "/token": http.StatusNotFound,
				"/debug/pprof/": tt.profiles, "/debug/pprof/goroutine": tt.profiles, "/debug/pprof/symbol": tt.profiles, "/debug/pprof/cmdline": tt.profiles,
			} {
				resp, _ := get(t, private+path)
				require.Equal(t, status, resp.StatusCode, path)
			}
			for _, path := range []string{"/metrics", "/debug/pprof/", "/debug/pprof/cmdline"} {
				resp, _ := get(t, public+path)
				require.Equal(t, http.StatusNotFound, resp.StatusCode, path)
			}
		})
	}
}

func TestPrivatePortThatCannotBe(t *testing.T) {
	t.Parallel()
	taken, err := listen(t.Context(), "127.0.0.1:0", "")
	require.NoError(t, err)
	defer taken.Close()
	tests := []struct {
		name   string
		change Config
		want   string
	}{
		{"profiles alone", Config{Pprof: true}, "name it with --metrics-listen"},
		{"in use", Config{MetricsListen: taken.Addr().String()}, "name another with --metrics-listen"},
		{"nowhere", Config{MetricsListen: "nowhere"}, `listening on "nowhere"`},
		{"traces to no address", Config{TracesTo: "127.0.0.1:4318"}, `traces to "127.0.0.1:4318": it is http:// or https://`},
		{"traces with a login", Config{TracesTo: "http://user:secret@127.0.0.1:4318"}, "it is http:// or https://"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			registry, err := embedded.Open(embedded.Config{Root: t.TempDir()})
			require.NoError(t, err)
			defer registry.Close()
			c := tt.change
			c.Hub, c.Vendor, c.Registry, c.Listen = newHub(t, nil), "acme", registry, "127.0.0.1:0"
			require.ErrorContains(t, Run(t.Context(), c), tt.want)
		})
	}
}
