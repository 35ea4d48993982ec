package tenant_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestSettings(t *testing.T) {
	sms := tenant.FeatureDef{Name: "sms", Requires: []tenant.Feature{tenant.Alerts}}
	good := tenant.Settings{
		App: "globex-app", ClassicAddress: "https://get.acme.example/{app}/{customer}", NewAddress: "https://{app}.portal.acme.example",
		Domain: "portal.acme.example", DefaultAccess: tenant.AccessReadOnly, Features: []tenant.FeatureDef{sms},
	}
	tests := []struct {
		name   string
		change func(*tenant.Settings)
		why    string // empty: it is fine
	}{
		{name: "as it is", change: func(*tenant.Settings) {}},
		{name: "nothing set", change: func(s *tenant.Settings) { *s = tenant.Settings{} }},
		{name: "New only", change: func(s *tenant.Settings) { s.PortalMode = tenant.PortalNewOnly }},
		{name: "no app, and none needed", change: func(s *tenant.Settings) { s.App, s.ClassicAddress, s.NewAddress = "", "https://a.example", "" }},
		{name: "a mode that there is not", change: func(s *tenant.Settings) { s.PortalMode = "classic-only" }, why: `mode "classic-only"`},
		{name: "a level that there is not", change: func(s *tenant.Settings) { s.DefaultAccess = "all" }, why: `access "all"`},
		{name: "an app in capitals", change: func(s *tenant.Settings) { s.App = "Globex" }, why: `app "Globex"`},
		{name: "an app with a dot", change: func(s *tenant.Settings) { s.App = "a.b" }, why: "part of a host name"},
		{name: "an app that ends with a hyphen", change: func(s *tenant.Settings) { s.App = "a-" }, why: "part of a host name"},
		{name: "an app of hyphens", change: func(s *tenant.Settings) { s.App = "--" }, why: "part of a host name"},
		{name: "an app of 64 bytes", change: func(s *tenant.Settings) { s.App = strings.Repeat("a", 64) }, why: "1 to 63"},
		{name: "no app for an address", change: func(s *tenant.Settings) { s.App = "" }, why: "no app is set"},
		{name: "a wrong classic address", change: func(s *tenant.Settings) { s.ClassicAddress = "ftp://a.example" }, why: "classic address"},
		{name: "a wrong new address", change: func(s *tenant.Settings) { s.NewAddress = "a.example" }, why: "new address"},
		{name: "a domain in capitals", change: func(s *tenant.Settings) { s.Domain = "Portal.acme.example" }, why: `canonical form is "portal.acme.example"`},
		{name: "a domain by itself", change: func(s *tenant.Settings) { s.Domain = "acme.example" }, why: "such as portal.acme.example"},
		{name: "a domain that is none", change: func(s *tenant.Settings) { s.Domain = "https://a.b.example" }, why: "domain"},
		{name: "a feature that the program has", change: func(s *tenant.Settings) { s.Features = []tenant.FeatureDef{{Name: tenant.Alerts}} }, why: "the program has it already"},
		{name: "a feature twice", change: func(s *tenant.Settings) { s.Features = []tenant.FeatureDef{sms, sms} }, why: "defined twice"},
		{name: "a feature that requires what is not there", change: func(s *tenant.Settings) {
			s.Features = []tenant.FeatureDef{{Name: "sms", Requires: []tenant.Feature{"phone"}}}
		}, why: `requires "phone"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := good
			tt.change(&s)
			err := s.Check(tenant.StandardFeatures())
			if tt.why == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, tt.why)
		})
	}
}

func TestAccessOfNew(t *testing.T) {
	require.Equal(t, tenant.AccessDisabled, tenant.Settings{}.AccessOfNew())
	require.Equal(t, tenant.AccessFull, tenant.Settings{DefaultAccess: tenant.AccessFull}.AccessOfNew())
}

func TestDefine(t *testing.T) {
	base := tenant.StandardFeatures()
	define := func(s tenant.Settings, name tenant.Feature, requires ...tenant.Feature) (tenant.Settings, error) {
		return s.Define(tenant.FeatureDef{Name: name, Requires: requires}, base)
	}
	s, err := define(tenant.Settings{}, "sms", tenant.Alerts)
	require.NoError(t, err)
	s, err = define(s, "pager", "sms")
	require.NoError(t, err)
	g, err := s.Graph(base)
	require.NoError(t, err)
	require.Equal(t, "alerts, deployments, pager, sms", g.Enable(nil, "pager").String())
	require.NotContains(t, base.Names(), tenant.Feature("sms"), "the old graph is left alone")

	again, err := define(s, "sms", tenant.SupportBundles)
	require.NoError(t, err)
	require.Len(t, again.Features, 2)
	g, err = again.Graph(base)
	require.NoError(t, err)
	require.Equal(t, "pager, sms, support-bundles", g.Enable(nil, "pager").String())
	require.Equal(t, []tenant.Feature{tenant.Alerts}, s.Features[0].Requires, "the old settings are left alone")

	_, err = define(s, "sms", "pager")
	require.ErrorContains(t, err, "is a circle")
	_, err = define(s, "fax", "phone")
	require.ErrorContains(t, err, `"phone", which is not defined`)
	_, err = define(s, tenant.Deployments, tenant.Alerts)
	require.ErrorContains(t, err, "the program has it already")
	_, err = define(s, "a b")
	require.ErrorIs(t, err, tenant.ErrInvalid)
}

// What was on before something else came to be required is off until that is on too.
func TestEffective(t *testing.T) {
	g, err := tenant.Settings{Features: []tenant.FeatureDef{{Name: "sms", Requires: []tenant.Feature{tenant.Alerts}}}}.Graph(tenant.StandardFeatures())
	require.NoError(t, err)
	require.Equal(t, "alerts, deployments, sms", g.Effective(g.Enable(nil, "sms")).String())
	require.Equal(t, "artifacts", g.Effective(tenant.FeaturesOf("sms", tenant.Artifacts)).String())
	require.Empty(t, g.Effective(tenant.FeaturesOf("sms", tenant.Alerts)))
	require.Equal(t, "artifacts", g.Effective(tenant.FeaturesOf("fax", tenant.Artifacts)).String(), "what nobody defines is off")
}
