package server

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A journal is a log that can be read while it is written.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(b)
}

// lines are those in which there is some text.
func (j *journal) lines(with string) (found []string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for line := range strings.Lines(j.text.String()) {
		if strings.Contains(line, with) {
			found = append(found, strings.TrimSpace(line))
		}
	}
	return found
}

// An answer is one whose body has been read and closed.
type answer struct {
	StatusCode int
	Header     http.Header
}

// get asks a server something.
func get(t testing.TB, url string, header ...string) (answer, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	for i := 0; i < len(header); i += 2 {
		req.Header.Add(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return answer{resp.StatusCode, resp.Header}, string(body)
}

func TestRequestID(t *testing.T) {
	t.Parallel()
	log := &journal{}
	written := slog.New(slog.NewTextHandler(log, nil))
	wary := start(t, Config{Log: written, AccessLog: true})
	trusting := start(t, Config{Log: written, AccessLog: true, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	tests := []struct {
		name, url string
		given     []string
		kept      bool
	}{
		{"none", trusting, nil, false},
		{"a proxy's", trusting, []string{"01HF-abc_1.2"}, true},
		{"a client's", wary, []string{"01HF-abc_1.2"}, false},
		{"two", trusting, []string{"one", "two"}, false},
		{"too long", trusting, []string{strings.Repeat("x", 65)}, false},
		{"no ID", trusting, []string{"a b"}, false},
		{"empty", trusting, []string{""}, false},
	}
	seen := map[string]bool{}
	for _, tt := range tests {
		var header []string
		for _, id := range tt.given {
			header = append(header, "X-Request-Id", id)
		}
		for _, path := range []string{"/v2/", "/v2/acme/app/manifests/1", "/token", "/healthz", "/readyz", "/nowhere"} {
			resp, body := get(t, tt.url+path, header...)
			require.Len(t, resp.Header["X-Request-Id"], 1, tt.name)
			id := resp.Header.Get("X-Request-Id")
			require.NotContains(t, body, id, "it is in a header only, so that no answer differs by it")
			if tt.kept {
				require.Equal(t, tt.given[0], id)
				continue
			}
			require.Regexp(t, `^[A-Z2-7]{26}$`, id, tt.name)
			require.False(t, seen[id])
			seen[id] = true
			if path == "/token" {
				require.Eventually(t, func() bool { return len(log.lines("request="+id)) == 1 }, time.Minute, time.Millisecond)
			}
		}
	}
}

// TestTroubleNamesTheRequest is that a customer who was answered with trouble can
// say which line of the log it is about.
func TestTroubleNamesTheRequest(t *testing.T) {
	t.Parallel()
	log := &journal{}
	hub, broken := brokenHub(t)
	url := start(t, Config{Hub: hub, Log: slog.New(slog.NewTextHandler(log, nil))})
	broken.Store(true)
	defer broken.Store(false)
	var resp answer
	require.Eventually(t, func() bool { // what was asked of the store a moment ago still holds
		resp, _ = get(t, url+"/v2/", "Authorization", "Bearer x")
		return resp.StatusCode == http.StatusServiceUnavailable
	}, time.Minute, distr.Freshness)
	lines := log.lines("request=" + resp.Header.Get("X-Request-Id"))
	require.Len(t, lines, 1)
	require.Contains(t, lines[0], errBroken.Error())
}

// TestTraceable is that a log with groups and attributes of its own keeps the ID.
func TestTraceable(t *testing.T) {
	t.Parallel()
	log := &journal{}
	inner := slog.New(traceable{slog.NewTextHandler(log, nil)}).With("vendor", "acme").WithGroup("more")
	identified(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		inner.InfoContext(r.Context(), "something")
		inner.Info("nobody's")
	}), nil).ServeHTTP(discard{}, &http.Request{Header: http.Header{}})
	require.Regexp(t, `vendor=acme more.request=[A-Z2-7]{26}$`, log.lines("something")[0])
	require.Regexp(t, `vendor=acme$`, log.lines("nobody's")[0])
}

// discard is an answer that nobody reads.
type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(b []byte) (int, error) { return len(b), nil }
func (discard) WriteHeader(int)             {}
