package distr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// define adds features to those of the vendor.
func (w *world) define(t *testing.T, defs ...tenant.FeatureDef) {
	t.Helper()
	for _, d := range defs {
		require.NoError(t, w.acme.DefineFeature(t.Context(), d))
	}
}

func on(t *testing.T, a *distr.Account) tenant.Features {
	t.Helper()
	fs, err := a.Features(t.Context())
	require.NoError(t, err)
	return fs
}

func TestFeatures(t *testing.T) {
	t.Run("F01 alerts bring deployments", func(t *testing.T) {
		a := newWorld(t).create(t, "globex")
		_, _, err := a.Disable(t.Context(), tenant.Deployments)
		require.NoError(t, err)
		now, switched, err := a.Enable(t.Context(), tenant.Alerts)
		require.NoError(t, err)
		require.Equal(t, tenant.FeaturesOf(tenant.Alerts, tenant.Deployments), switched)
		require.Equal(t, tenant.FeaturesOf(tenant.Alerts, tenant.Artifacts, tenant.Deployments), now)
	})

	t.Run("F02 without deployments no alerts", func(t *testing.T) {
		a := newWorld(t).create(t, "globex")
		_, _, err := a.Enable(t.Context(), tenant.Alerts)
		require.NoError(t, err)
		now, switched, err := a.Disable(t.Context(), tenant.Deployments)
		require.NoError(t, err)
		require.Equal(t, tenant.FeaturesOf(tenant.Alerts, tenant.Deployments), switched)
		require.Equal(t, tenant.FeaturesOf(tenant.Artifacts), now)
	})

	t.Run("F03 the others are independent", func(t *testing.T) {
		a := newWorld(t).create(t, "globex")
		_, switched, err := a.Switch(t.Context(), map[tenant.Feature]bool{tenant.Artifacts: false, tenant.SupportBundles: true})
		require.NoError(t, err)
		require.Equal(t, tenant.FeaturesOf(tenant.Artifacts, tenant.SupportBundles), switched)
		require.Equal(t, tenant.FeaturesOf(tenant.Deployments, tenant.SupportBundles), on(t, a))
	})

	t.Run("F04 features that the vendor defines", func(t *testing.T) {
		w := newWorld(t)
		a := w.create(t, "globex")
		// A diamond over one of the program's own.
		w.define(t,
			tenant.FeatureDef{Name: "sso", Requires: []tenant.Feature{tenant.Alerts}},
			tenant.FeatureDef{Name: "audit", Requires: []tenant.Feature{tenant.Alerts}},
			tenant.FeatureDef{Name: "soc", Requires: []tenant.Feature{"sso", "audit"}},
			tenant.FeatureDef{Name: "beta", Default: true},
		)
		require.Equal(t, tenant.FeaturesOf(tenant.Artifacts, tenant.Deployments), on(t, a), "nobody gets what is default for new customers")
		require.Equal(t, tenant.FeaturesOf(tenant.Artifacts, "beta", tenant.Deployments), on(t, w.create(t, "initech")))
		_, switched, err := a.Enable(t.Context(), "soc")
		require.NoError(t, err)
		require.Equal(t, tenant.FeaturesOf(tenant.Alerts, "audit", "soc", "sso"), switched)
		_, switched, err = a.Disable(t.Context(), tenant.Deployments)
		require.NoError(t, err)
		require.Equal(t, tenant.FeaturesOf(tenant.Alerts, "audit", tenant.Deployments, "soc", "sso"), switched)

		before, err := w.acme.Settings(t.Context())
		require.NoError(t, err)
		for name, bad := range map[string]tenant.FeatureDef{
			"circle":            {Name: "sso", Requires: []tenant.Feature{"soc"}},
			"of itself":         {Name: "loop", Requires: []tenant.Feature{"loop"}},
			"unknown":           {Name: "x", Requires: []tenant.Feature{"telepathy"}},
			"the program's own": {Name: tenant.Alerts},
			"no name":           {},
		} {
			require.ErrorIs(t, w.acme.DefineFeature(t.Context(), bad), tenant.ErrInvalid, name)
		}
		after, err := w.acme.Settings(t.Context())
		require.NoError(t, err)
		require.Equal(t, before, after)
		at := version(t, w.store)
		w.define(t, tenant.FeatureDef{Name: "soc", Requires: []tenant.Feature{"audit", "sso"}})
		require.Equal(t, at, version(t, w.store), "the same again")
		g, err := w.acme.Features(t.Context())
		require.NoError(t, err)
		require.Len(t, g.Names(), 8)
		_, _, err = w.hub.Vendor("other").As(distr.Operator()).Account("globex").Enable(t.Context(), "soc")
		require.ErrorIs(t, err, tenant.ErrNotFound, "a vendor's features are its own")
	})

	t.Run("F04 a definition that changes", func(t *testing.T) {
		w := newWorld(t)
		a := w.create(t, "globex")
		w.define(t, tenant.FeatureDef{Name: "sso"})
		_, _, err := a.Enable(t.Context(), "sso")
		require.NoError(t, err)
		w.define(t, tenant.FeatureDef{Name: "sso", Requires: []tenant.Feature{tenant.SupportBundles}})
		require.Equal(t, tenant.FeaturesOf(tenant.Artifacts, tenant.Deployments), on(t, a))
		name := "Globex & Co"
		_, err = a.Edit(t.Context(), distr.Edit{Name: &name})
		require.NoError(t, err, "it stands in the way of nothing")
		_, _, err = a.Enable(t.Context(), tenant.SupportBundles)
		require.NoError(t, err)
		require.True(t, on(t, a).Has("sso"), "and what it lacked brings it back")

		w.set(t, func(s *tenant.Settings) { s.Features = nil })
		require.False(t, on(t, a).Has("sso"))
		_, _, err = a.Disable(t.Context(), tenant.SupportBundles)
		require.NoError(t, err)
	})

	t.Run("F05 one does not reset the others", func(t *testing.T) {
		w := newWorld(t)
		c, err := w.acme.CreateCustomer(t.Context(), distr.NewCustomer{ID: "globex", Name: "Globex", Features: tenant.FeaturesOf(tenant.Alerts)})
		require.NoError(t, err)
		require.Equal(t, tenant.FeaturesOf(tenant.Alerts, tenant.Deployments), c.Features, "with what it requires, and no defaults")
		a := w.acme.Account("globex")
		now, _, err := a.Enable(t.Context(), tenant.SupportBundles)
		require.NoError(t, err)
		require.Equal(t, tenant.FeaturesOf(tenant.Alerts, tenant.Deployments, tenant.SupportBundles), now)
	})

	t.Run("F06 what is off does not exist", func(t *testing.T) {
		w := newWorld(t)
		w.publish(t, "1.4.2")
		a, token := w.customer(t, "globex", "1.4.2")
		other := w.newHub(w.store).Vendor("acme")
		now := w.clock.now
		require.Equal(t, entitlement.Granted, reason(t, now(), w.acme, token, "1.4.2"))
		require.Equal(t, entitlement.Granted, reason(t, now(), other, token, "1.4.2"))
		_, _, err := a.Switch(t.Context(), map[tenant.Feature]bool{tenant.Artifacts: false, tenant.Deployments: false})
		require.NoError(t, err)
		require.Equal(t, entitlement.FeatureOff, reason(t, now(), w.acme, token, "1.4.2"), "from the next request on")
		w.clock.move(distr.Freshness)
		require.Equal(t, entitlement.FeatureOff, reason(t, now(), other, token, "1.4.2"), "in other processes, too")
		_, err = a.Install(t.Context(), distr.NewInstallation{Name: "cluster"})
		require.Equal(t, tenant.FeatureOff, because(err))
		require.ErrorIs(t, err, tenant.ErrNotFound)
	})

	t.Run("F07 toggles at the same time converge", func(t *testing.T) {
		w := newWorld(t)
		w.create(t, "globex")
		graph := tenant.StandardFeatures()
		names := graph.Names()
		errs := make([]error, 64)
		atOnce(len(errs), func(i int) {
			a := w.newHub(w.store).Vendor("acme").As(distr.Operator()).Account("globex")
			_, _, errs[i] = a.Switch(t.Context(), map[tenant.Feature]bool{names[i%len(names)]: i%3 > 0})
		})
		for _, err := range errs {
			require.NoError(t, err)
		}
		a := w.acme.Account("globex")
		c, err := a.Customer(t.Context())
		require.NoError(t, err)
		require.Equal(t, c.Features, graph.Effective(c.Features), "what each requires is on")

		// Each event begins where the one before ended, and the last is what stands.
		at := tenant.FeaturesOf(tenant.Artifacts, tenant.Deployments)
		for _, e := range (&office{world: w}).events(t, "globex") {
			if e.Kind == distr.FeatureChanged {
				var data struct{ Before, After tenant.Features }
				decode(t, e.Data, &data)
				require.Equal(t, at, data.Before)
				at = data.After
			}
		}
		require.Equal(t, at, c.Features)
	})

	t.Run("F08 a request that contradicts itself", func(t *testing.T) {
		w := newWorld(t)
		a := w.create(t, "globex")
		w.define(t, tenant.FeatureDef{Name: "sso", Requires: []tenant.Feature{tenant.Alerts}})
		before := on(t, a)
		for name, to := range map[string]map[tenant.Feature]bool{
			"at once":     {tenant.Alerts: true, tenant.Deployments: false},
			"by two ways": {"sso": true, tenant.Deployments: false},
		} {
			_, _, err := a.Switch(t.Context(), to)
			require.ErrorIs(t, err, tenant.ErrInvalid, name)
			require.ErrorContains(t, err, "contradict")
		}
		require.Equal(t, before, on(t, a))
	})
}
