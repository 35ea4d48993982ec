package tenant_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestProfile(t *testing.T) {
	good := tenant.Profile{
		Name: "Globex", Email: "it@globex.example", Access: tenant.AccessDisabled,
		Features: tenant.FeaturesOf(tenant.Alerts, tenant.Deployments),
		Plan:     "Gold, yearly", PortalVersion: tenant.PortalNew, Archived: noon,
		DomainsOnly: true, Domains: tenant.DomainsOf("globex.example", "acme.example"),
	}
	tests := []struct {
		name   string
		change func(*tenant.Profile)
		why    string // empty: it is fine
	}{
		{name: "as it is", change: func(*tenant.Profile) {}},
		{name: "no address", change: func(p *tenant.Profile) { p.Email = "" }},
		{name: "no feature", change: func(p *tenant.Profile) { p.Features = nil }},
		{name: "read-only", change: func(p *tenant.Profile) { p.Access = tenant.AccessReadOnly }},
		{name: "full", change: func(p *tenant.Profile) { p.Access = tenant.AccessFull }},
		{name: "no name", change: func(p *tenant.Profile) { p.Name = "" }, why: "customer name"},
		{name: "not an address", change: func(p *tenant.Profile) { p.Email = "globex" }, why: "name@domain"},
		{
			name: "an address in another spelling", change: func(p *tenant.Profile) { p.Email = "IT@globex.example" },
			why: `its canonical form is "it@globex.example"`,
		},
		{name: "no access level", change: func(p *tenant.Profile) { p.Access = "" }, why: "disabled, read-only, full"},
		{name: "an unknown access level", change: func(p *tenant.Profile) { p.Access = "root" }, why: `"root"`},
		{
			name: "an unknown feature", change: func(p *tenant.Profile) { p.Features = tenant.FeaturesOf("teleport") },
			why: `"teleport": there are alerts, artifacts, deployments, support-bundles`,
		},
		{
			name: "a feature without what it requires", change: func(p *tenant.Profile) { p.Features = tenant.FeaturesOf(tenant.Alerts) },
			why: "alerts requires deployments",
		},
		{name: "no plan", change: func(p *tenant.Profile) { p.Plan = "" }},
		{name: "a plan that cannot be read", change: func(p *tenant.Profile) { p.Plan = "Gold\n" }, why: "plan name"},
		{name: "the portal that they have", change: func(p *tenant.Profile) { p.PortalVersion = tenant.PortalClassic }},
		{name: "a portal that there is not", change: func(p *tenant.Profile) { p.PortalVersion = "classic" }, why: `portal version "classic"`},
		{name: "no domain", change: func(p *tenant.Profile) { p.Domains = nil }},
		{name: "an empty list", change: func(p *tenant.Profile) { p.Domains = []tenant.Domain{} }},
		{name: "a list in another order", change: func(p *tenant.Profile) { p.Domains = []tenant.Domain{"b.example", "a.example"} }, why: "sorted, each once"},
		{name: "a domain twice", change: func(p *tenant.Profile) { p.Domains = []tenant.Domain{"a.example", "a.example"} }, why: "sorted, each once"},
		{name: "a domain in capitals", change: func(p *tenant.Profile) { p.Domains = []tenant.Domain{"A.example"} }, why: `canonical form is "a.example"`},
		{name: "a wildcard", change: func(p *tenant.Profile) { p.Domains = []tenant.Domain{"*.a.example"} }, why: "domain"},
		{name: "its own address is not in the list", change: func(p *tenant.Profile) { p.Domains = tenant.DomainsOf("acme.example") }},
		{name: "not archived", change: func(p *tenant.Profile) { p.Archived = time.Time{} }},
		{
			name: "archived by another clock", change: func(p *tenant.Profile) { p.Archived = noon.In(time.FixedZone("UTC+9", 9*60*60)) },
			why: "it is in UTC",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := good
			tt.change(&p)
			err := p.Check(tenant.StandardFeatures())
			if tt.why == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, tt.why)
		})
	}
}

func TestParseAccess(t *testing.T) {
	for _, level := range []tenant.Access{tenant.AccessDisabled, tenant.AccessReadOnly, tenant.AccessFull} {
		got, err := tenant.ParseAccess(string(level))
		require.NoError(t, err)
		require.Equal(t, level, got)
		require.Equal(t, level != tenant.AccessDisabled, level.People())
	}
	for _, s := range []string{"", "Full", "full ", "readonly"} {
		_, err := tenant.ParseAccess(s)
		require.ErrorIs(t, err, tenant.ErrInvalid, s)
		require.False(t, tenant.Access(s).People(), "what is no level is no access")
	}
}
