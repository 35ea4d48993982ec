package distr_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Whoever has more assets scanned than a run takes is told so in front, and by the run,
// along with what to do.
func TestSchedulesOfTooManyAssets(t *testing.T) {
	t.Parallel()
	o := ofRuns(t, newOffice(t))
	ctx := t.Context()
	initech := o.open(t, "initech")
	addAssets(t, initech, "initech.example", "192.0.2.0/32", "192.0.2.1/32", "192.0.2.0/31")
	own, wide := schedule(t, o.globex, daily(nil)), schedule(t, o.acme, daily(nil))
	before, err := o.globex.Assets(ctx, distr.AssetQuery{})
	require.NoError(t, err)
	all := hosts(distr.MaxTargets + 1)
	addAssets(t, o.globex, all[:distr.MaxTargets-len(before)]...)
	p, err := o.globex.PreviewNew(ctx, daily(nil), 1)
	require.NoError(t, err)
	require.Equal(t, []int{distr.MaxTargets, 0}, []int{int(p.Targets), p.TooMany})
	addAssets(t, o.globex, all[1:]...)

	p, err = o.globex.PreviewSchedule(ctx, own.ID, 1)
	require.NoError(t, err)
	require.Equal(t, []int{distr.MaxTargets + 1 + len(before), 1}, []int{int(p.Targets), p.TooMany})
	p, err = o.acme.PreviewSchedule(ctx, wide.ID, 1)
	require.NoError(t, err)
	require.Equal(t, []int{2, 1}, []int{p.Customers, p.TooMany})
	const remedy = "invalid targets: more than 10000 assets are selected, which is all that one run scans; select fewer, by kinds or below names, in several runs or schedules"
	for _, s := range []distr.ScanSchedule{daily(nil), listener("by trigger", distr.OnVulnerabilities), daily(func(s *distr.ScanSchedule) { s.Targets.Kinds = []license.AssetKind{license.Subdomain} })} {
		_, err = o.globex.AddSchedule(ctx, s)
		require.ErrorIs(t, err, tenant.ErrInvalid)
		require.EqualError(t, err, remedy)
		_, err = o.globex.PreviewNew(ctx, s, 1)
		require.EqualError(t, err, remedy)
	}
	for _, s := range []distr.ScanSchedule{
		daily(func(s *distr.ScanSchedule) { s.Targets.Below = []string{all[0]} }),
		daily(func(s *distr.ScanSchedule) { s.Targets.Assets = all[:distr.MaxTargets] }),
		listener("the new ones", distr.OnNewAsset),
	} {
		s = schedule(t, o.globex, s)
		p, err = o.globex.PreviewSchedule(ctx, s.ID, 1)
		require.NoError(t, err)
		require.Zero(t, p.TooMany)
		require.NoError(t, o.globex.RemoveSchedule(ctx, s.ID))
	}

	o.clock.move(24 * time.Hour)
	require.Equal(t, 3, handOut(t, o.acme))
	stop := scanning(t, o.acme, quick(finds()))
	for _, r := range runsOf(t, o.globex) {
		r = until(t, o.globex, r.ID, in(distr.RunFailed))
		require.Equal(t, remedy, r.Error)
		require.Equal(t, 1, r.Attempts)
	}
	stop()
}
