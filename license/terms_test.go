package license_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestTermsCheck(t *testing.T) {
	tests := []struct {
		name  string
		terms license.Terms
		why   string // empty: it is fine
	}{
		{name: "assets", terms: license.Terms{Model: license.PerAsset, Limit: 100}},
		{name: "a limit of nothing", terms: license.Terms{Model: license.PerScan}},
		{name: "all there is to say", terms: license.Terms{Model: license.PerScan, Limit: license.MaxLimit, Alerts: []int{1, 1000}, Overage: license.Block}},
		{name: "unlimited", terms: license.Terms{Model: license.Unlimited, Overage: license.AlertOnly}},
		{name: "no model", terms: license.Terms{Limit: 1}, why: `license model "": it is per-asset, per-scan or unlimited`},
		{name: "less than nothing", terms: license.Terms{Model: license.PerScan, Limit: -1}, why: "limit -1: it is 0 to 1000000000000"},
		{name: "too much", terms: license.Terms{Model: license.PerScan, Limit: license.MaxLimit + 1}, why: "limit 1000000000001"},
		{name: "a limit of what is unlimited", terms: license.Terms{Model: license.Unlimited, Limit: 1}, why: "leave it away"},
		{name: "alerts of what is unlimited", terms: license.Terms{Model: license.Unlimited, Alerts: []int{90}}, why: "meters nothing"},
		{name: "unlimited that blocks", terms: license.Terms{Model: license.Unlimited, Overage: license.Block}, why: "no limit to go over"},
		{name: "an unknown policy", terms: license.Terms{Model: license.PerScan, Overage: "explode"}, why: `overage policy "explode": it is alert or block`},
		{name: "an alert at nothing", terms: license.Terms{Model: license.PerScan, Alerts: []int{0}}, why: "alert at 0 %"},
		{name: "an alert at too much", terms: license.Terms{Model: license.PerScan, Alerts: []int{1001}}, why: "alert at 1001 %"},
		{name: "alerts that fall", terms: license.Terms{Model: license.PerScan, Alerts: []int{90, 80}}, why: "they rise"},
		{name: "an alert twice", terms: license.Terms{Model: license.PerScan, Alerts: []int{90, 90}}, why: "named once"},
		{name: "too many alerts", terms: license.Terms{Model: license.PerScan, Alerts: make([]int, 21)}, why: "21 of them, at most 20"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.terms.Check()
			if tt.why == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, tt.why)
		})
	}
}

func TestParseAlerts(t *testing.T) {
	tests := []struct {
		name, text string
		alerts     []int
		why        string
	}{
		{name: "one", text: "90", alerts: []int{90}},
		{name: "several, in any order", text: "95, 50%,80", alerts: []int{50, 80, 95}},
		{name: "none", text: "none", alerts: []int{}},
		{name: "nothing", text: "", why: `alert ""`},
		{name: "a part of a percent", text: "12.5", why: "whole percentages"},
		{name: "a word", text: "always", why: `alert "always"`},
		{name: "a sign", text: "+90", why: `alert "+90"`},
		{name: "nought before", text: "090", why: `alert "090"`},
		{name: "below", text: "-1", why: "alert at -1 %"},
		{name: "twice", text: "80,80", why: "named once"},
		{name: "beyond what counts", text: "99999999999999999999", why: "whole percentages"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			alerts, err := license.ParseAlerts(tt.text)
			if tt.why == "" {
				require.NoError(t, err)
				require.Equal(t, tt.alerts, alerts)
				return
			}
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, tt.why)
		})
	}
}

func TestModels(t *testing.T) {
	for m, alerts := range map[license.Model][]int{license.PerAsset: {90}, license.PerScan: {80}, license.Unlimited: nil} {
		parsed, err := license.ParseModel(string(m))
		require.NoError(t, err)
		require.Equal(t, m, parsed)
		require.Equal(t, alerts, m.Alerts())
		require.Equal(t, alerts != nil, m.Metered())
		require.Empty(t, license.Terms{Model: license.Unlimited, Alerts: alerts}.Thresholds())
	}
	license.PerAsset.Alerts()[0] = 1
	require.Equal(t, []int{90}, license.PerAsset.Alerts(), "what is handed out is the caller's own")
	_, err := license.ParseModel("Per-Asset")
	require.ErrorIs(t, err, tenant.ErrInvalid)
	_, err = license.ParseInterval("weekly")
	require.EqualError(t, err, `invalid period "weekly": it is monthly or annual`)
}

func TestPlanCheck(t *testing.T) {
	plan := license.Plan{Name: "Scan 100", Model: license.PerScan, Quantity: 100, Every: license.Monthly}
	require.NoError(t, plan.Check())
	require.Equal(t, license.Terms{Model: license.PerScan, Limit: 100}, plan.Terms())
	tests := []struct {
		name string
		bend func(*license.Plan)
		why  string
	}{
		{name: "no name", bend: func(p *license.Plan) { p.Name = "" }, why: "plan name"},
		{name: "no period", bend: func(p *license.Plan) { p.Every = "" }, why: `plan "Scan 100": invalid period ""`},
		{name: "less than nothing", bend: func(p *license.Plan) { p.Quantity = -1 }, why: `plan "Scan 100": invalid limit -1`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bent := plan
			tt.bend(&bent)
			require.ErrorIs(t, bent.Check(), tenant.ErrInvalid)
			require.ErrorContains(t, bent.Check(), tt.why)
		})
	}
}
