package license_test

import (
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
)

// The three models, and what becomes of use: 90 % of assets and 80 % of scans are
// worth an alert, and of what is unlimited nothing is.
func ExampleTerms_Assess() {
	for _, terms := range []license.Terms{
		{Model: license.PerAsset, Limit: 100},
		{Model: license.PerScan, Limit: 100},
		{Model: license.Unlimited},
	} {
		fmt.Print(terms.Model, ":")
		for _, used := range []int64{79, 80, 89, 90, 100, 101} {
			fmt.Print(" ", used, " ", terms.Assess(used).Level)
		}
		fmt.Println()
	}
	// Output:
	// per-asset: 79 within 80 within 89 within 90 alert 100 alert 101 over
	// per-scan: 79 within 80 alert 89 alert 90 alert 100 alert 101 over
	// unlimited: 79 within 80 within 89 within 90 within 100 within 101 within
}

// Of several thresholds that one use jumps over, all are reached, and the highest is
// what there is to tell.
func ExampleTerms_Reached() {
	terms := license.Terms{Model: license.PerScan, Limit: 200, Alerts: []int{50, 80, 100}}
	fmt.Println(terms.Reached(99), terms.Reached(100), terms.Reached(200))
	fmt.Printf("%+v\n", terms.Assess(165))
	// Output:
	// [] [50] [50 80 100]
	// {Level:alert Used:165 Limit:200 Threshold:80}
}

// Periods are counted from the anchor, so a short month does not shorten those
// behind it.
func ExampleCycle() {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		fmt.Println(err)
		return
	}
	c := license.Cycle{Anchor: time.Date(2027, 1, 31, 0, 0, 0, 0, berlin), Every: license.Monthly, Zone: berlin}
	for n := range 4 {
		p, err := c.Number(n)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(p.Number, p.Start.In(berlin).Format(time.DateOnly), "until", p.End.In(berlin).Format(time.DateOnly), p)
	}
	// Output:
	// 0 2027-01-31 until 2027-02-28 [2027-01-30T23:00:00Z, 2027-02-27T23:00:00Z)
	// 1 2027-02-28 until 2027-03-31 [2027-02-27T23:00:00Z, 2027-03-30T22:00:00Z)
	// 2 2027-03-31 until 2027-04-30 [2027-03-30T22:00:00Z, 2027-04-29T22:00:00Z)
	// 3 2027-04-30 until 2027-05-31 [2027-04-29T22:00:00Z, 2027-05-30T22:00:00Z)
}

func ExampleCycle_At() {
	c := license.Cycle{Anchor: time.Date(2028, 2, 29, 0, 0, 0, 0, time.UTC), Every: license.Annual}
	p, err := c.At(time.Date(2031, 7, 1, 12, 0, 0, 0, time.UTC))
	fmt.Println(p.Number, p, err)
	_, err = c.At(time.Date(2028, 2, 28, 23, 0, 0, 0, time.UTC))
	fmt.Println(err)
	// Output:
	// 3 [2031-02-28T00:00:00Z, 2032-02-29T00:00:00Z) <nil>
	// invalid instant 2028-02-28T23:00:00Z: the first period begins at 2028-02-29T00:00:00Z
}

// What is told late counts in the period in which it happened while that takes it,
// and else in the one that is open.
func ExamplePlaced() {
	start := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	sold := license.Contract{
		ID: "lic_1", Terms: license.Terms{Model: license.PerScan, Limit: 100},
		Every: license.Monthly, Anchor: start, Starts: start, Revision: 1,
	}
	scan := time.Date(2027, 1, 31, 22, 0, 0, 0, time.UTC)
	for _, told := range []time.Duration{0, 48 * time.Hour, 96 * time.Hour, 40 * 24 * time.Hour} {
		place, err := license.Placed([]license.Contract{sold}, license.PerScan, scan, scan.Add(told), time.LoadLocation)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(told, "later: period", place.Period.Number, "late", place.Late)
	}
	// Output:
	// 0s later: period 0 late false
	// 48h0m0s later: period 0 late false
	// 96h0m0s later: period 1 late true
	// invalid time 2027-01-31T22:00:00Z of a use: it is told more than 35 days late, at 2027-03-12T22:00:00Z; let the limit of the license be amended instead
}
