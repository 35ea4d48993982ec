package distr_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestInviteNew is I11: what becomes of the address of a new customer.
func TestInviteNew(t *testing.T) {
	yes, no := true, false
	everywhere := func(s *tenant.Settings) { s.AutoInvite, s.PortalForAll = true, true }
	for _, c := range []struct {
		name     string
		settings func(*tenant.Settings)
		new      distr.NewCustomer
		outcome  string
		kinds    []distr.Kind
	}{
		{"no address", everywhere, distr.NewCustomer{Invite: &yes}, "skipped:no_email", nil},
		{"off", func(s *tenant.Settings) { s.PortalForAll = true }, distr.NewCustomer{Email: "it@initech.example"}, "skipped:auto_invite_off", nil},
		{"not this one", everywhere, distr.NewCustomer{Email: "it@initech.example", Invite: &no}, "skipped:override_off", nil},
		{"no portal", func(s *tenant.Settings) { s.AutoInvite = true }, distr.NewCustomer{Email: "it@initech.example"}, "skipped:portal_disabled", nil},
		{"domain", everywhere, distr.NewCustomer{Email: "it@initech.example", Domains: []tenant.Domain{"globex.example"}}, "skipped:domain_not_allowed", nil},
		{"held", everywhere, distr.NewCustomer{Email: "it@initech.example"}, "held:access_disabled", []distr.Kind{distr.MemberHeld}},
		{"sent", everywhere, distr.NewCustomer{Email: "it@initech.example", Access: tenant.AccessReadOnly}, "sent", []distr.Kind{distr.MemberInvited}},
		{"sent since new customers have access", func(s *tenant.Settings) {
			s.AutoInvite, s.PortalMode, s.DefaultAccess = true, tenant.PortalNewOnly, tenant.AccessFull
		}, distr.NewCustomer{Email: "it@initech.example"}, "sent", []distr.Kind{distr.MemberInvited}},
		{"asked for", func(*tenant.Settings) {}, distr.NewCustomer{Email: "it@initech.example", Portal: true, Invite: &yes}, "held:access_disabled", []distr.Kind{distr.MemberHeld}},
	} {
		t.Run("I11 "+c.name, func(t *testing.T) {
			o := newOffice(t)
			o.set(t, c.settings)
			c.new.ID, c.new.Name = "initech", "Initech"
			_, err := o.acme.CreateCustomer(t.Context(), c.new)
			require.NoError(t, err)
			events := o.events(t, "initech")
			var said struct{ Invite string }
			require.NoError(t, json.Unmarshal(events[0].Data, &said))
			require.Equal(t, c.outcome, said.Invite)
			require.Equal(t, append([]distr.Kind{distr.CustomerAdded}, c.kinds...), o.kinds(t, "initech", 0))
			ms, err := o.acme.Account("initech").Members(t.Context())
			require.NoError(t, err)
			require.Len(t, ms, len(c.kinds))
			for _, m := range ms {
				require.Equal(t, tenant.Administrator, m.Role)
				require.Equal(t, c.outcome != "sent", m.Held())
			}
		})
	}
	t.Run("I11 what is held is released once, by the first level, and lasts from then on", func(t *testing.T) {
		o := newOffice(t)
		o.set(t, everywhere)
		_, err := o.acme.CreateCustomer(t.Context(), distr.NewCustomer{ID: "initech", Name: "Initech", Email: "it@initech.example"})
		require.NoError(t, err)
		initech := o.acme.Account("initech")
		_, err = initech.Invite(t.Context(), distr.NewMember{Email: "it@initech.example"})
		require.Equal(t, tenant.AccessOff, because(err))
		o.clock.move(30 * 24 * time.Hour)
		before := len(o.events(t, "initech"))
		for _, level := range []tenant.Access{tenant.AccessReadOnly, tenant.AccessFull, tenant.AccessDisabled, tenant.AccessFull} {
			_, err = initech.SetAccess(t.Context(), level)
			require.NoError(t, err)
			if level == tenant.AccessReadOnly {
				ms, err := initech.Members(t.Context())
				require.NoError(t, err)
				require.Equal(t, o.clock.now(), ms[0].Sent)
				require.Equal(t, o.clock.now().Add(7*24*time.Hour), ms[0].Expires)
				require.NotZero(t, ms[0].Hash)
				require.Equal(t, "operator", ms[0].By)
			}
			o.clock.move(time.Hour)
		}
		require.Equal(t, []distr.Kind{
			distr.AccessChanged, distr.MemberReleased, distr.AccessChanged, distr.AccessChanged, distr.AccessChanged,
		}, o.kinds(t, "initech", before))
	})
	t.Run("I11 a domain that is not allowed any more stays held", func(t *testing.T) {
		o := newOffice(t)
		o.set(t, everywhere)
		_, err := o.acme.CreateCustomer(t.Context(), distr.NewCustomer{ID: "initech", Name: "Initech", Email: "it@initech.example"})
		require.NoError(t, err)
		initech := o.acme.Account("initech")
		_, err = initech.RestrictDomains(t.Context(), true)
		require.NoError(t, err)
		_, err = initech.SetAccess(t.Context(), tenant.AccessFull)
		require.NoError(t, err)
		ms, err := initech.Members(t.Context())
		require.NoError(t, err)
		require.True(t, ms[0].Held())
	})
}

