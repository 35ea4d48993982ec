package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/seed361c4c3e/distr-go/distr/observe"
)

// numbers are what /metrics shows: of the proxy, the snapshot, the pull log, the
// store of blobs and the process.
func (c Config) numbers() (*observe.Prometheus, http.Handler, error) {
	registry := prometheus.NewRegistry()
	numbers, err := observe.NewPrometheus(registry)
	if err != nil {
		return nil, nil, err
	}
	if c.Blobs != nil {
		err = numbers.BlobStore(c.Blobs.Stats)
	}
	err = errors.Join(
		err,
		numbers.SnapshotAge(c.Hub.Vendor(c.Vendor).SnapshotAge),
		numbers.PullLog(func() (int, uint64) {
			state := c.Hub.PullLog()
			return state.Waiting, state.Lost
		}),
		registry.Register(collectors.NewGoCollector()),
		registry.Register(collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})),
	)
	return numbers, promhttp.HandlerFor(registry, promhttp.HandlerOpts{}), err
}

// private is what those who run the server see, on a port of its own: numbers and,
// if they are asked for, profiles, which show what is in the memory.
func private(metrics http.Handler, ready http.Handler, profiles bool) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", metrics)
	mux.Handle("GET /readyz", ready)
	mux.HandleFunc("GET /healthz", healthy)
	if profiles {
		mux.HandleFunc("/debug/pprof/", pprof.Index)
		mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
		mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
		mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
		mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	}
	return mux
}

// healthy is that the process runs and answers.
func healthy(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok\n") }

var errPprofAlone = errors.New("profiles are shown on the port of the metrics; name it with --metrics-listen")

// A privately is the server of what is private; the zero one serves nothing.
type privately struct {
	server   *http.Server
	listener net.Listener
}

// listenPrivately opens the port for what is private, if there is anything.
func (c Config) listenPrivately(ctx context.Context, handler http.Handler) (p privately, err error) {
	if handler == nil {
		return p, nil
	}
	if p.listener, err = listen(ctx, c.MetricsListen, "--metrics-listen"); err != nil {
		return p, err
	}
	p.server = &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(c.Log.Handler(), slog.LevelWarn)}
	if c.MetricsReady != nil {
		c.MetricsReady("http://" + reachable(p.listener.Addr()))
	}
	return p, nil
}

// serve serves until it is closed.
func (p privately) serve() {
	if p.server != nil {
		_ = p.server.Serve(p.listener) // which says that it was closed
	}
}

// close ends it at once: nothing there is worth waiting for.
func (p privately) close() {
	if p.server != nil {
		_ = p.server.Close()
		_ = p.listener.Close() // in case it was not served yet
	}
}

// listen opens a port; flag is what names another one.
func listen(ctx context.Context, address, flag string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("listening on %s: the port is in use; end what uses it, or name another with %s", address, flag)
	case err != nil:
		return nil, fmt.Errorf("listening on %q: %w", address, err)
	}
	return listener, nil
}
