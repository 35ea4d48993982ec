package distr_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// level sets the gauge of a customer's assets as whoever adds and archives them does.
func level(t *testing.T, a *distr.Account, used int64) error {
	t.Helper()
	return distr.SetGauge(t.Context(), a, used)
}

func ofAssets(c *license.Contract) { c.Terms.Model = license.PerAsset }

func TestAlertOnce(t *testing.T) {
	onEachStore(t, "a counter", func(t *testing.T, o *office) {
		licensed(t, o, o.globex, nil)
		scan(t, o.globex, "a", 79, time.Time{})
		require.Empty(t, alertsOf(t, o, "globex"))
		require.Equal(t, license.Alert, scan(t, o.globex, "b", 1, time.Time{}).Standing.Level)
		require.Equal(t, []string{"80% 80/100 r1 p0"}, alertsOf(t, o, "globex"))
		scan(t, o.globex, "c", 50, time.Time{})
		require.Equal(t, []string{"80% 80/100 r1 p0"}, alertsOf(t, o, "globex"), "once")
		o.clock.move(32 * 24 * time.Hour)
		require.Equal(t, license.Standing{Level: license.Over, Used: 101, Limit: 100, Threshold: 80}, scan(t, o.globex, "d", 101, time.Time{}).Standing)
		require.Equal(t, []string{"80% 80/100 r1 p0", "80% 101/100 r1 p1"}, alertsOf(t, o, "globex"), "a new period is told anew")
	})
	onEachStore(t, "a gauge", func(t *testing.T, o *office) {
		licensed(t, o, o.globex, ofAssets)
		for i, used := range []int64{89, 90, 91, 89, 50, 90, 99, 0, 95} {
			require.NoError(t, level(t, o.globex, used))
			alerts := alertsOf(t, o, "globex")
			if i == 0 {
				require.Empty(t, alerts)
				continue
			}
			require.Equal(t, []string{"90% 90/100 r1 p0"}, alerts, "up and down and up is one alert, at %d", used)
		}
		standing, err := o.globex.Standing(t.Context())
		require.NoError(t, err)
		require.Equal(t, license.Standing{Level: license.Alert, Used: 95, Limit: 100, Threshold: 90}, standing[0].Standing)
		require.Equal(t, int64(99), standing[0].Peak)
		require.Equal(t, []int{90}, standing[0].Alerted)
	})
	onEachStore(t, "several thresholds", func(t *testing.T, o *office) {
		licensed(t, o, o.globex, func(c *license.Contract) { c.Terms.Alerts = []int{50, 80, 95, 120} })
		scan(t, o.globex, "a", 81, time.Time{})
		require.Equal(t, []string{"80% 81/100 r1 p0"}, alertsOf(t, o, "globex"), "of those that one use jumps over the highest")
		scan(t, o.globex, "b", 20, time.Time{})
		scan(t, o.globex, "c", 20, time.Time{})
		require.Equal(t, []string{"80% 81/100 r1 p0", "95% 101/100 r1 p0", "120% 121/100 r1 p0"}, alertsOf(t, o, "globex"))
	})
	onEachStore(t, "none", func(t *testing.T, o *office) {
		licensed(t, o, o.globex, func(c *license.Contract) { c.Terms.Model = license.Unlimited })
		licensed(t, o, o.globex, func(c *license.Contract) { c.ID = "lic_2" })
		scan(t, o.globex, "a", 1000, time.Time{})
		require.NoError(t, level(t, o.globex, 1000))
		require.Empty(t, alertsOf(t, o, "globex"), "what has no limit is never told")
	})
}

