package sqlite

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// BenchmarkCreateCustomer adds customers whose address is invited along with them,
// from 64 callers at once. Each is durable when it is acknowledged.
func BenchmarkCreateCustomer(b *testing.B) {
	const callers = 64
	s := open(b)
	v := distr.New(s, distr.Config{}).Vendor(acme).As(distr.Program("acme-portal"))
	_, _, err := v.ChangeSettings(b.Context(), func(to *tenant.Settings) error {
		to.AutoInvite, to.PortalForAll, to.DefaultAccess = true, true, tenant.AccessFull
		return nil
	})
	require.NoError(b, err)
	before := s.commits.Load()
	var next atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	for range callers {
		all.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				_, err := v.CreateCustomer(b.Context(), distr.NewCustomer{Name: "Globex", Email: fmt.Sprintf("it%d@globex.example", i)})
				if err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "customers/s")
	b.ReportMetric(float64(b.N)/float64(s.commits.Load()-before), "customers/commit")
	invited := 0
	require.NoError(b, s.View(b.Context(), acme, func(view distr.VendorView) error {
		events, err := view.Events(distr.EventQuery{})
		for _, e := range events {
			if e.Kind == distr.MemberInvited {
				invited++
			}
		}
		return err
	}))
	require.Equal(b, b.N, invited)
}
