package license_test

import (
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
)

func ExampleParseMoney() {
	for _, text := range []string{"149.99 EUR", "1200 JPY", "12.345 EUR", "1e9999 EUR", "NaN"} {
		m, err := license.ParseMoney(text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(m.Minor, m)
	}
	// Output:
	// 14999 149.99 EUR
	// 1200 1200 JPY
	// invalid amount "12.345 EUR": it has at most 2 digits after the point; round it yourself
	// invalid amount "1e9999 EUR": write digits, and a point if there are decimals, as in 149.99
	// invalid amount "NaN": write the amount, a space and the currency, as in 149.99 EUR
}

func ExampleParseUnitPrice() {
	scan, err := license.ParseUnitPrice("0.0125 EUR")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, n := range []int64{1, 2, 1000} {
		total, err := scan.Times(n)
		fmt.Println(n, "×", scan, "=", total, err)
	}
	_, err = scan.Times(-5)
	fmt.Println(err)
	// Output:
	// 1 × 0.0125 EUR = 0.01 EUR <nil>
	// 2 × 0.0125 EUR = 0.02 EUR <nil>
	// 1000 × 0.0125 EUR = 12.50 EUR <nil>
	// invalid quantity -5: it is 0 or more
}

func ExampleParsePercent() {
	discount, err := license.ParsePercent("12.5%")
	fmt.Println(int32(discount), discount, err)
	_, err = license.ParsePercent("12.5")
	fmt.Println(err)
	// Output:
	// 1250 12.5% <nil>
	// invalid percentage "12.5": write it with its sign, as in 12.5%
}

func ExampleParseCurrency() {
	for _, code := range []string{"EUR", "KWD", "eur"} {
		c, err := license.ParseCurrency(code)
		fmt.Println(c, c.Digits(), err)
	}
	// Output:
	// EUR 2 <nil>
	// KWD 3 <nil>
	//  0 invalid currency "eur": write it as EUR
}

func ExamplePrice_Margin() {
	price := license.Price{}
	var err error
	if price.Unit, err = license.ParseUnitPrice("149.99 EUR"); err != nil {
		fmt.Println(err)
		return
	}
	if price.Cost, err = license.ParseUnitPrice("93.40 EUR"); err != nil {
		fmt.Println(err)
		return
	}
	m, err := price.Margin(250)
	if err != nil {
		fmt.Println(err)
		return
	}
	percent, err := m.Percent()
	fmt.Println(m.Revenue, "-", m.Cost, "=", m.Margin)
	fmt.Println(percent, err, "a loss:", m.Loss())
	// Output:
	// 37497.50 EUR - 23350.00 EUR = 14147.50 EUR
	// 37.73% <nil> a loss: false
}

func ExampleMargin_Percent() {
	nothing, err := license.ParseMoney("0 EUR")
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = license.Margin{Revenue: nothing, Cost: nothing, Margin: nothing}.Percent()
	fmt.Println(err)
	// Output:
	// invalid: a percentage of nothing is not defined: nothing came in
}

func ExampleDraw() {
	list, err := license.ParseUnitPrice("0.02 EUR")
	if err != nil {
		fmt.Println(err)
		return
	}
	bought := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	spring, err := license.NewLot("lot_spring", license.PerScan, 500, list, 2500, bought, bought.AddDate(0, 3, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	year, err := license.NewLot("lot_year", license.PerScan, 500, list, 1000, bought, bought.AddDate(1, 0, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	drawn, err := license.Draw([]license.Lot{year, spring}, license.PerScan, 1200, license.Flat(list), bought.AddDate(0, 1, 0))
	for _, d := range drawn {
		fmt.Printf("%d at %v from %q\n", d.Quantity, d.Cost, d.Lot)
	}
	cost, costErr := license.CostOf(drawn, license.Share{})
	fmt.Println(cost, costErr, err)
	// Output:
	// 500 at 0.015 EUR from "lot_spring"
	// 500 at 0.018 EUR from "lot_year"
	// 200 at 0.02 EUR from ""
	// 20.50 EUR <nil> <nil>
}

func ExampleTiers_Cliffs() {
	price := func(s string) license.UnitPrice {
		u, err := license.ParseUnitPrice(s)
		if err != nil {
			fmt.Println(err)
		}
		return u
	}
	tiers := license.Tiers{Tiers: []license.Tier{{From: 1, To: 99, Price: price("1 EUR")}, {From: 100, Price: price("0.90 EUR")}}}
	cliffs, err := tiers.Cliffs()
	for _, c := range cliffs {
		fmt.Printf("whoever buys %d to %d pays less for %d: %v less than for one fewer\n", c.From, c.At-1, c.At, c.Saves)
	}
	fmt.Println(err)
	// Output:
	// whoever buys 91 to 99 pays less for 100: 9.00 EUR less than for one fewer
	// <nil>
}

func ExampleMoney_Split() {
	fee, err := license.ParseMoney("100.00 EUR")
	if err != nil {
		fmt.Println(err)
		return
	}
	parts, err := fee.Split(10, 15, 6) // days of March on three plans
	fmt.Println(parts, err)
	total, err := license.Sum(parts...)
	fmt.Println(total, err)
	// Output:
	// [32.26 EUR 48.39 EUR 19.35 EUR] <nil>
	// 100.00 EUR <nil>
}