func TestAmendContract(t *testing.T) {
	onEachStore(t, "the limit", func(t *testing.T, o *office) {
		licensed(t, o, o.globex, nil)
		scan(t, o.globex, "a", 90, time.Time{})
		raised, lowered, back := int64(200), int64(150), int64(100)
		c, err := o.globex.AmendContract(t.Context(), "lic_1", license.Change{Limit: &raised})
		require.NoError(t, err)
		require.Equal(t, 2, c.Revision)
		scan(t, o.globex, "b", 69, time.Time{})
		require.Equal(t, []string{"80% 90/100 r1 p0"}, alertsOf(t, o, "globex"))
		scan(t, o.globex, "c", 1, time.Time{})
		require.Equal(t, []string{"80% 90/100 r1 p0", "80% 160/200 r2 p0"}, alertsOf(t, o, "globex"), "a limit that was raised is told anew")
		_, err = o.globex.AmendContract(t.Context(), "lic_1", license.Change{Limit: &lowered})
		require.NoError(t, err)
		require.Equal(t, "80% 160/150 r3 p0", alertsOf(t, o, "globex")[2], "at once, if that much is used already")
		before := len(o.events(t, "globex"))
		same, err := o.globex.AmendContract(t.Context(), "lic_1", license.Change{Limit: &lowered})
		require.NoError(t, err)
		require.Equal(t, 3, same.Revision)
		require.Len(t, o.events(t, "globex"), before, "nothing has changed")
		_, err = o.globex.AmendContract(t.Context(), "lic_1", license.Change{Limit: &back})
		require.NoError(t, err)
		require.Len(t, alertsOf(t, o, "globex"), 3, "of the limit that it had at first everything was told")
		require.Equal(t, []distr.Kind{distr.CustomerAdded, distr.LicenseAlert, distr.LicenseChanged, distr.LicenseAlert, distr.LicenseChanged, distr.LicenseAlert}, o.kinds(t, "globex", 0)[0:6])
	})
	onEachStore(t, "its end", func(t *testing.T, o *office) {
		licensed(t, o, o.globex, nil)
		licensed(t, o, o.globex, func(c *license.Contract) {
			c.ID, c.Starts = "lic_2", o.clock.now().Add(100*24*time.Hour)
			c.Anchor = c.Starts
			c.Ends = c.Starts.Add(time.Hour)
		})
		ends := o.clock.now().Add(101 * 24 * time.Hour)
		_, err := o.globex.EndContract(t.Context(), "lic_1", ends)
		require.ErrorIs(t, err, tenant.ErrConflict, "two of a model at once")
		_, err = o.globex.EndContract(t.Context(), "lic_none", ends)
		require.ErrorIs(t, err, tenant.ErrNotFound)
		ended, err := o.globex.EndContract(t.Context(), "lic_1", o.clock.now().Add(-time.Hour))
		require.NoError(t, err)
		require.Equal(t, o.clock.now(), ended.Ends, "a past end is now")
		again, err := o.globex.EndContract(t.Context(), "lic_1", ends)
		require.NoError(t, err)
		require.Equal(t, ended, again, "it has ended")
		never, err := o.globex.EndContract(t.Context(), "lic_2", time.Time{})
		require.NoError(t, err)
		require.Equal(t, never.Starts, never.Ends, "it never begins")
		standing, err := o.globex.Standing(t.Context())
		require.NoError(t, err)
		require.Empty(t, standing)
		contracts, err := o.globex.Contracts(t.Context())
		require.NoError(t, err)
		require.Len(t, contracts, 2)
		negative := int64(-1)
		_, err = o.globex.AmendContract(t.Context(), "lic_1", license.Change{Limit: &negative})
		require.ErrorIs(t, err, tenant.ErrInvalid)
	})
}

func TestSweepLicenses(t *testing.T) {
	onEachStore(t, "a new period", func(t *testing.T, o *office) {
		licensed(t, o, o.globex, ofAssets)
		require.NoError(t, level(t, o.globex, 95))
		sweep := func(want int) {
			t.Helper()
			n, err := o.acme.SweepLicenses(t.Context())
			require.NoError(t, err)
			require.Equal(t, want, n)
		}
		sweep(0)
		want := []string{"90% 95/100 r1 p0"}
		for month := 1; month <= 3; month++ {
			o.clock.move(31 * 24 * time.Hour)
			sweep(1)
			sweep(0)
			want = append(want, fmt.Sprintf("90%% 95/100 r1 p%d", month))
			require.Equal(t, want, alertsOf(t, o, "globex"), "though nobody has touched it")
		}
		o.clock.move(31 * 24 * time.Hour)
		require.NoError(t, level(t, o.globex, 50))
		sweep(0)
		want = append(want, "90% 95/100 r1 p4")
		require.Equal(t, want, alertsOf(t, o, "globex"), "the period began with it, though it is less by now")
		standing, err := o.globex.Standing(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, 95, standing[0].Peak)
		require.NoError(t, level(t, o.globex, 90))
		require.Equal(t, want, alertsOf(t, o, "globex"))
	})
	onEachStore(t, "a license that comes later", func(t *testing.T, o *office) {
		require.NoError(t, level(t, o.globex, 100))
		licensed(t, o, o.globex, ofAssets)
		n, err := o.acme.SweepLicenses(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, n)
		_, err = o.globex.Archive(t.Context())
		require.NoError(t, err)
		o.clock.move(31 * 24 * time.Hour)
		n, err = o.acme.SweepLicenses(t.Context())
		require.NoError(t, err)
		require.Zero(t, n, "an archived customer is told nothing")
	})
	onEachStore(t, "a gauge that blocks", func(t *testing.T, o *office) {
		licensed(t, o, o.globex, func(c *license.Contract) {
			ofAssets(c)
			c.Terms.Overage = license.Block
		})
		require.NoError(t, level(t, o.globex, 100))
		var over *license.OverLimit
		require.ErrorAs(t, level(t, o.globex, 101), &over)
		require.Equal(t, license.OverLimit{Contract: "lic_1", More: 1, Standing: license.Standing{Level: license.Alert, Used: 100, Limit: 100, Threshold: 90}}, *over)
		lowered := int64(50)
		_, err := o.globex.AmendContract(t.Context(), "lic_1", license.Change{Limit: &lowered})
		require.NoError(t, err)
		o.clock.move(40 * 24 * time.Hour)
		require.NoError(t, level(t, o.globex, 80), "less is never refused, also in a period that has just begun")
		require.ErrorAs(t, level(t, o.globex, 81), &over)
	})
}
