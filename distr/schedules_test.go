package distr_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestSchedules(t *testing.T) {
	t.Parallel()
	onEachStore(t, "life", func(t *testing.T, o *office) {
		ctx := t.Context()
		addAssets(t, o.globex, "example.com", "https://example.com/app")
		own := schedule(t, o.globex, distr.ScanSchedule{
			ID: "mine", Name: "Month's end", Every: license.EveryMonth, Day: 31, Hour: 2, Minute: 30, Zone: "Europe/Berlin", Jitter: time.Hour,
			Targets: distr.ScanSelection{Assets: []string{"HTTPS://example.com/app/", "host:example.com", "example.com"}, Kinds: []license.AssetKind{license.WebApp, license.WebApp}, Below: []string{"EXAMPLE.com."}},
			On:      []distr.Trigger{distr.OnVulnerabilities, distr.OnNewAsset, distr.OnNewAsset},
			Created: o.clock.now().Add(time.Hour), Paused: o.clock.now(), Next: o.clock.now(), Fired: o.clock.now(), Turn: distr.ScanTurn{Missed: 3},
		})
		require.True(t, strings.HasPrefix(string(own.ID), "sch_"), own.ID)
		require.Equal(t, distr.ScanSchedule{
			ID: own.ID, Name: "Month's end", Profile: distr.DefaultProfile, Every: license.EveryMonth, Day: 31, Hour: 2, Minute: 30, Zone: "Europe/Berlin", Jitter: time.Hour,
			Targets: distr.ScanSelection{Assets: []string{"host:example.com", "url:example.com/app"}, Kinds: []license.AssetKind{license.WebApp}, Below: []string{"example.com"}},
			On:      []distr.Trigger{distr.OnNewAsset, distr.OnVulnerabilities}, Debounce: distr.DefaultDebounce,
			Created: o.clock.now(), Next: time.Date(2026, 3, 31, 0, 30, 0, 0, time.UTC),
		}, own)
		wide := schedule(t, o.acme, daily(func(s *distr.ScanSchedule) { s.Customers.IDs = []tenant.CustomerID{"globex", "globex"} }))
		require.Equal(t, "UTC", wide.Zone)
		require.Equal(t, []tenant.CustomerID{"globex"}, wide.Customers.IDs)

		mine, err := o.globex.Schedules(ctx)
		require.NoError(t, err)
		require.Equal(t, []distr.ScanSchedule{own}, mine)
		theirs, err := o.acme.Schedules(ctx)
		require.NoError(t, err)
		require.Len(t, theirs, 1)
		require.Equal(t, wide, theirs[0])

		for range 2 { // the second time changes nothing, and says nothing
			require.NoError(t, o.globex.PauseSchedule(ctx, own.ID))
			o.clock.move(time.Hour)
		}
		require.Equal(t, o.clock.now().Add(-2*time.Hour), kept(t, o.store, "globex", own.ID).Paused)
		for range 2 {
			require.NoError(t, o.globex.ResumeSchedule(ctx, own.ID))
		}
		require.Equal(t, own, kept(t, o.store, "globex", own.ID))
		require.NoError(t, o.globex.RemoveSchedule(ctx, own.ID))
		for _, err := range []error{
			o.globex.RemoveSchedule(ctx, own.ID), o.globex.PauseSchedule(ctx, own.ID), o.globex.ResumeSchedule(ctx, own.ID),
			o.globex.RemoveSchedule(ctx, wide.ID), o.acme.RemoveSchedule(ctx, own.ID), // in another room
		} {
			require.ErrorIs(t, err, tenant.ErrNotFound)
		}
		var told []string
		for _, e := range o.events(t, "") {
			if strings.HasPrefix(string(e.Kind), "schedule.") {
				told = append(told, fmt.Sprintf("%s %s %s", e.Kind, e.Customer, strings.NewReplacer(string(own.ID), "own", string(wide.ID), "wide").Replace(string(e.Data))))
			}
		}
		require.Equal(t, []string{
			`schedule.added globex {"name":"Month's end","on":["new-asset","vulnerability-database"],"profile":"web","schedule":"own","when":"on the last day of every month at 02:30 (Europe/Berlin)"}`,
			`schedule.added  {"name":"daily","profile":"web","schedule":"wide","when":"every day at 06:00 (UTC)"}`,
			`schedule.paused globex {"name":"Month's end","schedule":"own"}`,
			`schedule.resumed globex {"name":"Month's end","schedule":"own"}`,
			`schedule.removed globex {"name":"Month's end","schedule":"own"}`,
		}, told)
	})
}

