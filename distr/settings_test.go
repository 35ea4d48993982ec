package distr_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestChangeSettings(t *testing.T) {
	o := newOffice(t)
	before, after, err := o.acme.ChangeSettings(t.Context(), func(s *tenant.Settings) error {
		s.PortalForAll, s.App = true, "wares"
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, tenant.Settings{}, before)
	require.Equal(t, tenant.Settings{PortalForAll: true, App: "wares"}, after)
	is, err := o.acme.Settings(t.Context())
	require.NoError(t, err)
	require.Equal(t, after, is)
	last := newest(o.events(t, ""))
	require.Equal(t, distr.SettingsChanged, last.Kind)
	require.JSONEq(t, `{"before": {"portalForAll": false, "app": ""}, "after": {"portalForAll": true, "app": "wares"}}`, string(last.Data))

	enough := errors.New("enough")
	for name, fn := range map[string]func(s *tenant.Settings) error{
		"its own error":  func(*tenant.Settings) error { return enough },
		"unknown mode":   func(s *tenant.Settings) error { s.PortalMode = "old-only"; return nil },
		"unknown access": func(s *tenant.Settings) error { s.DefaultAccess = "some"; return nil },
		"no address":     func(s *tenant.Settings) error { s.NewAddress = "portal"; return nil },
		"circle": func(s *tenant.Settings) error {
			s.Features = []tenant.FeatureDef{{Name: "a", Requires: []tenant.Feature{"a"}}}
			return nil
		},
	} {
		_, _, err := o.acme.ChangeSettings(t.Context(), fn)
		require.Error(t, err, name)
		require.True(t, errors.Is(err, tenant.ErrInvalid) || errors.Is(err, enough), name)
		now, err := o.acme.Settings(t.Context())
		require.NoError(t, err)
		require.Equal(t, is, now, name)
	}

	o.hire(t, "boss@acme.example", tenant.Administrator)
	hand := o.hire(t, "hand@acme.example", tenant.User)
	_, _, err = o.as(distr.Staff(hand.Email)).ChangeSettings(t.Context(), func(*tenant.Settings) error { return nil })
	require.Equal(t, tenant.RoleTooLow, because(err))
}

// Each of the settings is seen when it changes: one more of them that nobody
// compares would never be kept.
func TestEverySettingCounts(t *testing.T) {
	o := newOffice(t)
	for _, change := range []func(*tenant.Settings){
		func(s *tenant.Settings) { s.PortalMode = tenant.PortalNewOnly },
		func(s *tenant.Settings) { s.PortalForAll = true },
		func(s *tenant.Settings) { s.AutoInvite = true },
		func(s *tenant.Settings) { s.DefaultAccess = tenant.AccessFull },
		func(s *tenant.Settings) { s.StopPulls = true },
		func(s *tenant.Settings) { s.App = "wares" },
		func(s *tenant.Settings) { s.ClassicAddress = "https://get.acme.example" },
		func(s *tenant.Settings) { s.NewAddress = "https://new.acme.example" },
		func(s *tenant.Settings) { s.Domain = "portal.acme.example" },
		func(s *tenant.Settings) { s.Features = []tenant.FeatureDef{{Name: "sso"}} },
		func(s *tenant.Settings) { s.Features[0].Requires = []tenant.Feature{tenant.Deployments} },
		func(s *tenant.Settings) { s.Features[0].Default = true },
	} {
		before, err := o.acme.Settings(t.Context())
		require.NoError(t, err)
		o.set(t, change)
		after, err := o.acme.Settings(t.Context())
		require.NoError(t, err)
		require.NotEqual(t, before, after)
	}
}

func TestEdit(t *testing.T) {
	o := newOffice(t)
	a := o.acme.Account("globex")
	name, email, plan := "Globex & Co", "IT@Globex.example", "gold"
	c, err := a.Edit(t.Context(), distr.Edit{Name: &name, Email: &email, Plan: &plan})
	require.NoError(t, err)
	require.Equal(t, "Globex & Co", c.Name)
	require.Equal(t, tenant.Email("it@globex.example"), c.Email)
	last := newest(o.events(t, "globex"))
	require.Equal(t, distr.CustomerChanged, last.Kind)
	require.JSONEq(t, `{"before": {"name": "globex", "email": "", "plan": ""},
		"after": {"name": "Globex & Co", "email": "it@globex.example", "plan": "gold"}}`, string(last.Data))

	none := ""
	c, err = a.Edit(t.Context(), distr.Edit{Email: &none})
	require.NoError(t, err)
	require.Empty(t, c.Email)
	require.Equal(t, "gold", c.Plan)
	bad := "globex"
	for _, e := range []distr.Edit{{Name: &none}, {Email: &bad}} {
		_, err := a.Edit(t.Context(), e)
		require.ErrorIs(t, err, tenant.ErrInvalid)
	}
	_, err = o.acme.Account("nobody").Edit(t.Context(), distr.Edit{Name: &name})
	require.ErrorIs(t, err, tenant.ErrNotFound)
}

func TestTheListOfDomains(t *testing.T) {
	o := newOffice(t)
	a := o.acme.Account("globex")
	allow := func(ds ...tenant.Domain) []tenant.Domain {
		t.Helper()
		c, err := a.AllowDomains(t.Context(), ds...)
		require.NoError(t, err)
		return c.Domains
	}
	require.Equal(t, []tenant.Domain{"globex.example", "globex.test"}, allow("globex.test", "globex.example", "globex.test"))
	require.Len(t, allow("globex.example"), 2)
	for _, bad := range []tenant.Domain{"Globex.example", "*.globex.example", "globex", "globex.example."} {
		_, err := a.AllowDomains(t.Context(), bad)
		require.ErrorIs(t, err, tenant.ErrInvalid, bad)
	}
	c, err := a.DisallowDomains(t.Context(), "globex.test")
	require.NoError(t, err)
	require.Equal(t, []tenant.Domain{"globex.example"}, c.Domains)
	_, err = a.DisallowDomains(t.Context(), "globex.example", "globex.test")
	require.ErrorIs(t, err, tenant.ErrNotFound)
	c, err = a.RestrictDomains(t.Context(), true)
	require.NoError(t, err)
	require.True(t, c.DomainsOnly)
	require.Equal(t, []tenant.Domain{"globex.example"}, c.Domains, "nothing of it was changed")
	last := newest(o.events(t, "globex"))
	require.Equal(t, distr.DomainsChanged, last.Kind)
	require.JSONEq(t, `{"before": {"restricted": false, "domains": ["globex.example"]}, "after": {"restricted": true, "domains": ["globex.example"]}}`, string(last.Data))
}

func TestBulk(t *testing.T) {
	o := newOffice(t)
	o.open(t, "initech")
	_, err := o.open(t, "hooli").Archive(t.Context())
	require.NoError(t, err)
	raise := func(a *distr.Account) error { return ignore(a.SetAccess(t.Context(), tenant.AccessReadOnly)) }
	results := o.acme.Bulk(t.Context(), []tenant.CustomerID{"globex", "hooli", "nobody", "initech"}, raise)
	require.Len(t, results, 4)
	require.NoError(t, results[0].Err)
	require.Equal(t, tenant.CustomerArchived, because(results[1].Err))
	require.ErrorIs(t, results[2].Err, tenant.ErrNotFound)
	require.Equal(t, distr.BulkResult{Customer: "initech"}, results[3])
	c, err := o.acme.Account("initech").Customer(t.Context())
	require.NoError(t, err)
	require.Equal(t, tenant.AccessReadOnly, c.Access)

	// Staff change whom they see, and of others they learn nothing.
	o.hire(t, "boss@acme.example", tenant.Administrator)
	hand := o.hire(t, "hand@acme.example", tenant.User)
	require.NoError(t, o.acme.Assign(t.Context(), hand.ID, "globex"))
	plan := "gold"
	results = o.as(distr.Staff(hand.Email)).Bulk(t.Context(), []tenant.CustomerID{"globex", "initech", "nobody"}, func(a *distr.Account) error {
		return ignore(a.Edit(t.Context(), distr.Edit{Plan: &plan}))
	})
	require.NoError(t, results[0].Err)
	require.EqualError(t, results[1].Err, "customer initech: not found")
	require.EqualError(t, results[2].Err, "customer nobody: not found")

	// What ends in the middle says where.
	ctx, cancel := context.WithCancel(t.Context())
	results = o.acme.Bulk(ctx, []tenant.CustomerID{"globex", "initech"}, func(a *distr.Account) error {
		defer cancel()
		return ignore(a.SetAccess(ctx, tenant.AccessDisabled))
	})
	require.NoError(t, results[0].Err)
	require.ErrorIs(t, results[1].Err, context.Canceled)
}

// What was held until somebody can be let in goes out once, with whatever makes the
// last of it possible.
func TestHeldUntilTheDoorOpens(t *testing.T) {
	o := newOffice(t)
	o.set(t, func(s *tenant.Settings) { s.PortalForAll, s.AutoInvite = true, true })
	c, err := o.acme.CreateCustomer(t.Context(), distr.NewCustomer{ID: "initech", Name: "Initech", Email: "it@initech.example"})
	require.NoError(t, err)
	a := o.acme.Account(c.ID)
	o.set(t, func(s *tenant.Settings) { s.PortalForAll = false })
	for _, level := range []tenant.Access{tenant.AccessReadOnly, tenant.AccessFull} {
		_, err = a.SetAccess(t.Context(), level)
		require.NoError(t, err)
	}
	require.NotContains(t, o.kinds(t, c.ID, 0), distr.MemberReleased, "there is no portal to come to")
	o.clock.move(time.Hour)
	_, err = a.SetPortal(t.Context(), true)
	require.NoError(t, err)
	ms, err := a.Members(t.Context())
	require.NoError(t, err)
	require.Equal(t, o.clock.now(), ms[0].Sent)
	_, err = a.SetAccess(t.Context(), tenant.AccessReadOnly)
	require.NoError(t, err)
	kinds := o.kinds(t, c.ID, 0)
	require.Equal(t, distr.PortalChanged, kinds[len(kinds)-3])
	require.Equal(t, []distr.Kind{distr.MemberReleased, distr.AccessChanged}, kinds[len(kinds)-2:])
}

func newest(events []distr.Event) distr.Event { return events[len(events)-1] }
