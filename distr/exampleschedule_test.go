package distr_test

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/license"
)

// A schedule for all customers, looked at before it is added, and what comes of it when
// nobody has looked at the clock for two weeks.
func ExampleVendor_AddSchedule() {
	ctx := context.Background()
	now := time.Date(2026, 3, 27, 12, 0, 0, 0, time.UTC)
	acme := distr.New(memory.New(), distr.Config{Now: func() time.Time { return now }}).Vendor("acme").As(distr.Operator())
	for _, name := range []string{"Globex", "Initech"} {
		c, err := acme.CreateCustomer(ctx, distr.NewCustomer{Name: name})
		must(err)
		_, err = acme.Account(c.ID).AddAssets(ctx, []distr.NewAsset{{Text: "example.com"}})
		must(err)
	}
	nightly := distr.ScanSchedule{Name: "Every night", Every: license.EveryDay, Hour: 2, Minute: 30, Zone: "Europe/Berlin", Jitter: time.Hour}
	preview, err := acme.PreviewNew(ctx, nightly, 3)
	must(err)
	fmt.Println("customers:", preview.Customers)
	for _, slot := range preview.Slots {
		fmt.Println(slot)
	}
	_, err = acme.AddSchedule(ctx, nightly)
	must(err)

	now = now.AddDate(0, 0, 14)
	n, err := acme.HandOutScans(ctx) // KeepScanning calls it
	must(err)
	fmt.Println("runs:", n)
	runs, err := acme.Runs(ctx, distr.RunQuery{})
	must(err)
	for _, run := range runs {
		fmt.Println(run.Slot.Format(time.DateTime), "and", run.Missed, "that were missed")
	}
	// Output:
	// customers: 2
	// Sat 28 Mar 2026 02:30 CET (01:30 UTC)
	// Sun 29 Mar 2026 03:00 CEST (01:00 UTC): the clock skips 02:30
	// Mon 30 Mar 2026 02:30 CEST (00:30 UTC)
	// runs: 2
	// 2026-04-10 00:30:00 and 13 that were missed
	// 2026-04-10 00:30:00 and 13 that were missed
}