func TestTooManySchedules(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for range distr.MaxSchedules {
		schedule(t, o.globex, daily(nil))
	}
	_, err := o.globex.AddSchedule(t.Context(), daily(nil))
	require.ErrorIs(t, err, tenant.ErrConflict)
	require.EqualError(t, err, "conflict: there are 100 schedules already, and that is the most; remove one that nobody needs")
	require.NoError(t, o.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		for i := range distr.MaxVendorSchedules {
			if err := tx.PutSchedule(distr.ScanSchedule{ID: distr.ScheduleID(fmt.Sprint("sch_", i)), Created: o.clock.now()}); err != nil {
				return err
			}
		}
		return nil
	}))
	_, err = o.acme.AddSchedule(t.Context(), daily(nil))
	require.ErrorContains(t, err, "there are 1000 schedules already")
}

func TestSchedulePreview(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := t.Context()
	addAssets(t, o.globex, "example.com", "www.example.com", "192.0.2.0/29", "https://example.org/app")
	for _, id := range []tenant.CustomerID{"hooli", "initech", "umbrella"} {
		o.open(t, id)
	}
	_, err := o.acme.Account("hooli").Archive(ctx)
	require.NoError(t, err)
	o.clock.to(t, "2026-03-28T00:00:00Z")
	night := daily(func(s *distr.ScanSchedule) { s.Hour, s.Minute, s.Zone = 2, 30, "Europe/Berlin" })
	p, err := o.acme.PreviewNew(ctx, night, 3)
	require.NoError(t, err)
	var words []string
	for _, slot := range p.Slots {
		words = append(words, slot.String())
	}
	require.Equal(t, []string{
		"Sat 28 Mar 2026 02:30 CET (01:30 UTC)",
		"Sun 29 Mar 2026 03:00 CEST (01:00 UTC): the clock skips 02:30",
		"Mon 30 Mar 2026 02:30 CEST (00:30 UTC)",
	}, words)
	require.Equal(t, 3, p.Customers, "the one who is archived is not among them")
	require.Zero(t, p.Targets)
	all, err := o.acme.Schedules(ctx)
	require.NoError(t, err)
	require.Empty(t, all, "a preview adds nothing")

	own := schedule(t, o.globex, daily(func(s *distr.ScanSchedule) { s.Targets.Below = []string{"example.com"} }))
	p, err = o.globex.PreviewSchedule(ctx, own.ID, 0)
	require.NoError(t, err)
	require.Len(t, p.Slots, 10)
	require.Equal(t, kept(t, o.store, "globex", own.ID).Next, p.Slots[0].At.UTC())
	require.Equal(t, 1, p.Customers)
	require.EqualValues(t, 2, p.Targets)
	require.NoError(t, o.globex.PauseSchedule(ctx, own.ID))
	again, err := o.globex.PreviewSchedule(ctx, own.ID, 0)
	require.NoError(t, err)
	require.Equal(t, p, again)
	for _, n := range []int{-1, 1001} {
		_, err = o.globex.PreviewSchedule(ctx, own.ID, n)
		require.ErrorIs(t, err, tenant.ErrInvalid)
		require.ErrorContains(t, err, "it is 1 to 1000")
	}
	listener := schedule(t, o.globex, distr.ScanSchedule{Name: "x", On: []distr.Trigger{distr.OnNewAsset}})
	p, err = o.globex.PreviewSchedule(ctx, listener.ID, 5)
	require.NoError(t, err)
	require.Equal(t, distr.SchedulePreview{Customers: 1, Targets: 4}, p)
}
