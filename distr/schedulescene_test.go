package distr_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// withSchedules adds schedules to the scene, of the vendor's and of globex, and of each
// one that is paused.
func (s *scene) withSchedules(t *testing.T) {
	t.Helper()
	nightly := distr.ScanSchedule{Name: "nightly", Every: license.EveryDay, Hour: 2, Minute: 30, Zone: "Europe/Berlin", On: []distr.Trigger{distr.OnVulnerabilities}}
	wide, own := schedule(t, s.acme, nightly), schedule(t, s.globex, nightly)
	s.byType[reflect.TypeFor[distr.ScheduleID]()] = own.ID
	s.byType[reflect.TypeFor[distr.ScanSchedule]()] = nightly
	s.byType[reflect.TypeFor[distr.Trigger]()] = distr.OnVulnerabilities
	for _, name := range []string{"Pause", "Remove", "Preview"} {
		s.byName["Vendor."+name+"Schedule 1"] = wide.ID
	}
	wide, own = schedule(t, s.acme, nightly), schedule(t, s.globex, nightly)
	require.NoError(t, s.acme.PauseSchedule(t.Context(), wide.ID))
	require.NoError(t, s.globex.PauseSchedule(t.Context(), own.ID))
	s.byName["Vendor.ResumeSchedule 1"], s.byName["Account.ResumeSchedule 1"] = wide.ID, own.ID
}

// schedule adds one to a vendor's room or a customer's.
func schedule(t require.TestingT, h interface {
	AddSchedule(context.Context, distr.ScanSchedule) (distr.ScanSchedule, error)
}, s distr.ScanSchedule,
) distr.ScanSchedule {
	added, err := h.AddSchedule(context.Background(), s)
	require.NoError(t, err)
	return added
}

// daily is a schedule with a slot each day at six in the morning, UTC.
func daily(bend func(*distr.ScanSchedule)) distr.ScanSchedule {
	s := distr.ScanSchedule{Name: "daily", Every: license.EveryDay, Hour: 6}
	if bend != nil {
		bend(&s)
	}
	return s
}

// handOut hands out what is due.
func handOut(t *testing.T, v *distr.Vendor) int {
	t.Helper()
	n, err := v.HandOutScans(t.Context())
	require.NoError(t, err)
	return n
}

// to moves the clock to an instant.
func (c *clock) to(t *testing.T, text string) {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	c.move(at.Sub(c.now()))
}

// runsOf are a customer's runs, oldest first.
func runsOf(t *testing.T, a *distr.Account) []distr.ScanRun {
	t.Helper()
	runs, err := a.Runs(t.Context(), distr.RunQuery{})
	require.NoError(t, err)
	return runs
}

// slotsOf are the slots of these runs.
func slotsOf(runs []distr.ScanRun) (slots []string) {
	for _, r := range runs {
		slots = append(slots, r.Slot.Format(time.RFC3339))
	}
	return slots
}

// kept is a schedule as it lies in the store: the vendor's, if no customer is named.
func kept(t *testing.T, store distr.Store, c tenant.CustomerID, id distr.ScheduleID) (s distr.ScanSchedule) {
	t.Helper()
	require.NoError(t, store.View(t.Context(), "acme", func(view distr.VendorView) (err error) {
		room := distr.ScheduleView(view)
		if c != "" {
			if room, err = view.Open(c); err != nil {
				return err
			}
		}
		s, err = room.Schedule(id)
		return err
	}))
	return s
}
