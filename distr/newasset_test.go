package distr_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

// Assets that are new are scanned, by whoever listens, and they alone.
func TestNewAssetsAreScanned(t *testing.T) {
	t.Parallel()
	onEachStore(t, "new assets", func(t *testing.T, o *office) {
		ctx := t.Context()
		scanned(t, o)
		require.Empty(t, runsOf(t, o.globex), "nobody listens")
		own := schedule(t, o.globex, listener("own", distr.OnNewAsset))
		web := schedule(t, o.globex, func() distr.ScanSchedule {
			s := listener("web", distr.OnNewAsset, distr.OnVulnerabilities)
			s.Targets.Kinds, s.Targets.Below = []license.AssetKind{license.WebApp, license.API}, []string{"example.com"}
			return s
		}())
		named := schedule(t, o.globex, func() distr.ScanSchedule {
			s := listener("named", distr.OnNewAsset)
			s.Targets.Assets = []string{"example.com"}
			return s
		}())
		wide := schedule(t, o.acme, listener("wide", distr.OnNewAsset))
		schedule(t, o.acme, func() distr.ScanSchedule {
			s := listener("gold", distr.OnNewAsset)
			s.Customers.Plan = "gold"
			return s
		}())
		schedule(t, o.globex, listener("deaf", distr.OnVulnerabilities))
		paused := schedule(t, o.globex, listener("paused", distr.OnNewAsset))
		require.NoError(t, o.globex.PauseSchedule(ctx, paused.ID))
		targets := func() map[distr.ScheduleID][][]string {
			all := map[distr.ScheduleID][][]string{}
			for _, r := range runsOf(t, o.globex) {
				require.Equal(t, distr.OnNewAsset, r.Trigger)
				require.Equal(t, distr.ByTrigger, r.Cause)
				require.Empty(t, r.Targets.Kinds)
				all[r.Schedule] = append(all[r.Schedule], r.Targets.Assets)
			}
			return all
		}
		out := addAssets(t, o.globex, "192.0.2.1", "www.example.com", "example.com", "no asset")
		require.Error(t, out.Results[3].Err)
		want := []string{"host:www.example.com", "ip4:c0000201/32"}
		require.Equal(t, map[distr.ScheduleID][][]string{own.ID: {want}, wide.ID: {want}}, targets(), "what was there before is not new")
		addAssets(t, o.globex, "192.0.2.1", "example.com")
		require.Equal(t, map[distr.ScheduleID][][]string{own.ID: {want}, wide.ID: {want}}, targets())

		o.clock.move(5 * time.Minute)
		addAssets(t, o.globex, "https://api.example.com/v1", "https://example.org/")
		want = append(want, "url:api.example.com/v1", "url:example.org/")
		require.Equal(t, map[distr.ScheduleID][][]string{own.ID: {want}, wide.ID: {want}, web.ID: {{"url:api.example.com/v1"}}}, targets())
		for _, r := range runsOf(t, o.globex) {
			require.Equal(t, o.clock.now().Add(10*time.Minute), r.Ready)
		}
		_, err := o.globex.ArchiveAssets(ctx, []string{"example.com"})
		require.NoError(t, err)
		addAssets(t, o.globex, "example.com")
		require.Equal(t, [][]string{{"host:example.com"}}, targets()[named.ID], "it is monitored again")
		require.Zero(t, handOut(t, o.acme), "nothing is left to hand out")
	})
}

// If more assets are new than a run scans by name, it scans what the schedule selects.
func TestVeryManyNewAssets(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	schedule(t, o.globex, func() distr.ScanSchedule {
		s := listener("own", distr.OnNewAsset)
		s.Targets.Below = []string{"example.com"}
		return s
	}())
	addAssets(t, o.globex, hosts(distr.MaxTargets)...)
	run := runsOf(t, o.globex)[0]
	require.Len(t, run.Targets.Assets, distr.MaxTargets)
	for range 2 {
		addAssets(t, o.globex, fmt.Sprintf("more-%d.example.com", o.clock.now().Minute()))
		o.clock.move(time.Minute)
		runs := runsOf(t, o.globex)
		require.Len(t, runs, 1)
		require.Equal(t, distr.ScanSelection{Below: []string{"example.com"}}, runs[0].Targets)
	}
}
