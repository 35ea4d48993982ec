package license_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func day(n int) time.Time { return time.Date(2027, 1, n, 0, 0, 0, 0, time.UTC) }

func scans(id license.ContractID, limit int64, starts, ends time.Time) license.Contract {
	return license.Contract{
		ID: id, Plan: "Scans", Terms: license.Terms{Model: license.PerScan, Limit: limit},
		Every: license.Monthly, Anchor: starts, Zone: "UTC", Starts: starts, Ends: ends, Revision: 1, Created: starts,
	}
}

func TestContractCheck(t *testing.T) {
	require.NoError(t, scans("lic_1", 10, day(1), day(31)).Check())
	require.NoError(t, scans("lic_1", 10, day(1), time.Time{}).Check())
	tests := []struct {
		name string
		bend func(*license.Contract)
		why  string
	}{
		{name: "no ID", bend: func(c *license.Contract) { c.ID = "" }, why: "license ID"},
		{name: "a plan's name", bend: func(c *license.Contract) { c.Plan = "a\nb" }, why: "plan name"},
		{name: "terms", bend: func(c *license.Contract) { c.Terms.Limit = -1 }, why: "limit -1"},
		{name: "no period", bend: func(c *license.Contract) { c.Every = "" }, why: `period ""`},
		{name: "no start", bend: func(c *license.Contract) { c.Starts = time.Time{} }, why: "it says when it starts"},
		{name: "no anchor", bend: func(c *license.Contract) { c.Anchor = time.Time{} }, why: "when its first period does"},
		{name: "an anchor behind the start", bend: func(c *license.Contract) { c.Anchor = day(2) }, why: "before its first period at 2027-01-02T00:00:00Z"},
		{name: "an end before the start", bend: func(c *license.Contract) { c.Ends = day(1).Add(-1) }, why: "before it starts"},
		{name: "the machine's zone", bend: func(c *license.Contract) { c.Zone = "Local" }, why: "another one on each machine"},
		{name: "no revision", bend: func(c *license.Contract) { c.Revision = 0 }, why: "the first is 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := scans("lic_1", 10, day(1), day(31))
			tt.bend(&c)
			require.ErrorIs(t, c.Check(), tenant.ErrInvalid)
			require.ErrorContains(t, c.Check(), tt.why)
		})
	}
}

func TestChange(t *testing.T) {
	c := scans("lic_1", 10, day(1), time.Time{})
	raised, same, ends, block := int64(20), int64(10), day(20), license.Block
	alerts, none := []int{50}, []int(nil)

	next, err := c.With(license.Change{Limit: &raised})
	require.NoError(t, err)
	require.Equal(t, int64(20), next.Terms.Limit)
	require.Equal(t, 2, next.Revision)
	next, err = next.With(license.Change{Limit: &same})
	require.NoError(t, err)
	require.Equal(t, 3, next.Revision, "another limit is another revision, also when it falls")

	next, err = c.With(license.Change{Limit: &same, Alerts: &alerts, Overage: &block, Ends: &ends})
	require.NoError(t, err)
	require.Equal(t, 1, next.Revision)
	require.Equal(t, license.Terms{Model: license.PerScan, Limit: 10, Alerts: []int{50}, Overage: license.Block}, next.Terms)
	require.True(t, next.InForce(ends.Add(-1)))
	require.False(t, next.InForce(ends))
	alerts[0] = 1
	require.Equal(t, []int{50}, next.Terms.Alerts, "what was handed in may change afterwards")
	next, err = next.With(license.Change{Alerts: &none})
	require.NoError(t, err)
	require.Equal(t, []int{80}, next.Terms.Thresholds())

	before := day(1).Add(-1)
	_, err = c.With(license.Change{Ends: &before})
	require.ErrorIs(t, err, tenant.ErrInvalid)
}

func TestMeets(t *testing.T) {
	open := time.Time{}
	tests := []struct {
		name string
		a, b license.Contract
		want bool
	}{
		{name: "one after the other", a: scans("a", 1, day(1), day(10)), b: scans("b", 1, day(10), day(20))},
		{name: "a moment together", a: scans("a", 1, day(1), day(10).Add(1)), b: scans("b", 1, day(10), day(20)), want: true},
		{name: "one within the other", a: scans("a", 1, day(1), open), b: scans("b", 1, day(10), day(20)), want: true},
		{name: "both open", a: scans("a", 1, day(1), open), b: scans("b", 1, day(10), open), want: true},
		{name: "one that never was in force", a: scans("a", 1, day(1), open), b: scans("b", 1, day(10), day(10))},
		{name: "the same", a: scans("a", 1, day(1), day(10)), b: scans("b", 1, day(1), day(10)), want: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, tt.a.Meets(tt.b))
			require.Equal(t, tt.want, tt.b.Meets(tt.a))
			tt.b.Terms.Model = license.PerAsset
			require.False(t, tt.a.Meets(tt.b), "of another model")
		})
	}
}

// TestMeetsLaw: two meet if there is an instant at which both are in force.
func TestMeetsLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(id license.ContractID) license.Contract {
			starts := rapid.IntRange(1, 10).Draw(t, "starts")
			c := scans(id, 1, day(starts), time.Time{})
			if rapid.Bool().Draw(t, "ends") {
				c.Ends = day(rapid.IntRange(starts, 12).Draw(t, "end"))
			}
			return c
		}
		a, b := draw("a"), draw("b")
		together := false
		for n := range 15 {
			together = together || a.InForce(day(n)) && b.InForce(day(n))
		}
		require.Equal(t, together, a.Meets(b))
	})
}
