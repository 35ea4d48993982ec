package webhook_test

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/distr/webhook"
)

// A world is a vendor, to whom things happen.
type world struct {
	store distr.Store
	key   distr.MasterKey
	hub   *distr.Hub
	acme  *distr.Vendor
}

func newWorld(tb testing.TB) *world {
	tb.Helper()
	key, err := distr.NewMasterKey(rand.Reader)
	require.NoError(tb, err)
	w := &world{store: memory.New(), key: key}
	w.hub = distr.New(w.store, distr.Config{MasterKeys: []distr.MasterKey{key}})
	w.acme = w.hub.Vendor("acme").As(distr.Operator())
	return w
}

// happen writes down events, as many as there are kinds.
func happen(tb testing.TB, store distr.Store, kinds ...distr.Kind) {
	tb.Helper()
	require.NoError(tb, store.Update(tb.Context(), "acme", func(tx distr.VendorTx) error {
		last, err := tx.LastEvent()
		for i, k := range kinds {
			if err == nil {
				seq := last.Seq + int64(i) + 1
				err = tx.Append(distr.Event{ID: distr.EventID(fmt.Sprint("evt_", seq)), Seq: seq, Time: time.Unix(1_800_000_000, 0), Kind: k,
					Actor: distr.Actor{Name: "operator", Via: distr.ViaCLI}, Data: []byte(`{"n":1}`)})
			}
		}
		return err
	}))
}

func times(n int, k distr.Kind) []distr.Kind {
	return slices.Repeat([]distr.Kind{k}, n)
}

// sender tells endpoints in a hurry, also those on this machine.
func (w *world) sender(tb testing.TB, more ...func(*webhook.Config)) *webhook.Sender {
	tb.Helper()
	c := webhook.Config{
		Vendor: w.hub.Vendor("acme").As(distr.Program("webhooks")), Private: true,
		Every: 5 * time.Millisecond, Backoff: time.Millisecond, Longest: 10 * time.Millisecond, Timeout: 30 * time.Second,
	}
	for _, f := range more {
		f(&c)
	}
	s, err := webhook.New(c)
	require.NoError(tb, err)
	return s
}

// run lets a sender run until the end of the test, or until the returned function is
// called.
func run(tb testing.TB, s *webhook.Sender) (stop func()) {
	tb.Helper()
	ctx, cancel := context.WithCancel(tb.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		require.NoError(tb, <-ended)
	})
	tb.Cleanup(stop)
	return stop
}

// A told is a request as a receiver got it.
type told struct {
	ID      string
	Path    string
	Header  http.Header
	Body    []byte
	Payload struct {
		Type      string
		Timestamp time.Time
		Data      map[string]any
	}
}

func (r told) seq() int64 {
	n, _ := r.Payload.Data["seq"].(float64)
	return int64(n)
}

// A receiver takes what it is told, and remembers it.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	taken  []told
	answer func(w http.ResponseWriter, r *http.Request, n int) (taken bool) // default: takes it
	asked  int
}

func newReceiver(tb testing.TB, answer func(w http.ResponseWriter, r *http.Request, n int) bool) *receiver {
	tb.Helper()
	r := &receiver{answer: answer}
	r.Server = httptest.NewTLSServer(r)
	tb.Cleanup(r.Close)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body := make([]byte, req.ContentLength)
	if _, err := io.ReadFull(req.Body, body); err != nil {
		return
	}
	t := told{ID: req.Header.Get("webhook-id"), Path: req.URL.Path, Header: req.Header.Clone(), Body: body}
	_ = json.Unmarshal(body, &t.Payload)
	r.mu.Lock()
	n := r.asked
	r.asked++
	r.mu.Unlock()
	taken := r.answer == nil || r.answer(w, req, n)
	if taken {
		r.mu.Lock()
		r.taken = append(r.taken, t)
		r.mu.Unlock()
	}
}

// all is what was taken so far.
func (r *receiver) all() []told {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]told{}, r.taken...)
}

func (r *receiver) requests() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked
}

func rootsOf(certificate string) *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(certificate))
	return pool
}

func (r *receiver) roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(r.Certificate())
	return pool
}

func (r *receiver) trusted(c *webhook.Config) { c.Roots = r.roots() }

// requireTold waits until something is so, for as long as the test may run.
func requireTold(tb testing.TB, so func() bool) {
	tb.Helper()
	require.Eventually(tb, so, time.Minute, 5*time.Millisecond)
}
