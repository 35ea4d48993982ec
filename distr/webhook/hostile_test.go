package webhook_test

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/webhook"
)

// A whim is how a receiver may behave. It says whether the event was taken, whatever
// was answered.
type whim struct {
	name string
	do   func(w http.ResponseWriter, r *http.Request) (taken bool)
}

func whims() []whim {
	answer := func(status int, headers ...string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, _ *http.Request) bool {
			for i := 0; i < len(headers); i += 2 {
				w.Header().Set(headers[i], headers[i+1])
			}
			w.WriteHeader(status)
			return status < 300
		}
	}
	return []whim{
		{"takes it", answer(http.StatusOK)},
		{"answers 500", answer(http.StatusInternalServerError)},
		{"takes it without a word", answer(http.StatusNoContent)},
		{"has no time", answer(http.StatusTooManyRequests, "Retry-After", "1")},
		{"is down until later", answer(http.StatusServiceUnavailable, "Retry-After", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))},
		{"wants it elsewhere", answer(http.StatusTemporaryRedirect, "Location", "/elsewhere")},
		{"resets", func(w http.ResponseWriter, _ *http.Request) bool { return hangUp(w, "", false) }},
		{"takes it and resets", func(w http.ResponseWriter, _ *http.Request) bool { return hangUp(w, "", true) }},
		{"cuts in the middle", func(w http.ResponseWriter, _ *http.Request) bool {
			return hangUp(w, "HTTP/1.1 200 OK\r\nContent-Le", false)
		}},
		{"takes it and cuts the answer", func(w http.ResponseWriter, _ *http.Request) bool {
			return hangUp(w, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthank", true)
		}},
		{"talks nonsense", func(w http.ResponseWriter, _ *http.Request) bool {
			return hangUp(w, "220 smtp.example ESMTP\r\n", false)
		}},
		{"talks without end", func(w http.ResponseWriter, r *http.Request) bool {
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 64<<10)); err != nil {
					break
				}
			}
			return true
		}},
		{"has a header without end", func(w http.ResponseWriter, _ *http.Request) bool {
			return hangUp(w, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 100<<10)+"\r\n\r\n", false)
		}},
		{"is slow", func(w http.ResponseWriter, _ *http.Request) bool {
			time.Sleep(20 * time.Millisecond)
			w.WriteHeader(http.StatusAccepted)
			return true
		}},
	}
}

// hangUp writes something and resets the connection.
func hangUp(w http.ResponseWriter, first string, taken bool) bool {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return taken
	}
	_, _ = conn.Write([]byte(first))
	if secured, is := conn.(*tls.Conn); is && first == "" {
		if plain, is := secured.NetConn().(*net.TCPConn); is {
			_ = plain.SetLinger(0)
			_ = plain.Close()
		}
	}
	_ = conn.Close()
	return taken
}

// TestWhims lets receivers behave badly in every way. Each event arrives, in order;
// none comes before the one before it was taken.
func TestWhims(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	all := whims()
	r := newReceiver(t, func(w http.ResponseWriter, req *http.Request, n int) bool { return all[n%len(all)].do(w, req) })
	_, key, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: r.URL + "/hooks", Private: true})
	require.NoError(t, err)
	s := w.sender(t, r.trusted)
	run(t, s)
	const events = 60
	for range events / 10 {
		happen(t, w.store, times(10, "letter.happened")...)
	}
	requireTold(t, func() bool {
		taken := r.all()
		return len(taken) > 0 && taken[len(taken)-1].seq() == events+1
	})
	requireInOrder(t, r.all(), events+1)
	for _, got := range r.all() {
		require.NoError(t, webhook.Verify(key.Reveal(), got.Header, got.Body, time.Now()))
		require.Equal(t, fmt.Sprint(got.Payload.Data["id"]), got.ID)
	}
	deliveries, err := w.acme.Deliveries(t.Context(), distr.DeliveryQuery{})
	require.NoError(t, err)
	failed, done := 0, map[int64]int{}
	for _, d := range deliveries {
		if d.Done {
			done[d.Seq]++
		} else {
			failed++
			require.NotEmpty(t, d.Error)
			require.NotContains(t, d.Error, "/hooks", "the address, which may be a secret")
		}
	}
	require.Greater(t, failed, events/4)
	require.LessOrEqual(t, len(done), events+1)
}

// requireInOrder is that what was taken is 1, 2, 3 and so on, up to the last: the same
// one again perhaps, and never one from before.
func requireInOrder(tb testing.TB, taken []told, last int64) {
	tb.Helper()
	want := int64(1)
	for _, got := range taken {
		if got.seq() == want-1 {
			continue
		}
		require.Equal(tb, want, got.seq())
		want++
	}
	require.Equal(tb, last, want-1)
}

// TestHangs is a receiver that takes connections and says nothing, and comes back.
func TestHangs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := newReceiver(t, func(_ http.ResponseWriter, req *http.Request, n int) bool {
		if n < 2 {
			<-req.Context().Done()
			return false
		}
		return true
	})
	_, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: r.URL, Private: true})
	require.NoError(t, err)
	run(t, w.sender(t, r.trusted, func(c *webhook.Config) { c.Timeout = 300 * time.Millisecond }))
	requireTold(t, func() bool { return len(r.all()) > 0 })
	deliveries, err := w.acme.Deliveries(t.Context(), distr.DeliveryQuery{Failed: true, Limit: 1, Oldest: true})
	require.NoError(t, err)
	require.Contains(t, deliveries[0].Error, "did not answer within 300ms")
	require.Equal(t, 1, deliveries[0].Attempt)
	require.Zero(t, deliveries[0].Status)
}

// TestNobodyWaitsForOthers is one endpoint that never answers beside one that does.
func TestNobodyWaitsForOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dead := newReceiver(t, func(_ http.ResponseWriter, req *http.Request, _ int) bool {
		<-req.Context().Done()
		return false
	})
	alive := newReceiver(t, nil)
	for _, r := range []*receiver{dead, alive} {
		_, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: r.URL, Private: true})
		require.NoError(t, err)
	}
	stop := run(t, w.sender(t, func(c *webhook.Config) {
		c.Roots = alive.roots()
		c.Roots.AddCert(dead.Certificate())
		c.Timeout = 2 * time.Second
	}))
	happen(t, w.store, times(50, "letter.happened")...)
	requireTold(t, func() bool { return len(alive.all()) == 51 }) // it hears of the second endpoint, too
	requireTold(t, func() bool { return dead.requests() > 0 })
	stop()
	posts, err := w.acme.Couriers(t.Context())
	require.NoError(t, err)
	require.Len(t, posts, 2)
	for _, p := range posts {
		require.Empty(t, p.Holder, "whoever stops gives the lease back")
	}
}
