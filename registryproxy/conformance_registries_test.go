package registryproxy

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/requires"
)

// registries are those that the table is asked over: our own, one that lists
// referrers itself, and the one that most people run.
func registries() map[string]func(*testing.T) Upstream {
	return map[string]func(*testing.T) Upstream{
		"embedded":        func(t *testing.T) Upstream { return embeddedUpstream(t) },
		"ggcr":            func(t *testing.T) Upstream { return listingUpstream(t) },
		"docker-registry": dockerRegistry,
	}
}

// dockerRegistry is Debian's, as a process of its own, with all that it has in
// memory.
func dockerRegistry(t *testing.T) Upstream {
	t.Helper()
	program := requires.Tool(t, "docker-registry")
	version, err := exec.CommandContext(t.Context(), program, "--version").Output()
	require.NoError(t, err)
	if !regexp.MustCompile(`\b2\.8\.`).Match(version) {
		t.Skipf("the table is about docker-registry 2.8, this is %s", version)
	}
	config := filepath.Join(t.TempDir(), "config.yml")
	require.NoError(t, os.WriteFile(config, []byte(`version: 0.1
log: {formatter: json}
storage: {inmemory: {}, delete: {enabled: true}, maintenance: {uploadpurging: {enabled: false}}}
http: {addr: "127.0.0.1:0", secret: of nothing}
`), 0o600))
	cmd := exec.CommandContext(t.Context(), program, "serve", config)
	cmd.Env = append(os.Environ(), "OTEL_TRACES_EXPORTER=none") // later versions send spans
	stderr, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	address := make(chan string, 1)
	ended := make(chan struct{})
	go func() { // until the process ends, or it would wait for somebody to read its log
		defer close(ended)
		listening := regexp.MustCompile(`"msg":"listening on (127\.0\.0\.1:\d+)"`)
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			if m := listening.FindStringSubmatch(lines.Text()); m != nil {
				address <- m[1]
			}
		}
	}()
	t.Cleanup(func() { // the test's context has ended, and with it the process
		<-ended
		_ = cmd.Wait() // it was killed
	})
	select {
	case at := <-address:
		return Upstream{Registry: "http://" + at, Transport: &http.Transport{DisableCompression: true}}
	case <-ended:
		require.FailNow(t, "docker-registry ended before it listened", fmt.Sprint(program, " serve ", config))
	case <-time.After(time.Minute):
		require.FailNow(t, "docker-registry did not listen within a minute")
	}
	return Upstream{}
}

// plainUpstream is the registry of go-containerregistry without a list of
// referrers, which does little more than it has to.
func plainUpstream(tb testing.TB) Upstream {
	tb.Helper()
	server := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	tb.Cleanup(server.Close)
	return Upstream{Registry: server.URL, Transport: server.Client().Transport}
}
