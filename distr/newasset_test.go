package distr_test

import (
	"slices"
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

// If more assets are new than a run scans, there are several: each of the assets is in
// one of them.
func TestVeryManyNewAssets(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	schedule(t, o.globex, listener("own", distr.OnNewAsset))
	all := hosts(2 * distr.MaxTargets)
	begin := o.clock.now()
	ready := func() (minutes []int) {
		var named []string
		for _, r := range runsOf(t, o.globex) {
			require.LessOrEqual(t, len(r.Targets.Assets), distr.MaxTargets)
			named = append(named, r.Targets.Assets...)
			minutes = append(minutes, int(r.Ready.Sub(begin).Minutes()))
		}
		slices.Sort(named)
		require.Len(t, slices.Compact(named), len(named))
		count, err := o.globex.AssetCount(t.Context())
		require.NoError(t, err)
		require.Len(t, named, int(count.Peak))
		return minutes
	}
	for i, want := range [][]int{{10}, {11, 11}, {11, 12}} {
		o.clock.to(t, begin.Add(time.Duration(i)*time.Minute).Format(time.RFC3339))
		addAssets(t, o.globex, all[i*6_000:(i+1)*6_000]...)
		require.Equal(t, want, ready())
	}
	o.clock.move(time.Minute)
	_, err := o.globex.ArchiveAssets(t.Context(), all[:1])
	require.NoError(t, err)
	addAssets(t, o.globex, all[0])
	require.Equal(t, []int{13, 12}, ready(), "it was to be scanned already, by the first")
	addAssets(t, o.globex, all[18_000:]...)
	require.Equal(t, []int{13, 13}, ready(), "both are full")
	addAssets(t, o.globex, "one-more.example.com")
	require.Equal(t, []int{13, 13, 13}, ready())
}

// What fires again while a run waits makes it scan nothing that its schedule does not
// select.
func TestTriggerKeepsToTheSelection(t *testing.T) {
	t.Parallel()
	o := scanned(t, newOffice(t))
	s := schedule(t, o.globex, func() distr.ScanSchedule {
		s := listener("own", distr.OnVulnerabilities)
		s.Targets = distr.ScanSelection{Assets: []string{"example.com", "https://example.com/app"}, Kinds: []license.AssetKind{license.WebApp}}
		return s
	}())
	for range 2 {
		fire(t, o.acme)
		handOut(t, o.acme)
		require.Equal(t, s.Targets, runsOf(t, o.globex)[0].Targets)
	}
	require.Len(t, runsOf(t, o.globex), 1)
}
