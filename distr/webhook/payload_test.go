package webhook_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/webhook"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestWhoIsTold is that each endpoint is told of what it asked for, and an endpoint of
// one customer of nobody's addresses.
func TestWhoIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.acme.InviteStaff(t.Context(), distr.NewMember{Email: "ann@acme.example"})
	require.NoError(t, err)
	ann := w.acme.As(distr.Staff("ann@acme.example").From(distr.ViaPortal, netip.MustParseAddr("192.0.2.1")))
	for _, id := range []tenant.CustomerID{"globex", "initech"} {
		_, err := w.acme.CreateCustomer(t.Context(), distr.NewCustomer{ID: id, Name: string(id)})
		require.NoError(t, err)
	}
	all, globex := newReceiver(t, nil), newReceiver(t, nil)
	_, _, err = w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: all.URL, Kinds: []distr.Kind{distr.FeatureChanged, "token."}, Private: true})
	require.NoError(t, err)
	_, _, err = w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: globex.URL, Customer: "globex", Private: true})
	require.NoError(t, err)
	run(t, w.sender(t, func(c *webhook.Config) {
		c.Roots = all.roots()
		c.Roots.AddCert(globex.Certificate())
	}))
	_, _, err = ann.Account("globex").Enable(t.Context(), tenant.SupportBundles)
	require.NoError(t, err)
	_, _, err = ann.Account("initech").Enable(t.Context(), tenant.SupportBundles)
	require.NoError(t, err)
	_, token, err := w.acme.Account("globex").NewToken(t.Context(), "cluster")
	require.NoError(t, err)

	requireTold(t, func() bool { return len(all.all()) == 3 && len(globex.all()) == 2 })
	type line struct{ kind, customer, actor, via any }
	lines := func(r *receiver) (lines []line) {
		for _, got := range r.all() {
			require.NotContains(t, string(got.Body), token.Reveal())
			require.NotContains(t, string(got.Body), "192.0.2.1", "where somebody came from")
			data := got.Payload.Data
			lines = append(lines, line{got.Payload.Type, data["customer"], data["actor"], data["via"]})
		}
		return lines
	}
	require.Equal(t, []line{
		{"feature.changed", "globex", "ann@acme.example", "portal"},
		{"feature.changed", "initech", "ann@acme.example", "portal"},
		{"token.added", "globex", "operator", "cli"},
	}, lines(all))
	require.Equal(t, []line{
		{"feature.changed", "globex", "the vendor", "portal"},
		{"token.added", "globex", "the vendor", "cli"},
	}, lines(globex))
	require.Contains(t, globex.all()[0].Payload.Data["details"], "after")
	require.Equal(t, "application/json", globex.all()[0].Header.Get("Content-Type"))
	require.NotContains(t, string(globex.all()[0].Body), "ann@")
}

// TestACustomersEndpoint is that an endpoint of one customer is told what the customer's
// people may know, also when it is told once more.
func TestACustomersEndpoint(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	_, err := w.acme.InviteStaff(ctx, distr.NewMember{Email: "boss@acme.example"}) // the first one is an Administrator, who sees all
	require.NoError(t, err)
	hand, err := w.acme.InviteStaff(ctx, distr.NewMember{Email: "hand@acme.example", Role: tenant.User})
	require.NoError(t, err)
	theirs, all := newReceiver(t, nil), newReceiver(t, nil)
	for _, id := range []tenant.CustomerID{"globex", "initech"} {
		_, err = w.acme.CreateCustomer(ctx, distr.NewCustomer{ID: id, Name: string(id)})
		require.NoError(t, err)
	}
	e, _, err := w.acme.AddEndpoint(ctx, distr.NewEndpoint{URL: theirs.URL, Customer: "globex", Private: true})
	require.NoError(t, err)
	_, _, err = w.acme.AddEndpoint(ctx, distr.NewEndpoint{URL: all.URL, Private: true})
	require.NoError(t, err)
	s := w.sender(t, func(c *webhook.Config) {
		c.Roots = theirs.roots()
		c.Roots.AddCert(all.Certificate())
	})
	run(t, s)
	require.NoError(t, w.acme.Assign(ctx, hand.Member.ID, "globex"))
	_, _, err = w.acme.Account("globex").NewToken(ctx, "cluster")
	require.NoError(t, err)

	requireTold(t, func() bool { return len(theirs.all()) == 1 && len(all.all()) == 3 })
	require.Equal(t, "token.added", theirs.all()[0].Payload.Type)
	events, err := w.acme.Events(ctx, distr.EventQuery{Customer: "globex"})
	require.NoError(t, err)
	added, assigned := events[0], events[1]
	require.Equal(t, distr.StaffAssigned, assigned.Kind)
	_, err = s.Resend(ctx, w.acme, e.ID, assigned.ID)
	require.ErrorIs(t, err, tenant.ErrInvalid)
	require.Contains(t, string(added.Data), "invite")
	_, err = s.Resend(ctx, w.acme, e.ID, added.ID)
	require.NoError(t, err)
	require.Len(t, theirs.all(), 2)
	require.NotContains(t, string(theirs.all()[1].Body), "invite")
	require.Contains(t, string(theirs.all()[1].Body), "globex")
}
