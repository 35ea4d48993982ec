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

// scanned is an office where globex has assets.
func scanned(t *testing.T, o *office) *office {
	t.Helper()
	addAssets(t, o.globex, "example.com", "https://example.com/app")
	return o
}

func TestHandOutScans(t *testing.T) {
	t.Parallel()
	onEachStore(t, "slot by slot", func(t *testing.T, o *office) {
		scanned(t, o)
		s := schedule(t, o.globex, daily(func(s *distr.ScanSchedule) {
			s.Profile, s.Targets.Kinds = "deep", []license.AssetKind{license.WebApp}
		}))
		events := len(o.events(t, ""))
		require.Zero(t, handOut(t, o.acme), "nothing is due")
		o.clock.to(t, "2026-03-02T05:59:59Z")
		require.Zero(t, handOut(t, o.acme))
		o.clock.to(t, "2026-03-02T06:00:00Z")
		require.Equal(t, 1, handOut(t, o.acme), "at the instant itself")
		require.Zero(t, handOut(t, o.acme))
		slot := o.clock.now()
		require.Equal(t, []distr.ScanRun{{
			ID: distr.NewRunID("acme", "globex", s.ID, slot), Schedule: s.ID, Name: "daily", Cause: distr.BySlot, Slot: slot, Profile: "deep",
			Targets: s.Targets, State: distr.RunQueued, Created: slot, Ready: slot,
		}}, runsOf(t, o.globex))
		o.clock.move(30 * time.Hour)
		require.Equal(t, 1, handOut(t, o.acme))
		run := runsOf(t, o.globex)[1]
		require.Equal(t, []any{slot.Add(24 * time.Hour), 0, slot.Add(24 * time.Hour), o.clock.now()}, []any{run.Slot, run.Missed, run.Ready, run.Created})
		require.Equal(t, slot.Add(48*time.Hour), kept(t, o.store, "globex", s.ID).Next)
		require.Len(t, o.events(t, ""), events, "a run tells of itself when it has ended")

		o.clock.move(-26 * time.Hour) // a clock that was put back
		require.Zero(t, handOut(t, o.acme))
		require.NoError(t, o.globex.PauseSchedule(t.Context(), s.ID))
		require.NoError(t, o.globex.ResumeSchedule(t.Context(), s.ID))
		require.Equal(t, slot.Add(24*time.Hour), kept(t, o.store, "globex", s.ID).Next, "it is to come again")
		o.clock.move(24 * time.Hour)
		require.Zero(t, handOut(t, o.acme), "but it was run")
		o.clock.move(24 * time.Hour)
		require.Equal(t, 1, handOut(t, o.acme))
		require.Equal(t, []string{"2026-03-02T06:00:00Z", "2026-03-03T06:00:00Z", "2026-03-04T06:00:00Z"}, slotsOf(runsOf(t, o.globex)))
	})
}

// After two weeks in which nobody looked at the clock there is one run for each
// schedule and customer, which says how many slots it stands for.
func TestOutage(t *testing.T) {
	t.Parallel()
	o := scanned(t, newOffice(t))
	initech := o.open(t, "initech")
	addAssets(t, initech, "initech.example")
	schedule(t, o.globex, daily(nil))
	schedule(t, o.globex, distr.ScanSchedule{Name: "weekly", Every: license.EveryWeek, Weekday: time.Tuesday})
	schedule(t, o.globex, distr.ScanSchedule{Name: "monthly", Every: license.EveryMonth, Day: 31})
	schedule(t, o.acme, daily(func(s *distr.ScanSchedule) { s.Name = "wide" }))
	o.clock.to(t, "2026-03-15T20:00:00Z")
	require.Equal(t, 4, handOut(t, o.acme))
	require.Zero(t, handOut(t, o.acme))
	missed := map[string]int{}
	for _, r := range append(runsOf(t, o.globex), runsOf(t, initech)...) {
		missed[fmt.Sprint(r.Name, " ", r.Slot.Format(time.DateTime))] += r.Missed
	}
	require.Equal(t, map[string]int{"daily 2026-03-15 06:00:00": 13, "weekly 2026-03-10 00:00:00": 1, "wide 2026-03-15 06:00:00": 26}, missed)
}

// A clock that is set forward or back makes no slot less and none more.
func TestSlotsInGapAndFold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, zone, from string
		hour, minute     int
		want             []string
	}{
		{"gap", "America/New_York", "2026-03-07T12:00:00-05:00", 2, 30, []string{"2026-03-08T07:00:00Z", "2026-03-09T06:30:00Z"}},
		{"fold", "America/New_York", "2026-10-31T12:00:00-04:00", 1, 30, []string{"2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"}},
		{"half an hour", "Australia/Lord_Howe", "2026-10-03T12:00:00+10:30", 2, 15, []string{"2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z"}},
		{"a day that is skipped", "Pacific/Apia", "2011-12-29T12:00:00-10:00", 1, 0, []string{"2011-12-30T10:00:00Z", "2011-12-30T11:00:00Z", "2011-12-31T11:00:00Z"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := scanned(t, newOffice(t))
			o.clock.to(t, tt.from)
			schedule(t, o.globex, daily(func(s *distr.ScanSchedule) { s.Hour, s.Minute, s.Zone = tt.hour, tt.minute, tt.zone }))
			for range 48 * 4 { // every quarter of an hour for two days
				o.clock.move(15 * time.Minute)
				handOut(t, o.acme)
			}
			runs := runsOf(t, o.globex)
			require.Equal(t, tt.want, slotsOf(runs))
			for _, r := range runs {
				require.Zero(t, r.Missed)
			}
		})
	}
}

