package sqlite

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

// sold puts a license of scans into globex' room, which begins with the month.
func sold(limit int64) func(distr.VendorTx) error {
	return func(tx distr.VendorTx) error {
		if err := add("globex")(tx); err != nil {
			return err
		}
		room, err := tx.Edit("globex")
		if err != nil {
			return err
		}
		start := time.Date(2020, 1, 31, 0, 0, 0, 0, time.UTC)
		return room.PutContract(license.Contract{
			ID: "lic_1", Terms: license.Terms{Model: license.PerScan, Limit: limit}, Every: license.Annual, Anchor: start, Zone: "Europe/Berlin", Starts: start, Revision: 1, Created: start,
		})
	}
}

// BenchmarkRecordUse tells of scans, each of them on the disk when the call returns:
// one caller, and 256 at once, who share commits. What it is to be compared with
// stands beside it: the same uses, counted with a transaction of their own each.
func BenchmarkRecordUse(b *testing.B) {
	bench := func(callers int, tell func(b *testing.B, s *Store) func(key string) error) func(b *testing.B) {
		return func(b *testing.B) {
			s := open(b)
			require.NoError(b, s.Update(b.Context(), acme, sold(license.MaxLimit)))
			use := tell(b, s)
			before := s.commits.Load()
			var next atomic.Int64
			var all sync.WaitGroup
			b.ResetTimer()
			for range callers {
				all.Go(func() {
					for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
						if err := use(fmt.Sprintf("scan/%016x", uint64(i)*0x9e3779b97f4a7c15)); err != nil {
							b.Error(err)
						}
					}
				})
			}
			all.Wait()
			commits := float64(s.commits.Load() - before)
			b.ReportMetric(commits/b.Elapsed().Seconds(), "commits/s")
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "uses/s")
			b.ReportMetric(float64(b.N)/commits, "uses/commit")
		}
	}
	shared := func(b *testing.B, s *Store) func(string) error {
		globex := distr.New(s, distr.Config{}).Vendor(acme).As(distr.Operator()).Account("globex")
		return func(key string) error {
			_, err := globex.RecordUse(b.Context(), distr.Use{Key: key})
			return err
		}
	}
	own := func(b *testing.B, s *Store) func(string) error {
		var mu sync.Mutex // one after the other, so that none joins the commit of another
		hub := distr.New(s, distr.Config{})
		return func(key string) error {
			mu.Lock()
			defer mu.Unlock()
			_, err := hub.Vendor(acme).As(distr.Operator()).Account("globex").RecordUse(b.Context(), distr.Use{Key: key})
			return err
		}
	}
	b.Run("callers=1", bench(1, shared))
	b.Run("callers=64", bench(64, shared))
	b.Run("callers=256", bench(256, shared))
	b.Run("callers=256/a commit each", bench(256, own))
}
