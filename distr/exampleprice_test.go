package distr_test

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/license"
)

// exampleShop is a vendor with the customer globex, on 1 March 2026.
func exampleShop(ctx context.Context) (acme *distr.Vendor, globex *distr.Account) {
	now := func() time.Time { return time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC) }
	acme = distr.New(memory.New(), distr.Config{Now: now}).Vendor("acme").As(distr.Operator())
	c, err := acme.CreateCustomer(ctx, distr.NewCustomer{ID: "globex", Name: "Globex"})
	must(err)
	return acme, acme.Account(c.ID)
}

func examplePrice(unit, cost string) license.Price {
	u, err := license.ParseUnitPrice(unit)
	must(err)
	c, err := license.ParseUnitPrice(cost)
	must(err)
	return license.Price{Unit: u, Cost: c}
}

func exampleScans() distr.PricedPlan {
	return distr.PricedPlan{
		Plan:  license.Plan{Name: "silver", Model: license.PerScan, Quantity: 1000, Every: license.Monthly},
		Price: examplePrice("0.05 EUR", "0.02 EUR"),
	}
}

// A plan is what a vendor sells by name. Everybody of the staff sees it, and only
// super-admins its price.
func ExampleVendor_AddPlan() {
	ctx := context.Background()
	acme, _ := exampleShop(ctx)
	must(acme.AddPlan(ctx, exampleScans()))
	plans, err := acme.Plans(ctx)
	must(err)
	for _, p := range plans {
		fmt.Println(p.Name, p.Model, p.Quantity, p.Every)
	}
	prices, err := acme.PlanPrices(ctx)
	must(err)
	for _, p := range prices {
		fmt.Println(p.Plan.Name, p.Price.Unit, p.Price.Cost)
	}
	// Output:
	// silver per-scan 1000 monthly
	// silver 0.05 EUR 0.02 EUR
}

// What units cost where no plan says so, in tiers.
func ExampleVendor_SetPriceList() {
	ctx := context.Background()
	acme, _ := exampleShop(ctx)
	must(acme.SetPriceList(ctx, distr.PriceList{Model: license.PerScan, Costs: license.Tiers{Tiers: []license.Tier{
		{From: 1, To: 9999, Price: examplePrice("0.02 EUR", "0 EUR").Unit},
		{From: 10_000, Price: examplePrice("0.015 EUR", "0 EUR").Unit},
	}}}))
	lists, err := acme.PriceLists(ctx)
	must(err)
	at, err := lists[0].Costs.At(12_000)
	fmt.Println(lists[0].Model, lists[0].Currency(), at, err)
	// Output:
	// per-scan EUR 0.015 EUR <nil>
}

// What is bought ahead is drawn before the list cost applies.
func ExampleVendor_BuyLot() {
	ctx := context.Background()
	acme, globex := exampleShop(ctx)
	must(acme.AddPlan(ctx, exampleScans()))
	lot, err := acme.BuyLot(ctx, distr.NewLot{Model: license.PerScan, Quantity: 600, List: examplePrice("0.02 EUR", "0 EUR").Unit, Discount: 2500})
	must(err)
	fmt.Println(lot.Left, "at", lot.Cost)
	q, err := globex.Quote(ctx, distr.NewContract{Plan: "silver"})
	must(err)
	for _, d := range q.Charge.Drawn {
		fmt.Println(d.Quantity, "at", d.Cost, "from a lot:", d.Lot != "")
	}
	fmt.Println(q.Margin.Revenue, "-", q.Margin.Cost, "=", q.Margin.Margin)
	// Output:
	// 600 at 0.015 EUR
	// 600 at 0.015 EUR from a lot: true
	// 400 at 0.02 EUR from a lot: false
	// 50.00 EUR - 17.00 EUR = 33.00 EUR
}

// A license is sold by a plan. It has no price in it: the customer's people see it.
func ExampleAccount_Sell() {
	ctx := context.Background()
	acme, globex := exampleShop(ctx)
	must(acme.AddPlan(ctx, exampleScans()))
	quantity := int64(500)
	sold, err := globex.Sell(ctx, distr.NewContract{Plan: "silver", Quantity: &quantity, Zone: "Europe/Berlin"})
	must(err)
	fmt.Println(sold.Plan, sold.Terms.Model, sold.Terms.Limit, sold.Starts.Format(time.DateOnly))
	_, err = globex.Sell(ctx, distr.NewContract{Plan: "silver", Zone: "Europe/Atlantis"})
	fmt.Println(err)
	// Output:
	// silver per-scan 500 2026-03-01
	// invalid time zone "Europe/Atlantis": there is none of that name; name one of the IANA database, such as Europe/Berlin or UTC
}

// What was earned, from the lines of each period up to the whole.
func ExampleVendor_Margins() {
	ctx := context.Background()
	acme, globex := exampleShop(ctx)
	must(acme.AddPlan(ctx, exampleScans()))
	_, err := globex.Sell(ctx, distr.NewContract{Plan: "silver", Starts: time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)})
	must(err)
	r, err := acme.Margins(ctx, distr.MarginQuery{Customer: "globex"})
	must(err)
	for _, l := range r.Licenses {
		for _, c := range l.Charges {
			fmt.Println(c.Charge.Start.Format(time.DateOnly), c.Charge.Quantity, "×", c.Charge.Unit, "→", c.Margin.Margin)
		}
	}
	for _, total := range r.Total {
		percent, err := total.Percent()
		fmt.Println(total.Revenue, "-", total.Cost, "=", total.Margin, percent, err)
	}
	// Output:
	// 2026-01-31 1000 × 0.05 EUR → 30.00 EUR
	// 2026-02-28 1000 × 0.05 EUR → 30.00 EUR
	// 100.00 EUR - 40.00 EUR = 60.00 EUR 60% <nil>
}

// Each period is charged once, however often that is asked for. A server does so by
// itself.
func ExampleVendor_ChargePeriods() {
	ctx := context.Background()
	store := memory.New()
	at := func(month time.Month) *distr.Vendor {
		now := time.Date(2026, month, 1, 0, 0, 0, 0, time.UTC)
		return distr.New(store, distr.Config{Now: func() time.Time { return now }}).Vendor("acme").As(distr.Operator())
	}
	must(at(time.March).AddPlan(ctx, exampleScans()))
	_, err := at(time.March).CreateCustomer(ctx, distr.NewCustomer{Name: "Globex", Plan: "silver"})
	must(err)
	for _, month := range []time.Month{time.March, time.April, time.April, time.July} {
		n, err := at(month).ChargePeriods(ctx)
		fmt.Println(month, n, err)
	}
	// Output:
	// March 0 <nil>
	// April 1 <nil>
	// April 0 <nil>
	// July 3 <nil>
}