// The database of zones is another one by the time of a slot: the schedule goes by
// that, and none is run twice or left out.
func TestZonesThatChange(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		off  time.Duration // of what the database before said
		want []string
	}{
		{"it said later", time.Hour, []string{"2026-03-02T01:30:00Z", "2026-03-03T01:30:00Z"}},
		{"it said earlier", -time.Hour, []string{"2026-03-02T01:30:00Z", "2026-03-03T01:30:00Z"}},
		{"it said the same", 0, []string{"2026-03-02T01:30:00Z", "2026-03-03T01:30:00Z"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := scanned(t, newOffice(t))
			s := schedule(t, o.globex, daily(func(s *distr.ScanSchedule) { s.Hour, s.Minute, s.Zone = 2, 30, "Europe/Berlin" }))
			s.Next = s.Next.Add(tt.off)
			inRoom(t, o, o.globex, func(room distr.CustomerTx) error { return room.PutSchedule(s) })
			for range 40 {
				o.clock.move(time.Hour)
				handOut(t, o.acme)
			}
			require.Equal(t, tt.want, slotsOf(runsOf(t, o.globex)))
		})
	}
}

// What cannot be handed out is told of each time, and holds up nobody: be it more than
// are looked at at once.
func TestBrokenSchedules(t *testing.T) {
	t.Parallel()
	onEachStore(t, "many", func(t *testing.T, o *office) {
		scanned(t, o)
		own := schedule(t, o.globex, daily(nil))
		wide := schedule(t, o.acme, daily(nil))
		broken := distr.ScanSchedule{Name: "b", Profile: "web", Every: license.EveryDay, Zone: "Europe/Bonn", Created: o.clock.now(), Next: o.clock.now().Add(-time.Hour)}
		for i := range 250 {
			broken.ID = distr.ScheduleID(fmt.Sprintf("broken-%03d", i))
			inRoom(t, o, o.globex, func(room distr.CustomerTx) error { return room.PutSchedule(broken) })
		}
		broken.ID, broken.Zone, broken.Every = "broken-wide", "UTC", "hourly"
		require.NoError(t, o.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error { return tx.PutSchedule(broken) }))
		o.clock.to(t, "2026-03-02T06:00:00Z")
		n, err := o.acme.HandOutScans(t.Context())
		require.Equal(t, 2, n)
		require.ErrorIs(t, err, tenant.ErrInvalid)
		require.ErrorContains(t, err, `handing out schedule broken-007 of customer globex: invalid time zone "Europe/Bonn"`)
		require.ErrorContains(t, err, `handing out schedule broken-wide of the vendor's: invalid schedule: "hourly" is not how often`)
		require.Len(t, runsOf(t, o.globex), 2)
		require.Equal(t, kept(t, o.store, "globex", own.ID).Next, kept(t, o.store, "", wide.ID).Next)

		mended := kept(t, o.store, "globex", "broken-007")
		mended.Zone = "Europe/Berlin"
		inRoom(t, o, o.globex, func(room distr.CustomerTx) error { return room.PutSchedule(mended) })
		n, err = o.acme.HandOutScans(t.Context())
		require.Error(t, err)
		require.Equal(t, 1, n, "it is caught up")
	})
}

// What falls into a pause is left out.
func TestPause(t *testing.T) {
	t.Parallel()
	o := scanned(t, newOffice(t))
	ctx := t.Context()
	s := schedule(t, o.globex, daily(func(s *distr.ScanSchedule) { s.On = []distr.Trigger{distr.OnVulnerabilities, distr.OnNewAsset} }))
	require.NoError(t, o.globex.PauseSchedule(ctx, s.ID))
	o.clock.to(t, "2026-03-05T07:00:00Z")
	require.Zero(t, handOut(t, o.acme))
	n, err := o.acme.FireTrigger(ctx, distr.OnVulnerabilities)
	require.NoError(t, err)
	require.Zero(t, n)
	addAssets(t, o.globex, "new.example.com")
	require.NoError(t, o.globex.ResumeSchedule(ctx, s.ID))
	require.Zero(t, handOut(t, o.acme))
	require.Empty(t, runsOf(t, o.globex))
	n, err = o.acme.FireTrigger(ctx, distr.OnVulnerabilities)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.NoError(t, o.globex.PauseSchedule(ctx, s.ID), "before it is handed out")
	require.Zero(t, handOut(t, o.acme))
	require.NoError(t, o.globex.ResumeSchedule(ctx, s.ID))
	o.clock.to(t, "2026-03-06T06:00:00Z")
	require.Equal(t, 1, handOut(t, o.acme))
	require.Equal(t, []string{"2026-03-06T06:00:00Z"}, slotsOf(runsOf(t, o.globex)))
	require.Zero(t, runsOf(t, o.globex)[0].Missed)
}
