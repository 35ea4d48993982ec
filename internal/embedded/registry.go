package embedded

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/distribution/distribution/v3/registry/handlers"
)

// Host is the name by which a client addresses the registry over Transport,
// always with http: "http://" + Host + "/v2/". It is one of the names that
// never resolve (RFC 6761), so a request that takes another transport by
// mistake reaches nobody.
const Host = "embedded.invalid"

// Config says where the images lie. Only Root is needed.
type Config struct {
	Root string       // folder of the images, in the layout of a stock registry; made with mode 0700 if it is missing
	Log  *slog.Logger // distribution's log, a line per request at level Debug; nil discards it
}

// Registry is a running registry. It is safe to share.
type Registry struct {
	app       *handlers.App
	storage   string // the folder in which distribution keeps everything
	listener  *listener
	server    *http.Server
	transport *http.Transport
	served    chan struct{}  // closed when the accept loop has ended
	conns     sync.WaitGroup // connections, and with each the handler it runs
}

// Open starts the registry over cfg.Root. It starts a goroutine that Close
// ends.
func Open(cfg Config) (*Registry, error) {
	if cfg.Root == "" {
		return nil, errors.New("embedded registry: Config.Root is empty")
	}
	root, err := filepath.Abs(cfg.Root) // a later chdir must not move the storage
	if err != nil {
		return nil, fmt.Errorf("embedded registry: %w", err)
	}
	if err := os.MkdirAll(root, 0o700); err != nil {
		return nil, fmt.Errorf("embedded registry: %w", err)
	}
	log := cfg.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	entry := newLogger(cfg.Log)
	app := newApp(logContext{context.Background(), entry}, root)

	r := &Registry{app: app, storage: storage(root), listener: newListener(), served: make(chan struct{})}
	r.server = &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			app.ServeHTTP(w, req.WithContext(logContext{req.Context(), entry}))
		}),
		ErrorLog:  slog.NewLogLogger(log.Handler(), slog.LevelError),
		ConnState: r.count,
	}
	r.transport = &http.Transport{
		DialContext:           r.listener.dial,
		DisableCompression:    true, // bytes as they are stored, and their length with them
		MaxIdleConnsPerHost:   256,
		IdleConnTimeout:       time.Minute,
		ExpectContinueTimeout: time.Second,
	}
	go func() {
		defer close(r.served)
		_ = r.server.Serve(r.listener) // ends when the listener is closed, and for no other reason
	}()
	return r, nil
}

// Transport speaks HTTP to the registry, at http://Host, from as many
// goroutines as wanted. It opens no socket and heeds no proxy settings. As
// ever, the body of each answer has to be closed.
func (r *Registry) Transport() http.RoundTripper { return r.transport }

// Close breaks off the requests that are under way, waits until their
// handlers have returned, and ends every goroutine of the registry. A download
// ends in io.ErrUnexpectedEOF, never in an EOF that looks like the end. To let
// requests run to their end, stop the server in front first. To close twice is
// harmless.
func (r *Registry) Close() error {
	// The accept loop ends first: a connection that it accepts while
	// http.Server.Close runs would be overlooked, and waited for in vain.
	_ = r.listener.Close()
	<-r.served
	err := r.server.Close()
	r.conns.Wait()
	return errors.Join(err, closeApp(r.app))
}

// count is told of a connection before its goroutine starts and as the last
// thing that this goroutine does.
func (r *Registry) count(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		r.conns.Add(1)
	case http.StateClosed:
		r.conns.Done()
	}
}
