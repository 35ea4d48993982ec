package distr_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestNobodyMayNothing(t *testing.T) {
	w := newWorld(t)
	nobody := w.hub.Vendor("acme")
	_, err := nobody.CreateCustomer(t.Context(), distr.NewCustomer{Name: "Globex"})
	require.ErrorIs(t, err, tenant.ErrForbidden)
	_, err = nobody.Customers(t.Context(), distr.CustomerQuery{})
	require.ErrorIs(t, err, tenant.ErrForbidden)
	customers, err := w.acme.Customers(t.Context(), distr.CustomerQuery{})
	require.NoError(t, err)
	require.Empty(t, customers)
}

func TestCreateCustomer(t *testing.T) {
	w := newWorld(t)
	c, err := w.acme.CreateCustomer(t.Context(), distr.NewCustomer{Name: "Globex", Email: "IT@Globex.example"})
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(c.ID), "cus_"), c.ID)
	require.Equal(t, tenant.FeaturesOf(tenant.Deployments, tenant.Artifacts), c.Features)
	require.Equal(t, tenant.AccessDisabled, c.Access)
	require.EqualValues(t, "it@globex.example", c.Email)
	kept, err := w.acme.Account(c.ID).Customer(t.Context())
	require.NoError(t, err)
	require.Equal(t, c, kept)

	for _, bad := range []struct {
		name string
		new  distr.NewCustomer
		is   error
	}{
		{"taken", distr.NewCustomer{ID: c.ID, Name: "Other"}, tenant.ErrConflict},
		{"no name", distr.NewCustomer{}, tenant.ErrInvalid},
		{"bad ID", distr.NewCustomer{ID: "a/b", Name: "Other"}, tenant.ErrInvalid},
		{"bad address", distr.NewCustomer{Name: "Other", Email: "nobody"}, tenant.ErrInvalid},
	} {
		t.Run(bad.name, func(t *testing.T) {
			before, err := w.acme.Events(t.Context(), distr.EventQuery{})
			require.NoError(t, err)
			_, err = w.acme.CreateCustomer(t.Context(), bad.new)
			require.ErrorIs(t, err, bad.is)
			after, err := w.acme.Events(t.Context(), distr.EventQuery{})
			require.NoError(t, err)
			require.Equal(t, before, after)
		})
	}
}

func TestEveryChangeIsWrittenDown(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2", "2.0.0")
	a, token := w.customer(t, "globex", "1.4.2")
	_, switched, err := a.Enable(t.Context(), tenant.Alerts)
	require.NoError(t, err)
	require.Equal(t, tenant.Features{tenant.Alerts}, switched)
	_, switched, err = a.Disable(t.Context(), tenant.Deployments)
	require.NoError(t, err)
	require.Equal(t, tenant.FeaturesOf(tenant.Alerts, tenant.Deployments), switched)
	grants, err := a.Grants(t.Context())
	require.NoError(t, err)
	_, err = a.Amend(t.Context(), grants[0].ID, distr.Amendment{Add: entitlement.Only("2.0.0")})
	require.NoError(t, err)
	require.NoError(t, a.RevokeToken(t.Context(), token.Claim().Credential))

	// What changes nothing says nothing.
	_, switched, err = a.Disable(t.Context(), tenant.Deployments)
	require.NoError(t, err)
	require.Empty(t, switched)
	require.NoError(t, a.RevokeToken(t.Context(), token.Claim().Credential))
	_, err = a.Amend(t.Context(), grants[0].ID, distr.Amendment{Add: entitlement.Only("2.0.0")})
	require.NoError(t, err)

	events, err := w.acme.Events(t.Context(), distr.EventQuery{})
	require.NoError(t, err)
	var kinds []distr.Kind
	for _, e := range events {
		kinds = append(kinds, e.Kind)
		require.Equal(t, distr.Operator().Name, e.Actor.Name)
		require.Equal(t, w.clock.now(), e.Time)
		require.NotContains(t, string(e.Data), token.Reveal())
	}
	require.Equal(t, []distr.Kind{
		distr.ProductAdded, distr.ReleasePublished, distr.ReleasePublished, distr.CustomerAdded, distr.GrantAdded,
		distr.TokenAdded, distr.FeatureChanged, distr.FeatureChanged, distr.GrantAmended, distr.TokenRevoked,
	}, kinds)
	require.JSONEq(t, `{"before":["alerts","artifacts","deployments"],"after":["artifacts"]}`, string(events[7].Data))

	mine, err := w.acme.Events(t.Context(), distr.EventQuery{Customer: "globex", Limit: 2})
	require.NoError(t, err)
	require.Equal(t, events[8:], mine)
}

