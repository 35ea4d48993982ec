package distr_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A clock that is a year ahead for one look keeps nobody from being scanned afterwards,
// and nothing is run twice.
func TestClockThatWasAhead(t *testing.T) {
	onEachStore(t, "a year ahead", func(t *testing.T, o *office) {
		ofRuns(t, o)
		own := schedule(t, o.globex, daily(nil))
		wide := schedule(t, o.acme, daily(func(s *distr.ScanSchedule) { s.On = []distr.Trigger{distr.OnVulnerabilities} }))
		broken := own
		broken.ID, broken.Zone = "broken", "Europe/Bonn"
		inRoom(t, o, o.globex, func(room distr.CustomerTx) error { return room.PutSchedule(broken) })
		next := own.Next

		const year = 366 * 24 * time.Hour
		o.clock.move(year)
		n, err := o.acme.HandOutScans(t.Context())
		require.Equal(t, 2, n)
		require.ErrorContains(t, err, "Europe/Bonn")
		asked := ask(t, o.globex)
		_, err = o.acme.FireTrigger(t.Context(), distr.OnVulnerabilities)
		require.NoError(t, err)
		o.clock.move(-year)
		require.Greater(t, kept(t, o.store, "globex", own.ID).Next.Sub(next), year/2)

		stop := scanning(t, o.acme, quick(finds()))
		for _, r := range runsOf(t, o.globex) {
			if r.Cause != distr.ByTrigger {
				until(t, o.globex, r.ID, in(distr.RunSucceeded))
			}
		}
		require.Equal(t, o.clock.now(), until(t, o.globex, asked, final).Ended)
		fired := func() (runs []distr.ScanRun) {
			for _, r := range runsOf(t, o.globex) {
				if r.Trigger == distr.OnVulnerabilities {
					runs = append(runs, r)
				}
			}
			return runs
		}
		require.Eventually(t, func() bool { return len(fired()) == 1 }, time.Minute, time.Millisecond, "what fired then")
		stop()
		require.Equal(t, o.clock.now(), fired()[0].Created)
		require.Equal(t, next, kept(t, o.store, "globex", own.ID).Next)
		require.Equal(t, next, kept(t, o.store, "", wide.ID).Next)
		require.Equal(t, own.Next, kept(t, o.store, "globex", broken.ID).Next, "it is left alone")
		inRoom(t, o, o.globex, func(room distr.CustomerTx) error { return room.RemoveSchedule(broken.ID) })

		var slots []string
		for day := range 30 {
			slots = append(slots, next.AddDate(0, 0, day).Format(time.RFC3339))
			o.clock.move(24 * time.Hour)
			require.Equal(t, 2, handOut(t, o.acme))
			require.Zero(t, handOut(t, o.acme))
		}
		for _, s := range []distr.ScanSchedule{own, wide} {
			runs, err := o.globex.Runs(t.Context(), distr.RunQuery{Schedule: s.ID})
			require.NoError(t, err)
			of := map[string]int{}
			for _, r := range runs {
				of[r.Slot.Format(time.RFC3339)]++
			}
			for _, slot := range slots {
				require.Equal(t, 1, of[slot], "runs of the slot %s", slot)
			}
		}
	})
}
