package distr_test

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A meddled store is one in which something happens after the first look at it.
type meddled struct {
	distr.Store
	happens func()
}

func (m *meddled) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	err := m.Store.View(ctx, v, fn)
	m.happens()
	return err
}

// What happens between the look at what is due and its being handed out, counts.
func TestMeanwhile(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		happens func(t *testing.T, o *office, a schedules, id distr.ScheduleID)
		runs    int
		stays   func(t *testing.T, s distr.ScanSchedule)
	}{
		{"it is paused", func(t *testing.T, _ *office, a schedules, id distr.ScheduleID) {
			require.NoError(t, a.PauseSchedule(t.Context(), id))
		}, 0, func(t *testing.T, s distr.ScanSchedule) {
			require.NotZero(t, s.Paused)
			require.NotZero(t, s.Fired)
		}},
		{"it is paused and resumed", func(t *testing.T, _ *office, a schedules, id distr.ScheduleID) {
			require.NoError(t, a.PauseSchedule(t.Context(), id))
			require.NoError(t, a.ResumeSchedule(t.Context(), id))
		}, 0, func(t *testing.T, s distr.ScanSchedule) { require.Zero(t, s.Fired) }},
		{"it is removed", func(t *testing.T, _ *office, a schedules, id distr.ScheduleID) {
			require.NoError(t, a.RemoveSchedule(t.Context(), id))
		}, 0, nil},
		{"somebody else hands it out", func(t *testing.T, o *office, _ schedules, _ distr.ScheduleID) {
			require.Equal(t, 2, handOut(t, o.acme))
		}, 2, func(t *testing.T, s distr.ScanSchedule) { require.Zero(t, s.Fired) }},
		{"the customer is archived", func(t *testing.T, o *office, _ schedules, _ distr.ScheduleID) {
			_, err := o.globex.Archive(t.Context())
			require.NoError(t, err)
		}, 0, func(t *testing.T, s distr.ScanSchedule) { require.Zero(t, s.Fired) }},
	} {
		for _, whose := range []tenant.CustomerID{"", "globex"} {
			t.Run(tt.name+" "+string(whose), func(t *testing.T) {
				t.Parallel()
				o := scanned(t, newOffice(t))
				a := schedules(o.acme)
				if whose != "" {
					a = o.globex
				}
				s := schedule(t, a, daily(func(s *distr.ScanSchedule) { s.On = []distr.Trigger{distr.OnVulnerabilities} }))
				o.clock.to(t, "2026-03-02T06:00:00Z")
				fire(t, o.acme)
				store := &meddled{o.store, sync.OnceFunc(func() { tt.happens(t, o, a, s.ID) })}
				n, err := o.newHub(store).Vendor("acme").As(distr.Program("other")).HandOutScans(t.Context())
				require.NoError(t, err)
				require.Zero(t, n)
				require.Zero(t, handOut(t, o.acme))
				require.Len(t, runsOf(t, o.globex), tt.runs)
				if tt.stays != nil {
					tt.stays(t, kept(t, o.store, whose, s.ID))
				}
			})
		}
	}
}