func TestSwitchRefusesContradictions(t *testing.T) {
	w := newWorld(t)
	a, _ := w.customer(t, "globex")
	_, _, err := a.Switch(t.Context(), map[tenant.Feature]bool{tenant.Alerts: true, tenant.Deployments: false})
	require.ErrorIs(t, err, tenant.ErrInvalid)
	_, _, err = a.Enable(t.Context(), "telepathy")
	require.ErrorContains(t, err, `"telepathy"`)
	c, err := a.Customer(t.Context())
	require.NoError(t, err)
	require.Equal(t, tenant.FeaturesOf(tenant.Artifacts, tenant.Deployments), c.Features)
}

func TestCreateProduct(t *testing.T) {
	w := newWorld(t)
	for _, bad := range []struct {
		name    string
		product entitlement.Product
		is      error
	}{
		{"taken", entitlement.Product{ID: "app", Repositories: []entitlement.RepositoryPath{"acme/other"}}, tenant.ErrConflict},
		{"taken repository", entitlement.Product{ID: "other", Repositories: []entitlement.RepositoryPath{"acme/app"}}, tenant.ErrConflict},
		{"no repository", entitlement.Product{ID: "other"}, tenant.ErrInvalid},
		{"host in repository", entitlement.Product{ID: "other", Repositories: []entitlement.RepositoryPath{"registry.example:5000/app"}}, tenant.ErrInvalid},
		{"unknown kind", entitlement.Product{ID: "other", Kind: "game", Repositories: []entitlement.RepositoryPath{"acme/other"}}, tenant.ErrInvalid},
	} {
		t.Run(bad.name, func(t *testing.T) {
			_, err := w.acme.CreateProduct(t.Context(), bad.product)
			require.ErrorIs(t, err, bad.is)
		})
	}
}

func TestPublish(t *testing.T) {
	w := newWorld(t)
	w.registry.push("acme/app", "1.4.2", "app 1.4.2")
	_, err := w.acme.Publish(t.Context(), "app", "1.4.2", "")
	require.ErrorIs(t, err, tenant.ErrNotFound)
	require.ErrorContains(t, err, "acme/chart")
	releases, err := w.acme.Releases(t.Context(), "app")
	require.NoError(t, err)
	require.Empty(t, releases, "one missing publishes nothing")

	w.publish(t, "1.4.2")
	w.clock.move(time.Hour)
	again, err := w.acme.Publish(t.Context(), "app", "1.4.2", "")
	require.NoError(t, err, "the same digests again are fine")
	require.Equal(t, w.clock.now().Add(-time.Hour), again.Release.At)

	w.registry.push("acme/app", "1.4.2", "something else")
	_, err = w.acme.Publish(t.Context(), "app", "1.4.2", "")
	require.ErrorIs(t, err, tenant.ErrConflict)
	require.ErrorContains(t, err, entitlement.SHA256([]byte("something else")).String())

	_, err = w.acme.Publish(t.Context(), "app", "1.4.3", "1.4.2")
	require.ErrorIs(t, err, tenant.ErrConflict, "a tag belongs to one version")

	w.registry.push("acme/app", "1.5.0_rc.1", "a")
	w.registry.push("acme/chart", "1.5.0_rc.1", "b")
	plus, err := w.acme.Publish(t.Context(), "app", "1.5.0+rc.1", "")
	require.NoError(t, err)
	require.Equal(t, "1.5.0_rc.1", plus.Release.Roots["acme/app"].Tag)

	w.registry.push("acme/app", "build-7", "c")
	w.registry.push("acme/chart", "build-7", "d")
	_, err = w.acme.Publish(t.Context(), "app", "1.6.0", "build-7")
	require.NoError(t, err)
	_, err = w.acme.Publish(t.Context(), "app", "build-7", "1.7.0")
	require.ErrorIs(t, err, tenant.ErrNotFound, "nothing was pushed")
	w.registry.push("acme/app", "1.7.0", "e")
	w.registry.push("acme/chart", "1.7.0", "f")
	_, err = w.acme.Publish(t.Context(), "app", "build-7", "1.7.0")
	require.ErrorIs(t, err, tenant.ErrConflict, "a version's own name is a tag of it")
	a, _ := w.customer(t, "globex", "1.6.0")
	for _, tag := range []string{"1.6.0", "build-7"} {
		d, err := a.Check(t.Context(), "acme/app:"+tag)
		require.NoError(t, err)
		require.True(t, d.Allowed, tag)
		require.Equal(t, "1.6.0", d.Version)
	}

	_, err = w.acme.Publish(t.Context(), "ap", "1", "")
	require.ErrorContains(t, err, "there are app")
	_, err = w.acme.Publish(t.Context(), "app", "1/2", "")
	require.ErrorIs(t, err, tenant.ErrInvalid)
	_, err = w.acme.Publish(t.Context(), "app", "1", "sha256-"+strings.Repeat("0", 64))
	require.ErrorIs(t, err, tenant.ErrInvalid)
}

