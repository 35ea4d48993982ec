package license_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestAssess(t *testing.T) {
	assets := func(limit int64) license.Terms { return license.Terms{Model: license.PerAsset, Limit: limit} }
	scans := func(limit int64) license.Terms { return license.Terms{Model: license.PerScan, Limit: limit} }
	several := license.Terms{Model: license.PerScan, Limit: 100, Alerts: []int{50, 80, 100, 120}}
	tests := []struct {
		name      string
		terms     license.Terms
		used      int64
		level     license.Level
		threshold int
	}{
		{name: "89 of 100 assets", terms: assets(100), used: 89, level: license.Within},
		{name: "90 of 100 assets", terms: assets(100), used: 90, level: license.Alert, threshold: 90},
		{name: "91 of 100 assets", terms: assets(100), used: 91, level: license.Alert, threshold: 90},
		{name: "100 of 100 assets", terms: assets(100), used: 100, level: license.Alert, threshold: 90},
		{name: "101 of 100 assets", terms: assets(100), used: 101, level: license.Over, threshold: 90},
		{name: "79 of 100 scans", terms: scans(100), used: 79, level: license.Within},
		{name: "80 of 100 scans", terms: scans(100), used: 80, level: license.Alert, threshold: 80},
		{name: "8 of 10 assets", terms: assets(10), used: 8, level: license.Within},
		{name: "9 of 10 assets", terms: assets(10), used: 9, level: license.Alert, threshold: 90},
		{name: "6 of 7 assets are 85.7 %", terms: assets(7), used: 6, level: license.Within},
		{name: "7 of 7 assets", terms: assets(7), used: 7, level: license.Alert, threshold: 90},
		{name: "nothing of nothing", terms: assets(0), used: 0, level: license.Within},
		{name: "anything of nothing", terms: assets(0), used: 1, level: license.Over, threshold: 90},
		{name: "less than nothing", terms: assets(10), used: -5, level: license.Within},
		{name: "several thresholds, none reached", terms: several, used: 49, level: license.Within},
		{name: "several thresholds, jumped over", terms: several, used: 99, level: license.Alert, threshold: 80},
		{name: "a threshold above the limit", terms: several, used: 119, level: license.Over, threshold: 100},
		{name: "that one reached", terms: several, used: 120, level: license.Over, threshold: 120},
		{name: "no thresholds", terms: license.Terms{Model: license.PerScan, Limit: 10, Alerts: []int{}}, used: 10, level: license.Within},
		{name: "no thresholds, over", terms: license.Terms{Model: license.PerScan, Limit: 10, Alerts: []int{}}, used: 11, level: license.Over},
		{name: "unlimited", terms: license.Terms{Model: license.Unlimited}, used: math.MaxInt64, level: license.Within},
		{name: "more than can be multiplied", terms: assets(math.MaxInt64), used: math.MaxInt64, level: license.Alert, threshold: 90},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.terms.Assess(tt.used)
			require.Equal(t, license.Standing{Level: tt.level, Used: max(tt.used, 0), Limit: tt.terms.Limit, Threshold: tt.threshold}, got)
			reached := tt.terms.Reached(tt.used)
			if tt.threshold == 0 {
				require.Empty(t, reached)
			} else {
				require.Equal(t, tt.threshold, reached[len(reached)-1])
			}
		})
	}
}

// TestAssessLaws: the rule is used × 100 ≥ percent × limit, whatever the numbers, and
// more use never stands better.
func TestAssessLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.OneOf(rapid.Int64Range(0, 300), rapid.Int64Range(0, math.MaxInt64))
		terms := license.Terms{Model: license.PerScan, Limit: number.Draw(t, "limit"), Alerts: []int{rapid.IntRange(1, 1000).Draw(t, "percent")}}
		used := number.Draw(t, "used")
		left := new(big.Int).Mul(big.NewInt(used), big.NewInt(100))
		right := new(big.Int).Mul(big.NewInt(terms.Limit), big.NewInt(int64(terms.Alerts[0])))
		s := terms.Assess(used)
		require.Equal(t, used > 0 && left.Cmp(right) >= 0, s.Threshold == terms.Alerts[0])
		require.Equal(t, used > terms.Limit, s.Level == license.Over)
		if used < math.MaxInt64 {
			require.GreaterOrEqual(t, terms.Assess(used+1).Threshold, s.Threshold)
		}
		require.Equal(t, len(terms.Reached(used)) == 1, s.Threshold != 0)
	})
}

func TestAdmits(t *testing.T) {
	blocking := license.Terms{Model: license.PerScan, Limit: 10, Overage: license.Block}
	tests := []struct {
		name       string
		terms      license.Terms
		used, more int64
		admits     bool
	}{
		{name: "up to the limit", terms: blocking, used: 9, more: 1, admits: true},
		{name: "over it", terms: blocking, used: 9, more: 2},
		{name: "over it already", terms: blocking, used: 12, more: 1},
		{name: "nothing more, though over it already", terms: blocking, used: 12, more: 0, admits: true},
		{name: "a policy that counts on", terms: license.Terms{Model: license.PerScan, Limit: 10}, used: 12, more: 5, admits: true},
		{name: "what cannot be counted", terms: license.Terms{Model: license.PerScan, Limit: 10}, used: math.MaxInt64, more: 1},
		{name: "less than nothing", terms: blocking, used: 5, more: -1},
		{name: "nothing is metered", terms: license.Terms{Model: license.Unlimited}, used: 5, more: 1, admits: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.admits, tt.terms.Admits(tt.used, tt.more))
		})
	}
}

func TestOverLimit(t *testing.T) {
	err := error(&license.OverLimit{Contract: "lic_1", More: 3, Standing: license.Standing{Used: 9, Limit: 10}})
	require.ErrorIs(t, err, tenant.ErrForbidden)
	require.EqualError(t, err, "license lic_1: 3 more would go over its limit: 9 of 10 are used, and its policy is to block; raise the limit, or get below it")
}

func BenchmarkAssess(b *testing.B) {
	terms := license.Terms{Model: license.PerAsset, Limit: 1000}
	b.ReportAllocs()
	var s license.Standing
	for b.Loop() {
		s = terms.Assess(901)
	}
	require.Equal(b, 90, s.Threshold)
}
