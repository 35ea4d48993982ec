package license_test

import (
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
)

// The three models: what is counted, how, and at how many percent of the limit an
// alert fires.
func ExampleModel() {
	for _, m := range []license.Model{license.PerAsset, license.PerScan, license.Unlimited} {
		counts := "nothing"
		switch {
		case m.Gauge():
			counts = "a level"
		case m.Metered():
			counts = "what happened"
		}
		fmt.Printf("%-9s  %-13s  %v\n", m, counts, m.Alerts())
	}
	// Output:
	// per-asset  a level        [90]
	// per-scan   what happened  [80]
	// unlimited  nothing        []
}

// examplePrice is a price that is known to be one.
func examplePrice(text string) license.UnitPrice {
	u, err := license.ParseUnitPrice(text)
	if err != nil {
		panic(err)
	}
	return u
}

func ExampleNewLot() {
	bought := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	lot, err := license.NewLot("lot_1", license.PerScan, 1000, examplePrice("0.02 EUR"), 1250, bought, bought.AddDate(1, 0, 0))
	fmt.Println(lot.Left, "at", lot.Cost, err)
	rest, err := lot.Take(400)
	fmt.Println(rest.Left, err)
	_, err = rest.Take(601)
	fmt.Println(err)
	// Output:
	// 1000 at 0.0175 EUR <nil>
	// 600 <nil>
	// conflict: 601 of lot lot_1, of which 600 are left
}

// By volume all units cost what the tier says that the quantity reaches; graduated,
// the units in each tier what that one says.
func ExampleTiers() {
	tiers := license.Tiers{Tiers: []license.Tier{{From: 1, To: 99, Price: examplePrice("1 EUR")}, {From: 100, Price: examplePrice("0.80 EUR")}}}
	for _, graduated := range []bool{false, true} {
		tiers.Graduated = graduated
		lines, err := tiers.Lines(150)
		for _, l := range lines {
			fmt.Println(l.Quantity, "×", l.Cost, err)
		}
		total, err := tiers.Cost(150)
		fmt.Println("together", total, err)
	}
	// Output:
	// 150 × 0.80 EUR <nil>
	// together 120.00 EUR <nil>
	// 99 × 1.00 EUR <nil>
	// 51 × 0.80 EUR <nil>
	// together 139.80 EUR <nil>
}

// What is prorated goes by days of the calendar: the first day counts, and that on
// which something ends does not.
func ExampleMoney_Prorate() {
	fee, err := license.ParseMoney("310.00 EUR")
	if err != nil {
		fmt.Println(err)
		return
	}
	starts, joined, ends := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 22, 9, 30, 0, 0, time.UTC), time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	part, whole := license.Days(joined, ends, time.UTC), license.Days(starts, ends, time.UTC)
	m, err := fee.Prorate(part, whole)
	fmt.Println(part, "of", whole, "days:", m, err)
	// Output:
	// 10 of 31 days: 100.00 EUR <nil>
}

func ExampleUnitPrice_Earn() {
	drawn := []license.Drawn{{Lot: "lot_1", Quantity: 600, Cost: examplePrice("0.015 EUR")}, {Quantity: 400, Cost: examplePrice("0.02 EUR")}}
	m, err := examplePrice("0.01 EUR").Earn(1000, drawn, license.Share{})
	fmt.Println(m.Revenue, "-", m.Cost, "=", m.Margin, "a loss:", m.Loss(), err)
	// Output:
	// 10.00 EUR - 17.00 EUR = -7.00 EUR a loss: true <nil>
}