func TestGrantAndAmend(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2", "2.0.0")
	a, _ := w.customer(t, "globex")
	grant := func(name string, v entitlement.Versions) (entitlement.Grant, error) {
		return a.Grant(t.Context(), distr.NewGrant{Name: name, Product: "app", Versions: v})
	}
	first, err := grant("", entitlement.Only("1.4.2"))
	require.NoError(t, err)
	require.Equal(t, "app", first.Name)
	second, err := grant("", entitlement.All())
	require.NoError(t, err)
	require.Equal(t, "app 2", second.Name)

	_, err = grant("app", entitlement.All())
	require.ErrorIs(t, err, tenant.ErrConflict)
	_, err = grant("x", entitlement.Only("1.4.3"))
	require.ErrorIs(t, err, tenant.ErrNotFound)
	require.ErrorContains(t, err, "1.4.2, 2.0.0")
	_, err = grant("x", entitlement.Only())
	require.ErrorIs(t, err, tenant.ErrInvalid, "an empty set is none, and nothing is not a grant")
	_, err = grant(string(first.ID), entitlement.All())
	require.ErrorIs(t, err, tenant.ErrConflict, "an ID names one grant, and a name another is not it")
	_, err = a.Grant(t.Context(), distr.NewGrant{Product: "nope", Versions: entitlement.All()})
	require.ErrorIs(t, err, tenant.ErrNotFound)
	_, err = w.acme.Account("nobody").Grant(t.Context(), distr.NewGrant{Product: "app", Versions: entitlement.All()})
	require.ErrorIs(t, err, tenant.ErrNotFound)

	wider, err := a.Amend(t.Context(), first.ID, distr.Amendment{Name: "main", Add: entitlement.Only("2.0.0")})
	require.NoError(t, err)
	require.Equal(t, []string{"1.4.2", "2.0.0"}, wider.Versions.Names())
	past := w.clock.now().Add(-time.Minute)
	ended, err := a.Amend(t.Context(), first.ID, distr.Amendment{Expires: &past})
	require.NoError(t, err)
	require.Equal(t, past, ended.Expires)
	_, err = a.Amend(t.Context(), first.ID, distr.Amendment{Name: "app 2"})
	require.ErrorIs(t, err, tenant.ErrConflict)
	_, err = a.Amend(t.Context(), "grt_no", distr.Amendment{Name: "x"})
	require.ErrorIs(t, err, tenant.ErrNotFound)
}
