package distr_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// listener is a schedule that goes by triggers alone.
func listener(name string, on ...distr.Trigger) distr.ScanSchedule {
	return distr.ScanSchedule{Name: name, On: on, Debounce: 10 * time.Minute}
}

// fire says that there is another database of vulnerabilities.
func fire(t *testing.T, v *distr.Vendor) int {
	t.Helper()
	n, err := v.FireTrigger(t.Context(), distr.OnVulnerabilities)
	require.NoError(t, err)
	return n
}

func TestFireTrigger(t *testing.T) {
	t.Parallel()
	onEachStore(t, "vulnerabilities", func(t *testing.T, o *office) {
		scanned(t, o)
		initech, gone := o.open(t, "initech"), o.open(t, "gone")
		addAssets(t, initech, "initech.example")
		own := schedule(t, o.globex, listener("own", distr.OnVulnerabilities))
		wide := schedule(t, o.acme, listener("wide", distr.OnVulnerabilities, distr.OnNewAsset))
		schedule(t, o.globex, listener("of assets", distr.OnNewAsset))
		schedule(t, gone, listener("gone", distr.OnVulnerabilities))
		_, err := gone.Archive(t.Context())
		require.NoError(t, err)

		require.Equal(t, 2, fire(t, o.acme))
		require.Empty(t, runsOf(t, o.globex), "that is for who hands out")
		require.Equal(t, 3, handOut(t, o.acme))
		require.Zero(t, handOut(t, o.acme))
		runs := runsOf(t, o.globex)
		require.Len(t, runs, 2)
		for _, r := range append(runs, runsOf(t, initech)...) {
			require.True(t, strings.HasPrefix(string(r.ID), "run_"), r.ID)
			s := map[distr.ScheduleID]string{own.ID: "own", wide.ID: "wide"}[r.Schedule]
			require.Equal(t, distr.ScanRun{
				ID: r.ID, Schedule: r.Schedule, Name: s, Cause: distr.ByTrigger, Trigger: distr.OnVulnerabilities, Profile: "web",
				State: distr.RunQueued, Created: o.clock.now(), Ready: o.clock.now().Add(10 * time.Minute),
			}, r)
		}
		events := o.events(t, "")
		last := events[len(events)-1]
		require.Equal(t, `trigger.fired {"schedules":2,"trigger":"vulnerability-database"}`, fmt.Sprintf("%s %s", last.Kind, last.Data))
		require.Empty(t, last.Customer)
	})
}

func TestTriggersThatAreNone(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	before := len(o.events(t, ""))
	for trigger, want := range map[distr.Trigger]string{
		"":              `invalid trigger "": it is new-asset or vulnerability-database`,
		"full-moon":     `invalid trigger "full-moon": it is new-asset or vulnerability-database`,
		"new-asset":     "invalid trigger new-asset: it fires by itself, when an asset is added; to have assets scanned that are there, ask for a scan, or fire vulnerability-database",
		"NEW-ASSET":     `invalid trigger "NEW-ASSET"`,
		"vulnerability": `invalid trigger "vulnerability"`,
	} {
		n, err := o.acme.FireTrigger(t.Context(), trigger)
		require.ErrorIs(t, err, tenant.ErrInvalid)
		require.ErrorContains(t, err, want)
		require.Zero(t, n)
	}
	require.Len(t, o.events(t, ""), before)
	require.Zero(t, fire(t, o.acme), "nobody listens")
	require.Len(t, o.events(t, ""), before+1, "but it has fired")
}

