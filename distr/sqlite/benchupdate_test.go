package sqlite

import (
	"crypto/sha256"
	"fmt"
	"slices"
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

// BenchmarkChain makes the same change with and without what the chain costs: the
// last event is read and a hash is made. It alternates between the two, so that both
// meet the same disk.
func BenchmarkChain(b *testing.B) {
	s := open(b)
	require.NoError(b, s.Update(b.Context(), acme, add("globex")))
	data := []byte(`{"before": {"name": "Globex", "email": "it@globex.example"}, "after": {"name": "Globex Corporation", "email": "it@globex.example"}}`)
	seq := int64(0)
	change := func(chained bool) time.Duration {
		began := time.Now()
		require.NoError(b, s.Update(b.Context(), acme, func(tx distr.VendorTx) error {
			c, err := tx.Edit("globex")
			if err != nil {
				return err
			}
			if err := c.SetProfile(customer("globex").Profile); err != nil {
				return err
			}
			e := distr.Event{ID: distr.EventID(fmt.Sprint("evt_", seq)), Seq: seq + 1, Time: time.UnixMicro(seq), Kind: distr.CustomerChanged, Customer: "globex", Data: data}
			if chained {
				last, err := tx.LastEvent()
				if err != nil {
					return err
				}
				e.Seq = last.Seq + 1
				e.Hash = sha256.Sum256(append(append([]byte("distr event 1 and all its other fields, which are some two hundred bytes "), last.Hash[:]...), data...))
			}
			return tx.Append(e)
		}))
		seq++
		return time.Since(began)
	}
	var with, without []time.Duration
	for b.Loop() {
		with = append(with, change(true))
		without = append(without, change(false))
	}
	slices.Sort(with)
	slices.Sort(without)
	plain, chained := without[len(without)/2], with[len(with)/2]
	b.ReportMetric(float64(plain.Microseconds()), "µs/plain")
	b.ReportMetric(float64(chained.Microseconds()), "µs/chained")
	b.ReportMetric(100*(float64(chained)/float64(plain)-1), "%more")
}
