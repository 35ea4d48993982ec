package storetest

import (
	"errors"
	"math"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// prices puts plans, price lists, lots, sales and charges in no order, and again.
func prices(t T, s distr.Store) {
	update(t, s, acme, func(tx distr.VendorTx) error {
		return errors.Join(tx.AddCustomer(tenant.Customer{ID: "b"}), tx.AddCustomer(tenant.Customer{ID: "B"}), tx.AddCustomer(tenant.Customer{ID: "a"}))
	})
	plansInOrder(t, s)
	drawLots(t, s)
	salesInOrder(t, s)
	chargesInOrder(t, s)
	pricesOf(t, s)
}

func plansInOrder(t T, s distr.Store) {
	t.Helper()
	for i, name := range []string{"silver", "Gold", "gold ", "gold", "silver", "ä"} {
		update(t, s, acme, func(tx distr.VendorTx) error {
			return tx.PutPlan(distr.PricedPlan{Plan: license.Plan{Name: name, Quantity: int64(i)}})
		})
	}
	plans := look(t, s, acme, distr.VendorView.Plans)
	require.Equal(t, []string{"Gold", "gold", "gold ", "silver", "ä"}, ids(plans, func(p distr.PricedPlan) string { return p.Plan.Name }), "plans by name")
	require.Equal(t, int64(4), plans[3].Plan.Quantity, "a plan that was put again")
	for _, alerts := range [][]int{{50, 90}, {}, nil} {
		update(t, s, acme, func(tx distr.VendorTx) error {
			return tx.PutPlan(distr.PricedPlan{Plan: license.Plan{Name: "Gold", Alerts: alerts}})
		})
		kept := look(t, s, acme, distr.VendorView.Plans)[0].Plan.Alerts
		require.Equal(t, alerts == nil, kept == nil, "whether a plan says at which percentages there are alerts: %v", alerts)
	}

	dollar, yen := license.UnitPrice{Micros: 1, Currency: currencyOf("USD")}, license.UnitPrice{Micros: 2, Currency: currencyOf("JPY")}
	for _, l := range []distr.PriceList{
		{Model: license.PerScan, Costs: license.Flat(dollar)}, {Model: license.PerAsset, Costs: license.Flat(yen)}, {Model: license.PerScan, Costs: license.Flat(yen)},
		{Model: license.PerScan, Costs: license.Flat(license.UnitPrice{Micros: 3, Currency: dollar.Currency})},
	} {
		update(t, s, acme, func(tx distr.VendorTx) error { return tx.PutPriceList(l) })
	}
	lists := look(t, s, acme, distr.VendorView.PriceLists)
	require.Equal(t, []string{"per-asset JPY", "per-scan JPY", "per-scan USD"},
		ids(lists, func(l distr.PriceList) string { return string(l.Model) + " " + l.Currency().String() }), "price lists by model and currency")
	require.Equal(t, int64(3), lists[2].Costs.Tiers[0].Price.Micros, "a price list that was put again")
}

// drawLots takes from lots what they have, and more.
func drawLots(t T, s distr.Store) {
	t.Helper()
	for _, id := range []license.LotID{"lot_b", "LOT_A", "lot_a"} {
		update(t, s, acme, func(tx distr.VendorTx) error {
			return tx.AddLot(license.Lot{ID: id, Quantity: math.MaxInt64, Left: math.MaxInt64})
		})
	}
	draw := func(id license.LotID, quantity int64) (refused error) {
		t.Helper()
		update(t, s, acme, func(tx distr.VendorTx) error {
			refused = tx.DrawLot(id, quantity)
			return nil // the caller goes on
		})
		return refused
	}
	require.NoError(t, draw("lot_a", 7))
	require.NoError(t, draw("lot_a", math.MaxInt64-10))
	for _, n := range []int64{4, math.MaxInt64, 0, -1, math.MinInt64} {
		require.ErrorIs(t, draw("lot_a", n), tenant.ErrConflict, "%d of a lot of which 3 are left", n)
	}
	require.NoError(t, draw("lot_a", 3))
	require.ErrorIs(t, draw("lot_a", 1), tenant.ErrConflict, "one of a lot of which nothing is left")
	require.ErrorIs(t, draw("lot_c", 1), tenant.ErrNotFound)
	lots := look(t, s, acme, distr.VendorView.Lots)
	require.Equal(t, []license.LotID{"LOT_A", "lot_a", "lot_b"}, ids(lots, func(l license.Lot) license.LotID { return l.ID }), "lots by ID")
	require.Equal(t, []int64{math.MaxInt64, 0, math.MaxInt64}, ids(lots, func(l license.Lot) int64 { return l.Left }), "what is left of lots")
}

// pricesOf puts every kind of price: what is free is not what has no price.
func pricesOf(t T, s distr.Store) {
	t.Helper()
	for _, price := range []license.Price{
		{},
		{Unit: license.UnitPrice{Currency: currencyOf("EUR")}, Cost: license.UnitPrice{Currency: currencyOf("JPY")}},
		{Unit: license.UnitPrice{Micros: math.MaxInt64, Currency: currencyOf("CLF")}, Cost: license.UnitPrice{Micros: 1, Currency: currencyOf("KWD")}},
		{Unit: license.UnitPrice{Micros: 10, Currency: currencyOf("EUR")}},
	} {
		update(t, s, acme, func(tx distr.VendorTx) error {
			return tx.PutSale(distr.Sale{Customer: "a", Contract: "lic_1", Price: price})
		})
		kept := look(t, s, acme, func(v distr.VendorView) ([]distr.Sale, error) { return v.Sales(distr.SaleQuery{Customer: "a"}) })
		require.Len(t, kept, 1)
		require.Equal(t, text(price), text(kept[0].Price), "a price")
	}
}

func currencyOf(code string) license.Currency {
	c, err := license.ParseCurrency(code)
	if err != nil {
		panic(err)
	}
	return c
}
