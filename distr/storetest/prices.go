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

func salesInOrder(t T, s distr.Store) {
	t.Helper()
	for i, sale := range []distr.Sale{
		{Customer: "b", Contract: "lic_2", Next: at(3)}, {Customer: "B", Contract: "lic_1", Next: at(2)}, {Customer: "b", Contract: "LIC_1", Next: at(1)},
		{Customer: "b", Contract: "lic_2", Next: at(4)},
	} {
		sale.Period = i
		update(t, s, acme, func(tx distr.VendorTx) error { return tx.PutSale(sale) })
	}
	for _, q := range []struct {
		name  string
		query distr.SaleQuery
		want  []int
	}{
		{"all", distr.SaleQuery{}, []int{1, 2, 3}},
		{"to b", distr.SaleQuery{Customer: "b"}, []int{2, 3}},
		{"to nobody", distr.SaleQuery{Customer: "c"}, nil},
		{"due", distr.SaleQuery{Due: at(2)}, []int{1, 2}},
		{"due to b", distr.SaleQuery{Customer: "b", Due: at(3)}, []int{2}},
		{"not due yet", distr.SaleQuery{Due: at(0)}, nil},
	} {
		list := look(t, s, acme, func(v distr.VendorView) ([]distr.Sale, error) { return v.Sales(q.query) })
		require.Equal(t, q.want, ids(list, func(s distr.Sale) int { return s.Period }), "sales: %s", q.name)
	}
}

func chargesInOrder(t T, s distr.Store) {
	t.Helper()
	for i, c := range []distr.Charge{
		{Customer: "b", Contract: "lic_2", Period: 10}, {Customer: "b", Contract: "lic_2", Period: 9}, {Customer: "B", Contract: "lic_1"}, {Customer: "b", Contract: "LIC_1", Period: 9},
	} {
		c.Quantity, c.Start = int64(i), at(c.Period)
		update(t, s, acme, func(tx distr.VendorTx) error { return tx.AddCharge(c) })
	}
	for _, q := range []struct {
		name  string
		query distr.ChargeQuery
		want  []int64
	}{
		{"all", distr.ChargeQuery{}, []int64{2, 3, 1, 0}},
		{"of b", distr.ChargeQuery{Customer: "b"}, []int64{3, 1, 0}},
		{"of a license", distr.ChargeQuery{Customer: "b", Contract: "lic_2"}, []int64{1, 0}},
		{"of licenses of that name", distr.ChargeQuery{Contract: "lic_1"}, []int64{2}},
		{"from one on", distr.ChargeQuery{From: at(9)}, []int64{3, 1, 0}},
		{"until one", distr.ChargeQuery{Until: at(10)}, []int64{2, 3, 1}},
		{"between", distr.ChargeQuery{From: at(9), Until: at(10)}, []int64{3, 1}},
	} {
		list := look(t, s, acme, func(v distr.VendorView) ([]distr.Charge, error) { return v.Charges(q.query) })
		require.Equal(t, q.want, ids(list, func(c distr.Charge) int64 { return c.Quantity }), "charges: %s", q.name)
	}
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

// priceRefusals are asked for in the room that [conflicts] has prepared.
func priceRefusals() []refusal {
	return []refusal{
		{"the removal of a plan that is not there", func(tx distr.VendorTx, _ *sample) error { return tx.RemovePlan("GOLD") }, tenant.ErrNotFound},
		{"a lot of an ID that is taken", func(tx distr.VendorTx, s *sample) error { return tx.AddLot(s.lot) }, tenant.ErrConflict},
		{"more than is left of a lot", func(tx distr.VendorTx, s *sample) error { return tx.DrawLot(lotID, bought-drawn+1) }, tenant.ErrConflict},
		{"nothing of a lot", func(tx distr.VendorTx, s *sample) error { return tx.DrawLot(lotID, 0) }, tenant.ErrConflict},
		{"less than nothing of a lot", func(tx distr.VendorTx, s *sample) error { return tx.DrawLot(lotID, -1) }, tenant.ErrConflict},
		{"something of a lot that is not there", func(tx distr.VendorTx, _ *sample) error { return tx.DrawLot("LOT_1", 1) }, tenant.ErrNotFound},
		{"a sale to a customer who is not there", func(tx distr.VendorTx, s *sample) error {
			s.sale.Customer = "Globex"
			return tx.PutSale(s.sale)
		}, tenant.ErrNotFound},
		{"a charge of a period that was charged", func(tx distr.VendorTx, s *sample) error {
			s.charge.Quantity++
			return tx.AddCharge(s.charge)
		}, tenant.ErrConflict},
		{"a charge of a license that was not sold", func(tx distr.VendorTx, s *sample) error {
			s.charge.Contract = "LIC_1"
			return tx.AddCharge(s.charge)
		}, tenant.ErrNotFound},
		{"a charge of a license that was sold to another customer", func(tx distr.VendorTx, s *sample) error {
			s.charge.Customer = "rival"
			return tx.AddCharge(s.charge)
		}, tenant.ErrNotFound},
	}
}
