package sqlite

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// BenchmarkEvent makes the same change of a customer through its handle, with its event
// and without it, in turns, now the one first and now the other, so that both meet the
// same disk: what the audit log costs of a change, the chain included, and what it takes to find events.
// One caller waits for each commit; 64 share them. To be held: told/plain is at most 1.1.
func BenchmarkEvent(b *testing.B) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			s := open(b)
			told := distr.New(s, distr.Config{}).Vendor(acme).As(distr.Program("acme-portal"))
			plain := distr.New(untold{s}, distr.Config{}).Vendor(acme).As(distr.Program("acme-portal"))
			for i := range callers {
				_, err := told.CreateCustomer(b.Context(), distr.NewCustomer{ID: tenant.CustomerID(fmt.Sprint("cus_", i)), Name: "Globex"})
				require.NoError(b, err)
			}
			var names atomic.Int64
			turn := func(v *distr.Vendor) time.Duration {
				began := time.Now()
				var all sync.WaitGroup
				for i := range callers {
					all.Go(func() {
						name := fmt.Sprint("Globex ", names.Add(1))
						if _, err := v.Account(tenant.CustomerID(fmt.Sprint("cus_", i))).Edit(b.Context(), distr.Edit{Name: &name}); err != nil {
							b.Error(err)
						}
					})
				}
				all.Wait()
				return time.Since(began)
			}
			var with, without []time.Duration
			for round := 0; b.Loop(); round++ {
				if round%2 == 0 {
					with = append(with, turn(told))
				}
				without = append(without, turn(plain))
				if round%2 == 1 {
					with = append(with, turn(told))
				}
			}
			slices.Sort(with)
			slices.Sort(without)
			a, z := without[len(without)/2], with[len(with)/2]
			b.ReportMetric(float64(a.Microseconds())/float64(callers), "µs/plain")
			b.ReportMetric(float64(z.Microseconds())/float64(callers), "µs/told")
			b.ReportMetric(float64(z)/float64(a), "told/plain")
		})
	}
}

// untold is a store that keeps no event.
type untold struct{ *Store }

func (u untold) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	return u.Store.Update(ctx, v, func(tx distr.VendorTx) error { return fn(untoldTx{tx}) })
}

type untoldTx struct{ distr.VendorTx }

func (untoldTx) Append(distr.Event) error { return nil }

func (untoldTx) LastEvent() (distr.Link, error) { return distr.Link{}, nil }