// set changes the vendor's settings.
func (o *office) set(t *testing.T, change func(*tenant.Settings)) {
	t.Helper()
	_, _, err := o.acme.ChangeSettings(t.Context(), func(s *tenant.Settings) error {
		change(s)
		return nil
	})
	require.NoError(t, err)
}

func TestCreateCustomerWithMore(t *testing.T) {
	t.Run("A01 as it begins", func(t *testing.T) {
		o := newOffice(t)
		c, err := o.acme.CreateCustomer(t.Context(), distr.NewCustomer{ID: "initech", Name: "Initech"})
		require.NoError(t, err)
		require.Equal(t, tenant.AccessDisabled, c.Access)
		require.Equal(t, tenant.FeaturesOf(tenant.Deployments, tenant.Artifacts), c.Features)
		p, err := o.acme.Account("initech").Portal(t.Context())
		require.NoError(t, err)
		require.Equal(t, tenant.Portal{Source: tenant.FromCustomer}, p)
		o.set(t, func(s *tenant.Settings) { s.PortalMode = tenant.PortalNewOnly })
		p, err = o.acme.Account("initech").Portal(t.Context())
		require.NoError(t, err)
		require.True(t, p.Open)
		require.Equal(t, tenant.PortalNew, p.Version)
	})
	t.Run("F05 an explicit set of features, closed", func(t *testing.T) {
		o := newOffice(t)
		c, err := o.acme.CreateCustomer(t.Context(), distr.NewCustomer{Name: "Initech", Features: tenant.Features{tenant.Alerts}})
		require.NoError(t, err)
		require.Equal(t, tenant.FeaturesOf(tenant.Alerts, tenant.Deployments), c.Features)
		c, err = o.acme.CreateCustomer(t.Context(), distr.NewCustomer{Name: "Initrode", Features: tenant.Features{}})
		require.NoError(t, err)
		require.Empty(t, c.Features)
		require.NoError(t, o.acme.DefineFeature(t.Context(), tenant.FeatureDef{Name: "reports", Default: true}))
		c, err = o.acme.CreateCustomer(t.Context(), distr.NewCustomer{Name: "Hooli"})
		require.NoError(t, err)
		require.Equal(t, tenant.FeaturesOf(tenant.Artifacts, tenant.Deployments, "reports"), c.Features)
	})
	t.Run("what takes a higher right", func(t *testing.T) {
		o := newOffice(t)
		o.hire(t, "boss@acme.example", "")
		o.hire(t, "bob@acme.example", tenant.User)
		o.hire(t, "vic@acme.example", tenant.Viewer)
		bob := o.as(distr.Staff("bob@acme.example"))
		for name, n := range map[string]distr.NewCustomer{
			"access":  {Access: tenant.AccessFull},
			"portal":  {Portal: true},
			"version": {PortalVersion: tenant.PortalNew},
			"domains": {Domains: []tenant.Domain{}},
		} {
			before := len(o.events(t, ""))
			n.ID, n.Name = "initech", "Initech"
			_, err := bob.CreateCustomer(t.Context(), n)
			require.Equal(t, tenant.RoleTooLow, because(err), name)
			require.Len(t, o.events(t, ""), before, name)
			if n.PortalVersion != "" {
				_, err = o.acme.CreateCustomer(t.Context(), n)
				require.ErrorIs(t, err, tenant.ErrConflict, "the portal is closed")
				n.Portal = true
			}
			n.ID = tenant.CustomerID("with-" + name)
			_, err = o.as(distr.Staff("boss@acme.example")).CreateCustomer(t.Context(), n)
			require.NoError(t, err, name)
		}
		_, err := o.as(distr.Staff("vic@acme.example")).CreateCustomer(t.Context(), distr.NewCustomer{Name: "Initech"})
		require.Equal(t, tenant.RoleTooLow, because(err))

		before := len(o.events(t, ""))
		_, err = bob.CreateCustomer(t.Context(), distr.NewCustomer{ID: "initech", Name: "Initech", Access: tenant.AccessDisabled})
		require.NoError(t, err)
		require.Equal(t, []distr.Kind{distr.CustomerAdded, distr.StaffAssigned}, o.kinds(t, "", before))
		_, err = bob.Account("initech").Customer(t.Context())
		require.NoError(t, err)
	})
	t.Run("what is set for all", func(t *testing.T) {
		o := newOffice(t)
		o.set(t, func(s *tenant.Settings) { s.PortalForAll = true })
		_, err := o.acme.CreateCustomer(t.Context(), distr.NewCustomer{Name: "Initech", Portal: true})
		require.ErrorIs(t, err, tenant.ErrConflict)
		c, err := o.acme.CreateCustomer(t.Context(), distr.NewCustomer{Name: "Initech", PortalVersion: tenant.PortalNew})
		require.NoError(t, err)
		require.False(t, c.Portal)
		o.set(t, func(s *tenant.Settings) { s.PortalMode = tenant.PortalNewOnly })
		_, err = o.acme.CreateCustomer(t.Context(), distr.NewCustomer{Name: "Initech", PortalVersion: tenant.PortalNew})
		require.ErrorContains(t, err, "overridden")
	})
}