// A trigger that more listen to than are told at once tells all of them.
func TestTriggerOfMany(t *testing.T) {
	t.Parallel()
	o := scanned(t, newOffice(t))
	inRoom(t, o, o.globex, func(room distr.CustomerTx) error {
		for i := range 1100 {
			s := listener("many", distr.OnVulnerabilities)
			s.ID, s.Profile, s.Created = distr.ScheduleID(fmt.Sprintf("sch-%04d", i)), "web", o.clock.now()
			if err := room.PutSchedule(s); err != nil {
				return err
			}
		}
		return nil
	})
	before := len(o.events(t, ""))
	require.Equal(t, 1100, fire(t, o.acme))
	var counts []string
	for _, e := range o.events(t, "")[before:] {
		counts = append(counts, string(e.Data))
	}
	require.Equal(t, []string{`{"schedules":500,"trigger":"vulnerability-database"}`, `{"schedules":500,"trigger":"vulnerability-database"}`, `{"schedules":100,"trigger":"vulnerability-database"}`}, counts)
	require.Equal(t, 1100, handOut(t, o.acme))
	require.Len(t, runsOf(t, o.globex), 1100)
}

// While triggers fire one after the other there is one run. It waits until they leave
// off, but not for ever; and once it has begun, the next trigger makes another.
func TestTriggerStorm(t *testing.T) {
	t.Parallel()
	onEachStore(t, "storm", func(t *testing.T, o *office) {
		scanned(t, o)
		schedule(t, o.globex, listener("own", distr.OnVulnerabilities))
		begin := o.clock.now()
		for minute := range 120 {
			require.Equal(t, 1, fire(t, o.acme))
			require.Equal(t, 1, fire(t, o.acme))
			handOut(t, o.acme)
			runs := runsOf(t, o.globex)
			require.Len(t, runs, 1)
			require.Equal(t, begin, runs[0].Created)
			require.Equal(t, begin.Add(time.Duration(min(minute+10, 60))*time.Minute), runs[0].Ready)
			o.clock.move(time.Minute)
		}
		for _, begun := range []func(*distr.ScanRun){
			func(r *distr.ScanRun) { r.State, r.Holder, r.Attempts = distr.RunRunning, "somebody", 1 },
			func(r *distr.ScanRun) { r.State, r.Attempts = distr.RunQueued, 1 }, // it failed, and waits to be tried again
			func(r *distr.ScanRun) { r.Cancelled = o.clock.now() },
			func(r *distr.ScanRun) { r.State, r.Ended = distr.RunFailed, o.clock.now() },
		} {
			runs := runsOf(t, o.globex)
			last := runs[len(runs)-1]
			begun(&last)
			inRoom(t, o, o.globex, func(room distr.CustomerTx) error { return room.PutRun(last) })
			o.clock.move(time.Minute)
			fire(t, o.acme)
			require.Equal(t, 1, handOut(t, o.acme))
			now := runsOf(t, o.globex)
			require.Len(t, now, len(runs)+1)
			require.Equal(t, last, now[len(runs)-1], "that is left as it was")
		}
	})
}

// A trigger that fires while the one before is handed out is not lost; nor is one that
// fired by a clock that was wrong.
func TestTriggerMeanwhile(t *testing.T) {
	t.Parallel()
	o := scanned(t, newOffice(t))
	s := schedule(t, o.acme, listener("wide", distr.OnVulnerabilities))
	s.Turn = distr.ScanTurn{Trigger: distr.OnVulnerabilities, After: "aaa"}
	require.NoError(t, o.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error { return tx.PutSchedule(s) }))
	fire(t, o.acme)
	initech := o.open(t, "aa") // who comes before those that are left
	addAssets(t, initech, "initech.example")
	require.Equal(t, 2, handOut(t, o.acme))
	require.Len(t, runsOf(t, o.globex), 1)
	require.Len(t, runsOf(t, initech), 1)

	o.clock.move(1000 * time.Hour)
	fire(t, o.acme)
	o.clock.move(-900 * time.Hour)
	require.Zero(t, handOut(t, o.acme))
	fire(t, o.acme)
	handOut(t, o.acme)
	require.Len(t, runsOf(t, o.globex), 1, "the run that waits")
	require.Equal(t, distr.ScanTurn{}, kept(t, o.store, "", s.ID).Turn)
	require.Zero(t, kept(t, o.store, "", s.ID).Fired)
}
