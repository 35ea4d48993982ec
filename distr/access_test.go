package distr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// people gives a world's customer people to come and go; its portal is open and its
// access full afterwards.
func (w *world) people(t *testing.T, a *distr.Account, roles map[string]tenant.Role) *office {
	t.Helper()
	o := &office{world: w, globex: a}
	_, err := a.SetPortal(t.Context(), true)
	require.NoError(t, err)
	_, err = a.SetAccess(t.Context(), tenant.AccessFull)
	require.NoError(t, err)
	o.join(t, a, "ann@globex.example", tenant.Administrator)
	for email, r := range roles {
		o.join(t, a, email, r)
	}
	return o
}

// set changes the vendor's settings.
func (w *world) set(t *testing.T, fn func(*tenant.Settings)) {
	t.Helper()
	_, _, err := w.acme.ChangeSettings(t.Context(), func(s *tenant.Settings) error {
		fn(s)
		return nil
	})
	require.NoError(t, err)
}

func (w *world) create(t *testing.T, id tenant.CustomerID) *distr.Account {
	t.Helper()
	_, err := w.acme.CreateCustomer(t.Context(), distr.NewCustomer{ID: id, Name: string(id)})
	require.NoError(t, err)
	return w.acme.Account(id)
}

func portalOf(t *testing.T, a *distr.Account) tenant.Portal {
	t.Helper()
	p, err := a.Portal(t.Context())
	require.NoError(t, err)
	return p
}

func version(t *testing.T, s distr.Store) (at distr.Version) {
	t.Helper()
	require.NoError(t, s.View(t.Context(), "acme", func(v distr.VendorView) (err error) {
		at, err = v.Version()
		return err
	}))
	return at
}

