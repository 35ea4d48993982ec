package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
)

const (
	readyTime = 5 * time.Second        // that finding out may take
	readyFor  = 500 * time.Millisecond // that what was found out is good for: anybody may ask
)

// readiness is whether requests should be sent here: the store can be read, there
// are keys to sign tokens with, the pull log is kept, the registry behind answers,
// and the server does not end. Whether the process should be started anew is another question, and
// /healthz answers that.
type readiness struct {
	check    func(context.Context) error
	log      *slog.Logger
	draining atomic.Bool

	mu    sync.Mutex // one finds out, the others wait
	found time.Time
	err   error
}

func newReadiness(c Config) *readiness {
	vendor := c.Hub.Vendor(c.Vendor).As(distr.Program("distr serve"))
	behind := &http.Client{Transport: c.Registry.Transport()}
	return &readiness{log: c.Log, check: func(ctx context.Context) error {
		if _, err := vendor.Keys(ctx); err != nil {
			return fmt.Errorf("reading the store: %w", err)
		}
		keys, err := vendor.SigningKeys(ctx)
		switch {
		case err != nil:
			return fmt.Errorf("opening the keys that sign access tokens: %w", err)
		case len(keys) == 0:
			return errors.New("there are no keys that sign access tokens")
		}
		if err := vendor.Ready(); err != nil {
			return err
		}
		return ping(ctx, behind)
	}}
}

// ping asks the registry behind whether it answers.
func ping(ctx context.Context, client *http.Client) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+embedded.Host+"/v2/", nil)
	if err != nil {
		return err
	}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("asking the embedded registry: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the embedded registry answers %s", resp.Status)
	}
	return nil
}

// ready finds out, unless that was done just now. A change is written down.
func (d *readiness) ready(ctx context.Context) bool {
	if d.draining.Load() {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.found.IsZero() || time.Since(d.found) >= readyFor {
		// What is found out is for all who ask, so it does not end with one.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readyTime)
		defer cancel()
		before := d.err
		d.err = d.check(ctx)
		switch {
		case d.err != nil && before == nil:
			d.log.ErrorContext(ctx, "server: not ready", "error", d.err)
		case d.err == nil && before != nil:
			d.log.InfoContext(ctx, "server: ready again")
		}
		d.found = time.Now()
	}
	return d.err == nil
}

// ServeHTTP answers /readyz. What is the matter stands in the log: it is nobody
// else's business.
func (d *readiness) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if d.ready(r.Context()) {
		say(w, http.StatusOK, "ready\n")
		return
	}
	say(w, http.StatusServiceUnavailable, "not ready\n")
}

// say answers with a line.
func say(w http.ResponseWriter, status int, line string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, line)
}
