package webhook_test

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/webhook"
)

func disabled(t *testing.T, w *world) []distr.Event {
	t.Helper()
	events, err := w.acme.Events(t.Context(), distr.EventQuery{Kinds: []distr.Kind{distr.WebhookDisabled}})
	require.NoError(t, err)
	return events
}

// TestGone is a receiver that says that it is no more. Switched on again, it is told
// what it missed.
func TestGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var gone atomic.Bool
	r := newReceiver(t, func(w http.ResponseWriter, _ *http.Request, _ int) bool {
		if gone.Load() {
			w.WriteHeader(http.StatusGone)
		}
		return !gone.Load()
	})
	e, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: r.URL, Kinds: []distr.Kind{"letter."}, Owner: "ops@acme.example", Private: true})
	require.NoError(t, err)
	run(t, w.sender(t, r.trusted))
	happen(t, w.store, "letter.one")
	requireTold(t, func() bool { return len(r.all()) == 1 })
	gone.Store(true)
	happen(t, w.store, "letter.two", "letter.three")
	requireTold(t, func() bool { return len(disabled(t, w)) == 1 })
	said := disabled(t, w)[0]
	require.JSONEq(t, `{"endpoint":"`+string(e.ID)+`","host":"`+e.Host()+`","owner":"ops@acme.example","why":"it answered 410 Gone","failing":"`+
		at(t, w, e.ID).Failing.Format(time.RFC3339Nano)+`"}`, string(said.Data))
	require.Equal(t, "webhooks", said.Actor.Name)
	posts, err := w.acme.Couriers(t.Context())
	require.NoError(t, err)
	require.Empty(t, posts, "nobody waits for it")

	gone.Store(false)
	happen(t, w.store, "letter.four")
	require.NoError(t, w.acme.EnableEndpoint(t.Context(), e.ID, true))
	requireTold(t, func() bool { return len(r.all()) == 4 })
	require.Zero(t, at(t, w, e.ID).Failing)

	require.NoError(t, w.acme.DisableEndpoint(t.Context(), e.ID, "by hand"))
	happen(t, w.store, "letter.five")
	require.NoError(t, w.acme.EnableEndpoint(t.Context(), e.ID, false))
	happen(t, w.store, "letter.six")
	requireTold(t, func() bool { return len(r.all()) >= 5 })
	var kinds []string
	for _, got := range r.all() {
		kinds = append(kinds, got.Payload.Type)
	}
	require.Equal(t, []string{"letter.one", "letter.two", "letter.three", "letter.four", "letter.six"}, kinds)
}

func at(t *testing.T, w *world, id distr.EndpointID) distr.Endpoint {
	t.Helper()
	all, err := w.acme.Endpoints(t.Context())
	require.NoError(t, err)
	for _, e := range all {
		if e.ID == id {
			return e
		}
	}
	require.Fail(t, "there is no such endpoint", id)
	return distr.Endpoint{}
}

// TestGivesUp is a receiver that refuses everything for days.
func TestGivesUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var clock atomic.Int64
	clock.Store(time.Date(2026, time.July, 1, 12, 0, 0, 0, time.UTC).Unix())
	now := func() time.Time { return time.Unix(clock.Load(), 0) }
	w.hub = distr.New(w.store, distr.Config{MasterKeys: []distr.MasterKey{w.key}, Now: now})
	w.acme = w.hub.Vendor("acme").As(distr.Operator())
	r := newReceiver(t, func(w http.ResponseWriter, _ *http.Request, _ int) bool {
		w.Header().Set("Retry-After", "86400")
		w.WriteHeader(http.StatusInternalServerError)
		return false
	})
	e, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: r.URL, Private: true})
	require.NoError(t, err)
	s := w.sender(t, r.trusted, func(c *webhook.Config) { c.Now, c.Backoff, c.Longest = now, 0, 0 })
	courier := s.Courier(e)
	hours := 0
	for ; len(disabled(t, w)) == 0 && hours < 1000; hours++ {
		_, err := w.acme.Deliver(t.Context(), courier)
		require.Error(t, err)
		var early *distr.NotNow
		_, err = w.acme.Deliver(t.Context(), courier)
		if hours < 120 {
			require.ErrorAs(t, err, &early)
			require.Equal(t, now().Add(time.Hour), early.Until().Local(), "a Retry-After is honoured up to an hour")
		}
		clock.Add(3600)
	}
	require.Equal(t, 5*24+1, hours, "in hours")
	off := at(t, w, e.ID)
	require.Contains(t, off.Why, "it has refused everything since 2026-07-01T12:00:00Z; at last it answered 500")
	attempts, err := w.acme.Deliveries(t.Context(), distr.DeliveryQuery{Endpoint: e.ID})
	require.NoError(t, err)
	require.Len(t, attempts, hours)
	for i, d := range attempts {
		require.Equal(t, i+1, d.Attempt)
	}
}

// TestAnOutageOfOurs is a time in which nobody tried: it is not held against the
// endpoint.
func TestAnOutageOfOurs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var clock atomic.Int64
	clock.Store(time.Date(2026, time.July, 1, 12, 0, 0, 0, time.UTC).Unix())
	now := func() time.Time { return time.Unix(clock.Load(), 0) }
	w.hub = distr.New(w.store, distr.Config{MasterKeys: []distr.MasterKey{w.key}, Now: now})
	w.acme = w.hub.Vendor("acme").As(distr.Operator())
	r := newReceiver(t, func(w http.ResponseWriter, _ *http.Request, _ int) bool {
		w.WriteHeader(http.StatusInternalServerError)
		return false
	})
	e, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: r.URL, Private: true})
	require.NoError(t, err)
	courier := w.sender(t, r.trusted, func(c *webhook.Config) { c.Now = now }).Courier(e)
	for i := range 10 {
		require.Empty(t, disabled(t, w), "after %d attempts", i)
		_, err := w.acme.Deliver(t.Context(), courier)
		require.Error(t, err)
		clock.Add(int64((6 * 24 * time.Hour).Seconds()))
	}
	require.Len(t, disabled(t, w), 1)
}

// TestRotation is that both secrets sign until the old one is over.
func TestRotation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var later atomic.Int64
	now := func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
	w.hub = distr.New(w.store, distr.Config{MasterKeys: []distr.MasterKey{w.key}, Now: now})
	w.acme = w.hub.Vendor("acme").As(distr.Operator())
	r := newReceiver(t, nil)
	e, old, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: r.URL, Private: true})
	require.NoError(t, err)
	s := w.sender(t, r.trusted, func(c *webhook.Config) { c.Now = now })
	verifies := func(secrets ...distr.WebhookSecret) []bool {
		t.Helper()
		d, err := s.Test(t.Context(), w.acme, e.ID)
		require.NoError(t, err)
		require.True(t, d.Done, d.Error)
		all := r.all()
		got := all[len(all)-1]
		var good []bool
		for _, secret := range secrets {
			good = append(good, webhook.Verify(secret.Reveal(), got.Header, got.Body, now()) == nil)
		}
		return good
	}
	newer, err := w.acme.RotateEndpointSecret(t.Context(), e.ID, time.Hour)
	require.NoError(t, err)
	require.Equal(t, []bool{true, true}, verifies(old, newer))
	later.Store(int64(time.Hour))
	require.Equal(t, []bool{false, true}, verifies(old, newer))
	newest, err := w.acme.RotateEndpointSecret(t.Context(), e.ID, 0)
	require.NoError(t, err)
	require.Equal(t, []bool{false, false, true}, verifies(old, newer, newest))
}
