package webhook_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/webhook"
)

// TestSeveralProcesses is two hubs over one store, as two processes have them. What
// goes well is told once; nobody tells anything twice because there are two.
func TestSeveralProcesses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := newReceiver(t, nil)
	_, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: r.URL, Kinds: []distr.Kind{"letter."}, Private: true})
	require.NoError(t, err)
	for range 2 {
		other := *w
		other.hub = distr.New(w.store, distr.Config{MasterKeys: []distr.MasterKey{w.key}})
		run(t, other.sender(t, r.trusted))
	}
	const events, atOnce = 300, 10
	for i := range events / atOnce {
		for range atOnce {
			happen(t, w.store, "letter.happened")
		}
		requireTold(t, func() bool { return len(r.all()) > i*atOnce }) // and both are at it
	}
	requireTold(t, func() bool { return len(r.all()) >= events })
	seen := map[string]int{}
	last := int64(0)
	for _, got := range r.all() {
		seen[got.ID]++
		require.Greater(t, got.seq(), last)
		last = got.seq()
	}
	require.Len(t, seen, events)
}

// TestComeAndGo is endpoints that are added and removed while a sender runs.
func TestComeAndGo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, second := newReceiver(t, nil), newReceiver(t, nil)
	run(t, w.sender(t, func(c *webhook.Config) {
		c.Roots = first.roots()
		c.Roots.AddCert(second.Certificate())
	}))
	happen(t, w.store, "letter.before")
	e, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: first.URL, Kinds: []distr.Kind{"letter."}, Private: true})
	require.NoError(t, err)
	happen(t, w.store, "letter.between")
	requireTold(t, func() bool { return len(first.all()) == 1 })
	require.NoError(t, w.acme.RemoveEndpoint(t.Context(), e.ID))
	_, _, err = w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: second.URL, Kinds: []distr.Kind{"letter."}, Private: true})
	require.NoError(t, err)
	happen(t, w.store, "letter.after")
	requireTold(t, func() bool { return len(second.all()) == 1 })
	require.Equal(t, "letter.between", first.all()[0].Payload.Type)
	require.Equal(t, "letter.after", second.all()[0].Payload.Type)
	require.Len(t, first.all(), 1)
	posts, err := w.acme.Couriers(t.Context())
	require.NoError(t, err)
	require.Len(t, posts, 1, "nobody waits for the one that was removed")
	history, err := w.acme.Deliveries(t.Context(), distr.DeliveryQuery{})
	require.NoError(t, err)
	for _, d := range history {
		require.NotEqual(t, e.ID, d.Endpoint)
	}
}

// TestResend is that what was told can be told again, and what an endpoint is not to
// be told cannot.
func TestResend(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := newReceiver(t, nil)
	e, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: r.URL, Kinds: []distr.Kind{"letter."}, Private: true})
	require.NoError(t, err)
	happen(t, w.store, "letter.one", "other.two")
	s := w.sender(t, r.trusted)
	d, err := s.Resend(t.Context(), w.acme, e.ID, "evt_2")
	require.NoError(t, err)
	require.True(t, d.Done)
	require.Zero(t, d.Attempt)
	require.Equal(t, "evt_2", r.all()[0].ID)
	_, err = s.Resend(t.Context(), w.acme, e.ID, "evt_3")
	require.ErrorContains(t, err, "is not told of evt_3")
	_, err = s.Resend(t.Context(), w.acme, e.ID, "evt_none")
	require.ErrorContains(t, err, `event "evt_none": not found`)
	require.Len(t, r.all(), 1)
	n, err := w.acme.Deliver(t.Context(), s.Courier(e))
	require.NoError(t, err)
	require.Equal(t, 3, n)
	require.Len(t, r.all(), 2, "what was told by hand is told in its turn all the same")
}
