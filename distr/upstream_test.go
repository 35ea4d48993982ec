package distr_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestOrigins(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2")
	a, token := w.customer(t, "globex", "1.4.2")
	p, err := w.acme.Authenticate(t.Context(), token)
	require.NoError(t, err)
	grants, err := a.Grants(t.Context())
	require.NoError(t, err)
	origin := func(r string, g entitlement.GrantID) string {
		t.Helper()
		o, err := w.acme.Origin(t.Context(), p, r, g)
		require.NoError(t, err)
		return fmt.Sprintf("%s %s %s %s", o.Registry, o.Repository, o.Login.Username, o.Login.Reveal())
	}
	require.Equal(t, "   ", origin("acme/app", ""), "nothing is set")

	all := entitlement.Origin{Registry: "registry.example:5000", Login: entitlement.NewLogin("acme", "one")}
	require.NoError(t, w.acme.SetUpstream(t.Context(), "", all))
	own := entitlement.Origin{Registry: "https://other.example", Repository: "private/app", Login: entitlement.NewLogin("robot", "two")}
	require.NoError(t, w.acme.SetUpstream(t.Context(), "acme/app", own))
	require.NoError(t, a.SetGrantLogin(t.Context(), grants[0].ID, entitlement.NewLogin("globex", "three")))

	require.Equal(t, "registry.example:5000  acme one", origin("acme/chart", ""))
	require.Equal(t, "https://other.example private/app robot two", origin("acme/app", ""))
	require.Equal(t, "https://other.example private/app globex three", origin("acme/app", grants[0].ID))
	require.Equal(t, "registry.example:5000  globex three", origin("acme/chart", grants[0].ID))
	require.Equal(t, "https://other.example private/app robot two", origin("acme/app", "grt_other"))

	// The walker is told the same.
	w.publish(t, "1.5.0")
	require.Equal(t, entitlement.RepositoryPath("private/app"), w.registry.from["acme/app"].Repository)
	require.Equal(t, "one", w.registry.from["acme/chart"].Login.Reveal())

	// Also right after a change, and when another process made it.
	other := w.newHub(w.store).Vendor("acme").As(distr.Operator())
	_, err = other.Publish(t.Context(), "app", "1.4.2", "")
	require.NoError(t, err)
	all.Registry = "newer.example"
	require.NoError(t, w.acme.SetUpstream(t.Context(), "", all))
	w.clock.move(distr.Freshness)
	_, err = other.Publish(t.Context(), "app", "1.4.2", "")
	require.NoError(t, err)
	require.Equal(t, "newer.example", w.registry.from["acme/chart"].Registry)
	all.Registry = "registry.example:5000"
	require.NoError(t, w.acme.SetUpstream(t.Context(), "", all))

	// Without a login the old one stays, but never for another registry.
	own.Login = entitlement.Login{}
	own.Repository = "moved/app"
	require.NoError(t, w.acme.SetUpstream(t.Context(), "acme/app", own))
	require.Equal(t, "https://other.example moved/app robot two", origin("acme/app", ""))
	own.Registry = "https://third.example"
	require.NoError(t, w.acme.SetUpstream(t.Context(), "acme/app", own))
	require.Equal(t, "https://third.example moved/app  ", origin("acme/app", ""))

	require.NoError(t, a.SetGrantLogin(t.Context(), grants[0].ID, entitlement.Login{}))
	require.Equal(t, "https://third.example moved/app  ", origin("acme/app", grants[0].ID))
	require.NoError(t, w.acme.RemoveUpstream(t.Context(), "acme/app"))
	require.ErrorIs(t, w.acme.RemoveUpstream(t.Context(), "acme/app"), tenant.ErrNotFound)
	require.Equal(t, "registry.example:5000  acme one", origin("acme/app", ""))
}

