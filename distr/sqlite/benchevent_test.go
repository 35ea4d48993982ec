package sqlite

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// BenchmarkEvent makes the same change with its event and without it, in turns, so that
// both meet the same disk: what the audit log costs of a change, all its indexes
// included. One caller waits for each commit; 64 share them.
func BenchmarkEvent(b *testing.B) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			s := open(b)
			require.NoError(b, s.Update(b.Context(), acme, add("globex")))
			var ids atomic.Int64
			turn := func(told bool) time.Duration {
				began := time.Now()
				var all sync.WaitGroup
				for range callers {
					all.Go(func() {
						if err := s.Update(b.Context(), acme, func(tx distr.VendorTx) error { return changeProfile(tx, told, ids.Add(1)) }); err != nil {
							b.Error(err)
						}
					})
				}
				all.Wait()
				return time.Since(began)
			}
			var with, without []time.Duration
			for b.Loop() {
				with, without = append(with, turn(true)), append(without, turn(false))
			}
			slices.Sort(with)
			slices.Sort(without)
			plain, told := without[len(without)/2], with[len(with)/2]
			b.ReportMetric(float64(plain.Microseconds())/float64(callers), "µs/plain")
			b.ReportMetric(float64(told.Microseconds())/float64(callers), "µs/told")
			b.ReportMetric(float64(told)/float64(plain), "told/plain")
		})
	}
}

// changeProfile changes a customer's name, and says so if it is to.
func changeProfile(tx distr.VendorTx, told bool, n int64) error {
	c, err := tx.Edit("globex")
	if err != nil {
		return err
	}
	p := customer("globex").Profile
	p.Name = fmt.Sprint("Globex ", n)
	if err := c.SetProfile(p); err != nil || !told {
		return err
	}
	return appendNext(tx, distr.Event{
		ID: distr.EventID(fmt.Sprint("evt_", n)), Time: time.UnixMicro(n), Actor: distr.Operator(), Kind: distr.CustomerChanged, Customer: "globex",
		Data: []byte(`{"before": {"name": "Globex", "email": "it@globex.example"}, "after": {"name": "Globex Corporation", "email": "it@globex.example"}}`),
	})
}
