package embedded

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/sirupsen/logrus"
	"github.com/stretchr/testify/require"
)

func TestCloseDuringDownload(t *testing.T) {
	t.Parallel()
	reg := open(t, t.TempDir())
	client := &http.Client{Transport: reg.Transport()}
	data := noise(16 << 20)
	path, _ := upload(t, client, "acme/app", digestOf(data), bytes.NewReader(data))
	resp, err := client.Get("http://" + Host + path)
	require.NoError(t, err)
	defer resp.Body.Close()
	_, err = io.CopyN(io.Discard, resp.Body, 1<<20)
	require.NoError(t, err)

	closed := make(chan struct{})
	go func() {
		defer close(closed)
		_ = reg.Close()
	}()
	wait(t, closed)
	n, err := io.Copy(io.Discard, resp.Body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF, "a cut download does not look whole")
	require.Less(t, n, int64(15<<20))
	_, err = client.Get("http://" + Host + path) //nolint:bodyclose // there is no answer
	require.ErrorIs(t, err, net.ErrClosed)
	require.NoError(t, reg.Close(), "twice is harmless")
}

func TestCloseWaitsForHandlers(t *testing.T) {
	t.Parallel()
	reg := open(t, t.TempDir())
	begun := make(chan struct{})
	var ended atomic.Bool
	reg.server.Handler = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(begun)
		<-r.Context().Done()
		time.Sleep(50 * time.Millisecond) // still busy with the storage
		ended.Store(true)
	})
	go func() {
		_, _ = (&http.Client{Transport: reg.Transport()}).Get("http://" + Host) //nolint:bodyclose // there is no answer
	}()
	wait(t, begun)
	require.NoError(t, reg.Close())
	require.True(t, ended.Load())
}

func TestCloseLeavesNothing(t *testing.T) { // not parallel: it counts goroutines
	before := runtime.NumGoroutine()
	for range 3 {
		reg, err := Open(Config{Root: t.TempDir()})
		require.NoError(t, err)
		push(t, reg, "acme/app:1.4.2", 4)
		client := &http.Client{Transport: reg.Transport()}
		data := noise(8 << 20)
		path, _ := upload(t, client, "acme/app", digestOf(data), bytes.NewReader(data))
		half, err := client.Get("http://" + Host + path)
		require.NoError(t, err)
		require.NoError(t, reg.Close())
		require.NoError(t, half.Body.Close())
	}
	require.Eventually(t, func() bool { return runtime.NumGoroutine() <= before+1 }, 10*time.Second, 10*time.Millisecond, "%s", stacks()) // Eventually runs one itself
}

func TestCloseAtOnce(t *testing.T) {
	t.Parallel()
	for range 20 {
		reg := open(t, t.TempDir())
		go func() {
			resp, err := (&http.Client{Transport: reg.Transport()}).Get("http://" + Host + "/v2/")
			if err == nil {
				_ = resp.Body.Close()
			}
		}()
		require.NoError(t, reg.Close())
	}
}

// TestNoSocket counts the sockets of the process while images go to and fro.
// The environment asks for everything that distribution could send away.
func TestNoSocket(t *testing.T) { // not parallel: it looks at the whole process
	if runtime.GOOS != "linux" {
		t.Skip("reads /proc")
	}
	for _, kv := range []string{"OTEL_TRACES_EXPORTER=otlp", "OTEL_METRICS_EXPORTER=otlp", "OTEL_BSP_SCHEDULE_DELAY=1",
		"OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9", "http_proxy=http://127.0.0.1:9"} {
		k, v, _ := strings.Cut(kv, "=")
		t.Setenv(k, v)
	}
	before := sockets(t)
	reg := open(t, t.TempDir())
	push(t, reg, "acme/app:1.4.2", 4)
	ref, via := refer(t, reg, "acme/app:1.4.2")
	img, err := remote.Image(ref, via)
	require.NoError(t, err)
	require.NoError(t, validate.Image(img))
	client := &http.Client{Transport: reg.Transport()}
	data := noise(8 << 20)
	path, _ := upload(t, client, "acme/app", digestOf(data), bytes.NewReader(data))
	half, err := client.Get("http://" + Host + path)
	require.NoError(t, err)
	require.Equal(t, before, sockets(t), "in the middle of a download")
	require.NoError(t, half.Body.Close())

	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.Len(t, sockets(t), len(before)+1, "the count sees a socket where there is one")
	require.NoError(t, l.Close())
}

func sockets(tb testing.TB) []string {
	tb.Helper()
	links, err := filepath.Glob("/proc/self/fd/*")
	require.NoError(tb, err)
	open := []string{}
	for _, link := range links {
		if to, err := os.Readlink(link); err == nil && strings.HasPrefix(to, "socket:") {
			open = append(open, to)
		}
	}
	return open
}

func TestElsewhere(t *testing.T) {
	t.Parallel()
	client := &http.Client{Transport: open(t, t.TempDir()).Transport()}
	for _, url := range []string{"https://" + Host + "/v2/", "http://registry.example/v2/", "http://" + Host + ":5000/v2/"} {
		_, err := client.Get(url) //nolint:bodyclose // there is no answer
		require.ErrorContains(t, err, "embedded registry", url)
	}
}

func TestLog(t *testing.T) { // not parallel: it looks at logrus's global logger
	var global, one, two bytes.Buffer
	std := logrus.StandardLogger()
	out := std.Out
	std.SetOutput(&global)
	t.Cleanup(func() { std.SetOutput(out) })
	for _, log := range []*bytes.Buffer{&one, &two} {
		root := t.TempDir()
		require.NoError(t, os.MkdirAll(filepath.Join(root, "docker/registry/v2/repositories/acme/app/_manifests/tags/broken/current/link"), 0o700), "a folder where a file should be")
		reg, err := Open(Config{Root: root, Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
		require.NoError(t, err)
		client := &http.Client{Transport: reg.Transport()}
		if log == &one {
			push(t, reg, "acme/app:1.4.2", 1)
		}
		for _, reference := range []string{"none", "broken"} {
			req := request(t, http.MethodGet, "http://"+Host+"/v2/acme/app/manifests/"+reference, nil)
			req.Header.Set("Authorization", "Bearer secret")
			resp, err := client.Do(req)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
		}
		require.NoError(t, reg.Close())
	}
	silent := open(t, t.TempDir())
	push(t, silent, "acme/silent:1", 1)

	require.Empty(t, global.String(), "nothing reaches an embedder's logrus")
	require.Regexp(t, `level=DEBUG msg="response completed" .*method=PUT .*vars.name=acme/app .*status=201`, one.String())
	require.Regexp(t, `level=DEBUG msg="response completed with error" .*vars.reference=none .*status=404`, one.String(), "what is asked in vain is no trouble")
	require.Regexp(t, `level=ERROR msg="response completed with error" .*vars.reference=broken .*status=500`, one.String())
	require.NotContains(t, two.String(), "method=PUT", "each registry has its own log")
	require.Contains(t, two.String(), "status=404")
	require.NotContains(t, one.String()+two.String(), "secret")
	require.NotContains(t, one.String(), "_state")
}

func stacks() []byte {
	buf := make([]byte, 1<<20)
	return buf[:runtime.Stack(buf, true)]
}