// TestPasswordsAreNowhere is that no password is in what is kept, listed or
// written down.
func TestPasswordsAreNowhere(t *testing.T) {
	const secret = "correct-horse-battery-staple"
	w := newWorld(t)
	w.publish(t, "1.4.2")
	a, _ := w.customer(t, "globex", "1.4.2")
	grants, err := a.Grants(t.Context())
	require.NoError(t, err)
	login := entitlement.NewLogin("acme", secret)
	require.NoError(t, w.acme.SetUpstream(t.Context(), "", entitlement.Origin{Registry: "registry.example", Login: login}))
	require.NoError(t, a.SetGrantLogin(t.Context(), grants[0].ID, login))

	var seen []any
	listed, err := w.acme.Upstreams(t.Context())
	require.NoError(t, err)
	require.Equal(t, "acme", listed[0].Login.Username)
	require.Empty(t, listed[0].Login.Password)
	events, err := w.acme.Events(t.Context(), distr.EventQuery{})
	require.NoError(t, err)
	require.NoError(t, w.store.View(t.Context(), "acme", func(v distr.VendorView) error {
		kept, err := v.Upstreams()
		require.NoError(t, err)
		require.NotEmpty(t, kept[0].Login.Password)
		room, err := v.Open("globex")
		require.NoError(t, err)
		logins, err := room.Logins()
		require.NoError(t, err)
		require.NotEmpty(t, logins[grants[0].ID].Password)
		seen = append(seen, kept, logins, string(kept[0].Login.Password), string(logins[grants[0].ID].Password))
		return nil
	}))
	for _, v := range append(seen, listed, events) {
		text, err := json.Marshal(v)
		require.NoError(t, err)
		require.NotContains(t, fmt.Sprintf("%s %v %+v %#v", text, v, v, v), secret)
	}
}

// TestSealedElsewhere is that a sealed login opens nowhere but where it was put.
func TestSealedElsewhere(t *testing.T) {
	w := newWorld(t)
	login := entitlement.NewLogin("acme", "secret")
	require.NoError(t, w.acme.SetUpstream(t.Context(), "acme/app", entitlement.Origin{Registry: "registry.example", Login: login}))
	require.NoError(t, w.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		all, err := tx.Upstreams()
		require.NoError(t, err)
		all[0].Repository = "acme/chart"
		all[0].Origin.Registry = "evil.example"
		return tx.PutUpstream(all[0])
	}))
	hub := w.newHub(w.store)
	_, err := hub.Vendor("acme").Origin(t.Context(), tenant.Principal{}, "acme/chart", "")
	require.ErrorContains(t, err, "not sealed for this")

	without := distr.New(w.store, distr.Config{})
	_, err = without.Vendor("acme").Origin(t.Context(), tenant.Principal{}, "acme/app", "")
	require.ErrorContains(t, err, "no master key is configured")
	err = without.Vendor("acme").As(distr.Operator()).SetUpstream(t.Context(), "", entitlement.Origin{Registry: "registry.example", Login: login})
	require.ErrorContains(t, err, "no master key is configured")
}

func TestUpstreamThatCannotBe(t *testing.T) {
	w := newWorld(t)
	tests := []struct {
		name       string
		repository entitlement.RepositoryPath
		origin     entitlement.Origin
		want       string
	}{
		{"no registry", "", entitlement.Origin{}, "names no registry"},
		{"a path in the registry", "", entitlement.Origin{Registry: "registry.example/x"}, "registry.example/x"},
		{"another scheme", "", entitlement.Origin{Registry: "ftp://registry.example"}, "ftp://"},
		{"all in one repository", "", entitlement.Origin{Registry: "registry.example", Repository: "acme/app"}, "acme/app"},
		{"no repository", "Acme", entitlement.Origin{Registry: "registry.example"}, "Acme"},
		{"no repository there", "acme/app", entitlement.Origin{Registry: "registry.example", Repository: "../app"}, "../app"},
		{"a token host with a path", "", entitlement.Origin{Registry: "registry.example", TokenHosts: []string{"a/b"}}, "a/b"},
		{"a redirect host that is every host", "", entitlement.Origin{Registry: "registry.example", RedirectHosts: []string{"*"}}, `"*"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := w.acme.SetUpstream(t.Context(), tt.repository, tt.origin)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, tt.want)
		})
	}
}