func TestAccess(t *testing.T) {
	t.Run("A01 a new customer", func(t *testing.T) {
		w := newWorld(t)
		for _, tt := range []struct {
			name tenant.CustomerID
			mode tenant.PortalMode
			want tenant.Portal
		}{
			{"mixed", tenant.PortalMixed, tenant.Portal{Source: tenant.FromCustomer}},
			{"new-only", tenant.PortalNewOnly, tenant.Portal{Open: true, Source: tenant.FromMode, Version: tenant.PortalNew}},
		} {
			w.set(t, func(s *tenant.Settings) { s.PortalMode = tt.mode })
			a := w.create(t, tt.name)
			c, err := a.Customer(t.Context())
			require.NoError(t, err)
			require.Equal(t, tenant.AccessDisabled, c.Access)
			require.Equal(t, tenant.FeaturesOf(tenant.Artifacts, tenant.Deployments), c.Features)
			require.Equal(t, tt.want, portalOf(t, a))
		}
		w.set(t, func(s *tenant.Settings) { s.DefaultAccess = tenant.AccessReadOnly })
		c, err := w.create(t, "read-only").Customer(t.Context())
		require.NoError(t, err)
		require.Equal(t, tenant.AccessReadOnly, c.Access)
	})

	t.Run("A02 the portal's version", func(t *testing.T) {
		o := newOffice(t)
		a := o.acme.Account("globex")
		boss, hand := o.hire(t, "boss@acme.example", tenant.Administrator), o.hire(t, "hand@acme.example", tenant.User)
		require.NoError(t, o.acme.Assign(t.Context(), hand.ID, "globex"))
		_, err := o.as(distr.Staff(hand.Email)).Account("globex").SetPortalVersion(t.Context(), tenant.PortalNew)
		require.Equal(t, tenant.RoleTooLow, because(err))
		require.ErrorIs(t, err, tenant.ErrForbidden)

		c, err := o.as(distr.Staff(boss.Email)).Account("globex").SetPortalVersion(t.Context(), tenant.PortalNew)
		require.NoError(t, err)
		require.Equal(t, tenant.PortalNew, c.PortalVersion)
		_, err = a.SetPortalVersion(t.Context(), "newest")
		require.ErrorIs(t, err, tenant.ErrInvalid)

		_, err = a.SetPortal(t.Context(), false)
		require.NoError(t, err)
		_, err = a.SetPortalVersion(t.Context(), tenant.PortalClassic)
		require.ErrorIs(t, err, tenant.ErrConflict)
		require.ErrorContains(t, err, "closed")
		o.set(t, func(s *tenant.Settings) { s.PortalForAll = true })
		c, err = a.SetPortalVersion(t.Context(), tenant.PortalClassic)
		require.NoError(t, err, "it is open in effect")
		require.Equal(t, tenant.PortalClassic, c.PortalVersion)
		o.set(t, func(s *tenant.Settings) { s.PortalMode = tenant.PortalNewOnly })
		_, err = a.SetPortalVersion(t.Context(), tenant.PortalClassic)
		require.ErrorIs(t, err, tenant.ErrConflict)
		require.ErrorContains(t, err, "overridden")
	})

	t.Run("A03 what is set for all never overwrites", func(t *testing.T) {
		w := newWorld(t)
		shut, open := w.create(t, "shut"), w.create(t, "open")
		_, err := open.SetPortal(t.Context(), true)
		require.NoError(t, err)
		for _, all := range []struct {
			name   string
			set    func(*tenant.Settings)
			source tenant.PortalSource
		}{
			{"for all", func(s *tenant.Settings) { s.PortalForAll = true }, tenant.FromAll},
			{"new only", func(s *tenant.Settings) { s.PortalMode = tenant.PortalNewOnly }, tenant.FromMode},
		} {
			w.set(t, all.set)
			before := version(t, w.store)
			for _, a := range []*distr.Account{shut, open} {
				require.True(t, portalOf(t, a).Open)
				require.Equal(t, all.source, portalOf(t, a).Source)
				for _, to := range []bool{true, false} {
					_, err := a.SetPortal(t.Context(), to)
					require.ErrorIs(t, err, tenant.ErrConflict)
					require.ErrorContains(t, err, "overridden")
				}
			}
			require.Equal(t, before, version(t, w.store), "no customer was written")
			w.set(t, func(s *tenant.Settings) { *s = tenant.Settings{} })
			require.False(t, portalOf(t, shut).Open)
			require.True(t, portalOf(t, open).Open)
		}
	})

	t.Run("A04 the version is in force for the next link", func(t *testing.T) {
		o := newOffice(t)
		o.set(t, func(s *tenant.Settings) {
			s.App, s.ClassicAddress, s.NewAddress = "wares", "https://get.acme.example/{app}/{customer}", "https://{app}.portal.example"
		})
		a := o.acme.Account("globex")
		require.Equal(t, "https://get.acme.example/wares/globex", portalOf(t, a).Address)
		_, err := a.SetPortalVersion(t.Context(), tenant.PortalNew)
		require.NoError(t, err)
		require.Equal(t, "https://wares.portal.example", portalOf(t, a).Address)
		o.set(t, func(s *tenant.Settings) { s.Domain = "portal.acme.example" })
		require.Equal(t, "https://portal.acme.example", portalOf(t, a).Address)
	})

	t.Run("A05 the level caps roles from the next request on", func(t *testing.T) {
		o := newOffice(t)
		a := o.acme.Account("globex")
		o.join(t, a, "ann@globex.example", tenant.Administrator)
		o.join(t, a, "vic@globex.example", tenant.User)
		ann, vic := o.user("ann@globex.example"), o.user("vic@globex.example")
		before := members(t, a)
		writes := func(a *distr.Account) error {
			_, err := a.Install(t.Context(), distr.NewInstallation{Name: "cluster"})
			return err
		}
		_, err := a.SetAccess(t.Context(), tenant.AccessReadOnly)
		require.NoError(t, err)
		for _, who := range []*distr.Account{ann, vic} {
			_, err := who.Customer(t.Context())
			require.NoError(t, err)
			require.Equal(t, tenant.ReadOnly, because(writes(who)))
		}
		_, err = a.SetAccess(t.Context(), tenant.AccessDisabled)
		require.NoError(t, err)
		for _, who := range []*distr.Account{ann, vic} {
			_, err := who.Customer(t.Context())
			require.Equal(t, tenant.AccessOff, because(err))
			require.Equal(t, tenant.AccessOff, because(writes(who)))
		}
		require.Equal(t, before, members(t, a), "roles stay as they are stored")
		_, err = a.SetAccess(t.Context(), tenant.AccessFull)
		require.NoError(t, err)
		require.NoError(t, writes(vic))
		_, err = a.SetAccess(t.Context(), "everything")
		require.ErrorIs(t, err, tenant.ErrInvalid)
		_, err = vic.SetAccess(t.Context(), tenant.AccessFull)
		require.Equal(t, tenant.OtherSide, because(err))
	})

	t.Run("A06 an archived customer", func(t *testing.T) {
		w := newWorld(t)
		w.publish(t, "1.4.2")
		a, token := w.customer(t, "globex", "1.4.2")
		o := w.people(t, a, nil)
		ann := o.user("ann@globex.example")
		was, err := a.Customer(t.Context())
		require.NoError(t, err)

		c, err := a.Archive(t.Context())
		require.NoError(t, err)
		require.Equal(t, w.clock.now(), c.Archived)
		_, err = ann.Customer(t.Context())
		require.Equal(t, tenant.CustomerArchived, because(err))
		_, err = a.Customer(t.Context())
		require.NoError(t, err, "it is looked at")
		name := "Globex & Co"
		for what, err := range map[string]error{
			"edit":    ignore(a.Edit(t.Context(), distr.Edit{Name: &name})),
			"access":  ignore(a.SetAccess(t.Context(), tenant.AccessDisabled)),
			"portal":  ignore(a.SetPortal(t.Context(), false)),
			"domains": ignore(a.RestrictDomains(t.Context(), true)),
			"install": ignore(a.Install(t.Context(), distr.NewInstallation{Name: "x"})),
		} {
			require.Equal(t, tenant.CustomerArchived, because(err), what)
		}
		_, err = w.acme.Authenticate(t.Context(), token)
		require.EqualError(t, err, "unauthenticated: the customer is archived")
		page, err := w.acme.List(t.Context(), distr.CustomerList{})
		require.NoError(t, err)
		require.Empty(t, page.Rows, "nobody looks for it there")

		_, err = a.Unarchive(t.Context())
		require.NoError(t, err)
		now, err := a.Customer(t.Context())
		require.NoError(t, err)
		require.Equal(t, was, now)
		_, err = ann.Customer(t.Context())
		require.NoError(t, err)
		_, err = w.acme.Authenticate(t.Context(), token)
		require.NoError(t, err)
	})
}

func ignore[T any](_ T, err error) error { return err }

// A change that changes nothing leaves no trace.
func TestNothingToChange(t *testing.T) {
	o := newOffice(t)
	a := o.acme.Account("globex")
	name, none := "globex", ""
	before := version(t, o.store)
	for what, err := range map[string]error{
		"edit":      ignore(a.Edit(t.Context(), distr.Edit{Name: &name, Email: &none, Plan: &none})),
		"access":    ignore(a.SetAccess(t.Context(), tenant.AccessFull)),
		"portal":    ignore(a.SetPortal(t.Context(), true)),
		"version":   ignore(a.SetPortalVersion(t.Context(), tenant.PortalClassic)),
		"domains":   ignore(a.RestrictDomains(t.Context(), false)),
		"allow":     ignore(a.AllowDomains(t.Context())),
		"unarchive": ignore(a.Unarchive(t.Context())),
		"enable":    third(a.Enable(t.Context(), tenant.Deployments)),
		"settings":  third(o.acme.ChangeSettings(t.Context(), func(*tenant.Settings) error { return nil })),
	} {
		require.NoError(t, err, what)
	}
	require.Equal(t, before, version(t, o.store))
}

func third[A, B any](_ A, _ B, err error) error { return err }
