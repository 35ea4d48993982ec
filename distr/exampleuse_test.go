package distr_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/license"
)

// ofScans is a vendor whose customer has a license of 100 scans a month, at a clock
// that stands at 31 January.
func ofScans(ctx context.Context) (acme *distr.Vendor, globex *distr.Account, sold license.Contract) {
	now := func() time.Time { return time.Date(2027, 1, 31, 9, 0, 0, 0, time.UTC) }
	acme = distr.New(memory.New(), distr.Config{Now: now}).Vendor("acme").As(distr.Operator())
	unit, err := license.ParseUnitPrice("0.05 EUR")
	must(err)
	must(acme.AddPlan(ctx, distr.PricedPlan{
		Plan:  license.Plan{Name: "100 scans", Model: license.PerScan, Quantity: 100, Every: license.Monthly},
		Price: license.Price{Unit: unit, Cost: unit},
	}))
	c, err := acme.CreateCustomer(ctx, distr.NewCustomer{Name: "Globex"})
	must(err)
	globex = acme.Account(c.ID)
	sold, err = globex.Sell(ctx, distr.NewContract{Plan: "100 scans", Zone: "Europe/Berlin"})
	must(err)
	return acme, globex, sold
}

// A scan is counted once, however often it is told, and the same key cannot say
// something else.
func ExampleAccount_RecordUse() {
	ctx := context.Background()
	_, globex, _ := ofScans(ctx)
	for _, quantity := range []int64{79, 79, 80} {
		recorded, err := globex.RecordUse(ctx, distr.Use{Key: "nightly-2027-01-31", Quantity: quantity})
		var other *distr.UsedOtherwise
		if errors.As(err, &other) {
			fmt.Println("it was recorded with", other.Was.Quantity)
			continue
		}
		must(err)
		fmt.Println("fresh", recorded.Fresh, "used", recorded.Standing.Used, "of", recorded.Standing.Limit, recorded.Standing.Level)
	}
	// Output:
	// fresh true used 79 of 100 within
	// fresh false used 79 of 100 within
	// it was recorded with 79
}

// At 80 % of the scans there is an alert, once, and once more of another limit.
func ExampleAccount_AmendContract() {
	ctx := context.Background()
	acme, globex, sold := ofScans(ctx)
	use := func(key string, quantity int64) {
		_, err := globex.RecordUse(ctx, distr.Use{Key: key, Quantity: quantity})
		must(err)
	}
	use("a", 80)
	use("b", 15)
	raised := int64(200)
	_, err := globex.AmendContract(ctx, sold.ID, license.Change{Limit: &raised})
	must(err)
	use("c", 65)
	alerts, err := acme.Events(ctx, distr.EventQuery{Kinds: []distr.Kind{distr.LicenseAlert}})
	must(err)
	for _, e := range alerts {
		var alert struct{ Percent, Used, Limit int64 }
		must(json.Unmarshal(e.Data, &alert))
		fmt.Println(e.Kind, alert.Percent, "% with", alert.Used, "of", alert.Limit)
	}
	// Output:
	// license.alert 80 % with 80 of 100
	// license.alert 80 % with 160 of 200
}

// A month that begins on the 31st begins on the last day of a shorter one.
func ExampleAccount_Standing() {
	ctx := context.Background()
	_, globex, _ := ofScans(ctx)
	standings, err := globex.Standing(ctx)
	must(err)
	for _, s := range standings {
		fmt.Println(s.Contract.Plan, s.Standing.Level, "until", s.Period.End.Format(time.DateOnly))
	}
	// Output:
	// 100 scans within until 2027-02-28
}
