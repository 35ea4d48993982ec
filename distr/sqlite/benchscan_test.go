package sqlite

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// scanTime is when the benchmarks of scans ask.
func scanTime() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func scanned(i int) tenant.CustomerID { return tenant.CustomerID(fmt.Sprintf("customer-%05d", i)) }

// inRooms does something in the rooms of many customers, a thousand in one update.
func inRooms(b *testing.B, s *Store, customers int, do func(i int, room distr.CustomerTx) error) {
	b.Helper()
	const most = 1000
	for from := 0; from < customers; from += most {
		require.NoError(b, s.Update(b.Context(), acme, func(tx distr.VendorTx) error {
			for i := from; i < min(customers, from+most); i++ {
				room, err := tx.Edit(scanned(i))
				if err == nil {
					err = do(i, room)
				}
				if err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

// withCustomers is a store that has so many.
func withCustomers(b *testing.B, customers int) *Store {
	b.Helper()
	s := open(b)
	require.NoError(b, s.Update(b.Context(), acme, func(tx distr.VendorTx) error {
		for i := range customers {
			if err := tx.AddCustomer(tenant.Customer{ID: scanned(i)}); err != nil {
				return err
			}
		}
		return nil
	}))
	return s
}

// BenchmarkDueSchedules asks 10 000 customers' 100 000 schedules for those that are
// due, which 100 are.
func BenchmarkDueSchedules(b *testing.B) {
	const customers, each, due = 10_000, 10, 100
	s := withCustomers(b, customers)
	inRooms(b, s, customers, func(i int, room distr.CustomerTx) error {
		for n := range each {
			schedule := distr.ScanSchedule{
				ID: distr.ScheduleID(fmt.Sprint("sch_", n)), Name: "nightly", Profile: "web", Every: license.EveryDay, Zone: "Europe/Berlin", Next: scanTime().Add(time.Hour),
			}
			if n == 0 && i%(customers/due) == 0 {
				schedule.Next = scanTime()
			}
			if err := room.PutSchedule(schedule); err != nil {
				return err
			}
		}
		return nil
	})
	for b.Loop() {
		require.NoError(b, s.View(b.Context(), acme, func(v distr.VendorView) error {
			list, err := v.DueSchedules(scanTime(), 500)
			require.Len(b, list, due)
			return err
		}))
	}
}

// BenchmarkDueRuns asks for the first ten runs that are due, where 10 000 of one
// customer wait in front of 100 of others.
func BenchmarkDueRuns(b *testing.B) {
	const others, of = 100, 10_000
	s := withCustomers(b, others+1)
	inRooms(b, s, others+1, func(i int, room distr.CustomerTx) error {
		runs := 1
		if i == 0 {
			runs = of
		}
		for n := range runs {
			err := room.PutRun(distr.ScanRun{
				ID: distr.RunID(fmt.Sprintf("run_%05d", n)), State: distr.RunQueued, Profile: "web", Created: scanTime(), Ready: scanTime().Add(time.Duration(i) * time.Second),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	for b.Loop() {
		require.NoError(b, s.View(b.Context(), acme, func(v distr.VendorView) error {
			list, err := v.DueRuns(scanTime().Add(time.Hour), 10)
			require.Len(b, list, 10)
			return err
		}))
	}
}

// BenchmarkPutRun puts a run of a customer who has 10 000 that wait.
func BenchmarkPutRun(b *testing.B) {
	s := withCustomers(b, 1)
	put := func(n int, when time.Time) error {
		return s.Update(b.Context(), acme, func(tx distr.VendorTx) error {
			room, err := tx.Edit(scanned(0))
			for i := range n {
				if err == nil {
					err = room.PutRun(distr.ScanRun{ID: distr.RunID(fmt.Sprintf("run_%05d", i)), State: distr.RunQueued, Created: scanTime(), Ready: when})
				}
			}
			return err
		})
	}
	require.NoError(b, put(10_000, scanTime()))
	const at = 500 // in one update, as they are handed out
	for n := 0; b.Loop(); n++ {
		require.NoError(b, put(at, scanTime().Add(time.Duration(n)*time.Second)))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*at), "ns/run")
}

// BenchmarkPutFindings puts 10 000 findings over the same of before, as a run does
// that found them again, and reads them.
func BenchmarkPutFindings(b *testing.B) {
	const many = 10_000
	s := withCustomers(b, 1)
	findings := make([]distr.FindingRecord, many)
	for i := range findings {
		findings[i] = distr.FindingRecord{Profile: "web", First: scanTime(), Last: scanTime(), FirstRun: "run_1", LastRun: "run_1", Finding: distr.Finding{
			Fingerprint: distr.FingerprintOf(fmt.Sprint(i)), Rule: "tls/expired", Level: distr.LevelError, Title: "The certificate has expired", Target: "www.example.com",
			Message: fmt.Sprint("The certificate of host ", i, " expired on 1 February 2026, 28 days ago."), Location: "www.example.com:443", Help: "Renew it, and have that done by itself from now on.",
		}}
	}
	b.Run("put", func(b *testing.B) {
		for b.Loop() {
			inRooms(b, s, 1, func(_ int, room distr.CustomerTx) error { return room.PutFindings(findings) })
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			require.NoError(b, s.View(b.Context(), acme, func(v distr.VendorView) error {
				room, err := v.Open(scanned(0))
				require.NoError(b, err)
				list, err := room.Findings(distr.FindingQuery{Open: true})
				require.Len(b, list, many)
				return err
			}))
		}
	})
}
