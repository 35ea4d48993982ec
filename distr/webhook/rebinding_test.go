package webhook_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/dns/dnsmessage"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/webhook"
	"github.com/seed361c4c3e/distr-go/internal/nameserver"
	"github.com/seed361c4c3e/distr-go/internal/public"
)

// Fickle names all lead where they are told to, for no time at all.
type fickle struct {
	resolver *net.Resolver

	mu   sync.Mutex
	says []netip.Addr
	told int // questions that were answered with an address
}

func newFickle(t *testing.T) *fickle {
	f := new(fickle)
	f.resolver = nameserver.Start(t, f.answer)
	return f
}

// say lets every name lead there from now on.
func (f *fickle) say(addresses ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.says, f.told = nil, 0
	for _, a := range addresses {
		f.says = append(f.says, netip.MustParseAddr(a))
	}
}

func (f *fickle) answers() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.told
}

func (f *fickle) answer(m *dnsmessage.Message, q dnsmessage.Question) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, a := range f.says {
		switch {
		case q.Type == dnsmessage.TypeA && a.Is4():
			m.Answers = append(m.Answers, nameserver.Record(q, &dnsmessage.AResource{A: a.As4()}))
		case q.Type == dnsmessage.TypeAAAA && a.Is6():
			m.Answers = append(m.Answers, nameserver.Record(q, &dnsmessage.AAAAResource{AAAA: a.As16()}))
		}
	}
	if len(m.Answers) > 0 {
		f.told++
	}
}

// TestRebinding lets a name lead to a public address, as long as somebody looks, and
// inside when it is connected to.
func TestRebinding(t *testing.T) {
	t.Parallel()
	w, names := newWorld(t), newFickle(t)
	var connections atomic.Int32
	inside := httptest.NewUnstartedServer(http.NotFoundHandler())
	inside.Listener = counting{inside.Listener, &connections}
	inside.StartTLS()
	t.Cleanup(inside.Close)
	at, err := url.Parse(inside.URL)
	require.NoError(t, err)
	const host = "hooks.rebinding.example"
	names.say("8.8.8.8")
	e, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: "https://" + host + ":" + at.Port() + "/hook"})
	require.NoError(t, err)
	strict := w.sender(t, func(c *webhook.Config) { c.Private, c.Resolver = false, names.resolver })

	for _, leads := range [][]string{{"127.0.0.1"}, {"::ffff:127.0.0.1"}, {"127.0.0.1", "::1"}, {"169.254.169.254", "127.0.0.1"}, {"10.0.0.1"}} {
		names.say("8.8.8.8")
		seen, err := names.resolver.LookupNetIP(t.Context(), "ip4", host)
		require.NoError(t, err)
		require.True(t, public.Address(seen[0].Unmap()), "whoever looks beforehand finds nothing wrong")

		names.say(leads...)
		d, err := strict.Test(t.Context(), w.acme, e.ID)
		require.NoError(t, err)
		require.False(t, d.Done)
		require.Zero(t, d.Status)
		require.Contains(t, d.Error, "not on the public Internet", leads)
		require.Positive(t, names.answers(), "the name was asked for again")
	}
	require.Zero(t, connections.Load())

	// The way there is open but for that.
	names.say("127.0.0.1")
	_, err = w.sender(t, func(c *webhook.Config) { c.Resolver = names.resolver }).Test(t.Context(), w.acme, e.ID)
	require.NoError(t, err)
	require.Positive(t, connections.Load())
}
