package sqlite

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// BenchmarkUpdateParallel writes down an event per update: one caller, and 64 at
// once, who share commits.
func BenchmarkUpdateParallel(b *testing.B) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			s := open(b)
			var next atomic.Int64
			var all sync.WaitGroup
			b.ResetTimer()
			for range callers {
				all.Go(func() {
					for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
						event := distr.Event{ID: distr.EventID(fmt.Sprintf("evt_%d", i)), Time: time.UnixMicro(i), Actor: distr.Operator(), Kind: distr.GrantAdded}
						if err := s.Update(b.Context(), acme, func(tx distr.VendorTx) error { return appendNext(tx, event) }); err != nil {
							b.Error(err)
						}
					}
				})
			}
			all.Wait()
			commits := float64(s.commits.Load())
			b.ReportMetric(commits/b.Elapsed().Seconds(), "commits/s")
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "updates/s")
			b.ReportMetric(float64(b.N)/commits, "updates/commit")
		})
	}
}

// appendNext writes down an event behind the last one.
func appendNext(tx distr.VendorTx, e distr.Event) error {
	last, err := tx.LastEvent()
	if err != nil {
		return err
	}
	e.Seq = last.Seq + 1
	return tx.Append(e)
}

// BenchmarkChanged asks a store in which nothing happens whether something has
// changed.
func BenchmarkChanged(b *testing.B) {
	s := open(b)
	require.NoError(b, s.Update(b.Context(), acme, add("globex")))
	b.ReportAllocs()
	for b.Loop() {
		c, err := s.Changed(b.Context(), acme, 1)
		require.NoError(b, err)
		require.Equal(b, distr.Version(1), c.Version)
	}
}
