package distr_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// benchScans is a vendor on SQLite, of whose customers each has an asset, a license
// without a limit, and so many runs that wait.
func benchScans(b *testing.B, customers, runs int) *distr.Vendor {
	b.Helper()
	store, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "distr.db"), sqlite.Config{})
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, store.Close()) })
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	asset := license.Asset{Canonical: "example.com", Kind: license.Domain}
	require.NoError(b, store.Update(b.Context(), "acme", func(tx distr.VendorTx) error {
		for i := range customers {
			id := tenant.CustomerID(fmt.Sprintf("cus_%05d", i))
			if err := tx.AddCustomer(tenant.Customer{ID: id, Created: start, Profile: tenant.Profile{Name: string(id), Access: tenant.AccessDisabled}}); err != nil {
				return err
			}
			room, err := tx.Edit(id)
			if err == nil {
				err = room.PutAssets([]distr.AssetRecord{{Key: asset.Key(), Asset: asset, Added: start}})
			}
			if err == nil {
				err = room.PutContract(license.Contract{ID: "lic_1", Terms: license.Terms{Model: license.Unlimited}, Every: license.Annual, Anchor: start, Starts: start, Revision: 1, Created: start})
			}
			for n := range runs {
				if err == nil {
					at := start.Add(time.Duration(i+n*customers) * time.Millisecond)
					err = room.PutRun(distr.ScanRun{ID: distr.RunID(fmt.Sprintf("run_%05d_%d", i, n)), Profile: distr.DefaultProfile, State: distr.RunQueued, Created: at, Ready: at})
				}
			}
			if err != nil {
				return err
			}
		}
		return nil
	}))
	return distr.New(store, distr.Config{}).Vendor("acme").As(distr.Operator())
}

// BenchmarkRunEnds is from when a scanner has found the last of 10 000 things to when
// all of them, and the end of the run, are on the disk: found for the first time, and
// found again.
func BenchmarkRunEnds(b *testing.B) {
	for _, test := range []struct {
		name  string
		again bool
	}{{"10000 new", false}, {"10000 known", true}} {
		b.Run(test.name, func(b *testing.B) {
			v := benchScans(b, 1, 0)
			a := v.Account("cus_00000")
			found := make([]time.Time, 0, b.N)
			prefix := ""
			ctx, stop := context.WithCancel(b.Context())
			ended := make(chan error, 1)
			go func() {
				conf := quick(scanFunc(func(_ context.Context, j distr.ScanJob, tell func(distr.Finding) error) error {
					for i := range distr.MaxFindings {
						f := distr.Finding{Rule: "rule", Target: "example.com", Location: fmt.Sprintf("%s/page/%d", prefix, i), Message: "It is weak, and that in so many words that they make a line.", Help: "Make it strong."}
						if err := tell(f); err != nil {
							return err
						}
					}
					found = append(found, time.Now())
					return nil
				}))
				conf.Beat, conf.Every = time.Minute, time.Hour
				ended <- v.KeepScanning(ctx, conf)
			}()
			var took time.Duration
			scan := func() {
				found = found[:0]
				run, err := a.StartScan(b.Context(), distr.NewScan{})
				require.NoError(b, err)
				for !run.State.Final() {
					time.Sleep(time.Millisecond)
					run, err = a.Run(b.Context(), run.ID)
					require.NoError(b, err)
				}
				require.Equal(b, distr.MaxFindings, run.Found)
				took += run.Ended.Sub(found[0])
			}
			if test.again {
				scan()
				took = 0
			}
			for n := 0; b.Loop(); n++ {
				if !test.again {
					prefix = fmt.Sprint("/", n)
				}
				scan()
			}
			b.ReportMetric(float64(took.Milliseconds())/float64(b.N), "ms/end")
			stop()
			require.NoError(b, <-ended)
		})
	}
}

// BenchmarkRuns carries 1 000 runs of 500 customers out by a scanner that takes no time:
// what is left is to claim them, to ask the license, and to write their end. That is so
// also when many more wait.
func BenchmarkRuns(b *testing.B) {
	const customers, out = 500, 1000
	for _, runs := range []int{2, 100} {
		b.Run(fmt.Sprintf("of %d", customers*runs), func(b *testing.B) {
			var took time.Duration
			for b.Loop() {
				v := benchScans(b, customers, runs)
				ctx, stop := context.WithCancel(b.Context())
				scanned := make(chan struct{}, customers*runs)
				conf := quick(scanFunc(func(context.Context, distr.ScanJob, func(distr.Finding) error) error {
					scanned <- struct{}{}
					return nil
				}))
				conf.AtOnce, conf.Beat = 16, time.Minute
				ended, began := make(chan error, 1), time.Now()
				go func() { ended <- v.KeepScanning(ctx, conf) }()
				for range out {
					<-scanned
				}
				took += time.Since(began)
				stop()
				require.NoError(b, <-ended)
			}
			b.ReportMetric(float64(b.N*out)/took.Seconds(), "runs/s")
		})
	}
}
