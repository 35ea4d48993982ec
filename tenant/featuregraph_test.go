package tenant_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestStandardFeatures(t *testing.T) {
	g := tenant.StandardFeatures()
	require.Equal(t, "alerts, artifacts, deployments, support-bundles", g.Names().String())
	require.Equal(t, "artifacts, deployments", g.Defaults().String())

	tests := []struct {
		name   string
		before tenant.Features
		change func(tenant.Features) tenant.Features
		after  string
	}{
		{"alerts bring deployments along", nil, on(g, tenant.Alerts), "alerts, deployments"},
		{"deployments bring nothing along", nil, on(g, tenant.Deployments), "deployments"},
		{"deployments take alerts away", g.Names(), off(g, tenant.Deployments), "artifacts, support-bundles"},
		{"alerts take nothing away", g.Names(), off(g, tenant.Alerts), "artifacts, deployments, support-bundles"},
		{"artifacts are independent", g.Names(), off(g, tenant.Artifacts), "alerts, deployments, support-bundles"},
		{"support bundles are independent", g.Defaults(), on(g, tenant.SupportBundles), "artifacts, deployments, support-bundles"},
		{"an unknown one changes nothing", g.Defaults(), on(g, "teleport"), "artifacts, deployments"},
		{"an unknown one is off already", g.Defaults(), off(g, "teleport"), "artifacts, deployments"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.after, tt.change(tt.before).String())
		})
	}
}

func on(g *tenant.FeatureGraph, f tenant.Feature) func(tenant.Features) tenant.Features {
	return func(fs tenant.Features) tenant.Features { return g.Enable(fs, f) }
}

func off(g *tenant.FeatureGraph, f tenant.Feature) func(tenant.Features) tenant.Features {
	return func(fs tenant.Features) tenant.Features { return g.Disable(fs, f) }
}

func TestNewFeatureGraphRefuses(t *testing.T) {
	tests := []struct {
		name string
		defs []tenant.FeatureDef
		why  string
	}{
		{"no name", []tenant.FeatureDef{{}}, "feature ID: it is empty"},
		{"a name with a space", []tenant.FeatureDef{{Name: "air gap"}}, `feature ID "air gap"`},
		{"a name twice", []tenant.FeatureDef{{Name: "a"}, {Name: "b"}, {Name: "a"}}, `feature "a": it is defined twice`},
		{"an unknown requirement", []tenant.FeatureDef{{Name: "a", Requires: []tenant.Feature{"b"}}}, `"a": it requires "b", which is not defined`},
		{"itself", []tenant.FeatureDef{{Name: "a", Requires: []tenant.Feature{"a"}}}, "[a a] is a circle"},
		{
			"a circle, shown without the way to it",
			[]tenant.FeatureDef{
				{Name: "x", Requires: []tenant.Feature{"a"}},
				{Name: "a", Requires: []tenant.Feature{"b"}},
				{Name: "b", Requires: []tenant.Feature{"a"}},
			},
			"[a b a] is a circle",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tenant.NewFeatureGraph(tt.defs...)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, tt.why)
		})
	}
}

// A ladder of which each rung requires both below it has a number of ways down
// that doubles with each rung.
func TestFeatureGraphOfManyWays(t *testing.T) {
	var defs []tenant.FeatureDef
	for i := range 100 {
		d := tenant.FeatureDef{Name: tenant.Feature(fmt.Sprintf("f%03d", i))}
		for j := max(0, i-2); j < i; j++ {
			d.Requires = append(d.Requires, defs[j].Name)
		}
		defs = append(defs, d)
	}
	g, err := tenant.NewFeatureGraph(defs...)
	require.NoError(t, err)
	require.Len(t, g.Enable(nil, "f099"), 100)
	require.Empty(t, g.Disable(g.Names(), "f000"))
}

func TestChange(t *testing.T) {
	g := tenant.StandardFeatures()
	tests := []struct {
		name  string
		to    map[tenant.Feature]bool
		after string
		why   string // why it is refused; empty if it is not
	}{
		{name: "nothing", after: "artifacts, deployments"},
		{name: "one on", to: map[tenant.Feature]bool{tenant.Alerts: true}, after: "alerts, artifacts, deployments"},
		{name: "one off", to: map[tenant.Feature]bool{tenant.Artifacts: false}, after: "deployments"},
		{
			name: "one on, another off", to: map[tenant.Feature]bool{tenant.Alerts: true, tenant.Artifacts: false},
			after: "alerts, deployments",
		},
		{name: "both off", to: map[tenant.Feature]bool{tenant.Alerts: false, tenant.Deployments: false}, after: "artifacts"},
		{
			name: "a contradiction", to: map[tenant.Feature]bool{tenant.Alerts: true, tenant.Deployments: false},
			why: "alerts on and deployments off contradict each other",
		},
		{name: "an unknown one", to: map[tenant.Feature]bool{"teleport": false}, why: `feature "teleport": there are alerts`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			after, err := g.Change(g.Defaults(), tt.to)
			if tt.why != "" {
				require.ErrorIs(t, err, tenant.ErrInvalid)
				require.ErrorContains(t, err, tt.why)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.after, after.String())
		})
	}
}
