package distr_test

import (
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/license"
)

// What a look at the clock costs with a hundred thousand schedules, of which a hundred
// are due.
func BenchmarkHandOutScans(b *testing.B) {
	const customers, each, due = 1000, 100, 100
	store, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "distr.db"), sqlite.Config{})
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, store.Close()) })
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(b, err)
	ids := numberedIDs(customers)
	populate(b, store, ids...)
	for i, id := range ids {
		require.NoError(b, store.Update(b.Context(), "acme", func(tx distr.VendorTx) error {
			room, err := tx.Edit(id)
			for j := range each {
				if err != nil {
					break
				}
				s := distr.ScanSchedule{ID: distr.ScheduleID(fmt.Sprintf("sch_%03d", j)), Name: "daily", Profile: "web", Zone: berlin.String(), Every: license.EveryDay, Created: firstDay()}
				at := minuteOf((i*each + j) % (customers * each / due))
				s.Hour, s.Minute, s.Next = at.In(berlin).Hour(), at.Minute(), at
				err = room.PutSchedule(s)
			}
			return err
		}))
	}
	var minutes atomic.Int64
	minutes.Store(-1)
	now := func() time.Time { return minuteOf(int(minutes.Load())) }
	v := distr.New(store, distr.Config{Now: now}).Vendor("acme").As(distr.Operator())
	b.Run("100 due", func(b *testing.B) {
		for b.Loop() {
			minutes.Add(1)
			n, err := v.HandOutScans(b.Context())
			require.NoError(b, err)
			require.Equal(b, due, n)
		}
	})
	b.Run("none due", func(b *testing.B) {
		for b.Loop() {
			n, err := v.HandOutScans(b.Context())
			require.NoError(b, err)
			require.Zero(b, n)
		}
	})
}

// minuteOf is the nth minute of those in which something is due: a thousand of each day.
func minuteOf(n int) time.Time {
	return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n/1000).Add(time.Duration(n%1000) * time.Minute)
}
