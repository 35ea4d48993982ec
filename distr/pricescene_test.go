package distr_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func unit(t require.TestingT, s string) license.UnitPrice {
	u, err := license.ParseUnitPrice(s)
	require.NoError(t, err)
	return u
}

func money(t require.TestingT, s string) license.Money {
	m, err := license.ParseMoney(s)
	require.NoError(t, err)
	return m
}

func priceOf(t require.TestingT, of, cost string) license.Price {
	return license.Price{Unit: unit(t, of), Cost: unit(t, cost)}
}

// scans is a plan of 100 scans a month for 0.05 EUR each, which cost 0.02 EUR.
func scans(t require.TestingT, name string) distr.PricedPlan {
	return distr.PricedPlan{
		Plan:  license.Plan{Name: name, Model: license.PerScan, Quantity: 100, Every: license.Monthly},
		Price: priceOf(t, "0.05 EUR", "0.02 EUR"),
	}
}

// lotOfScans is so many scans, bought at 25 % off 0.02 EUR.
func lotOfScans(t require.TestingT, quantity int64, expires time.Time) distr.NewLot {
	return distr.NewLot{Model: license.PerScan, Quantity: quantity, List: unit(t, "0.02 EUR"), Discount: 2500, Expires: expires}
}

// withPrices adds to the scene what is sold, at what price.
func (s *scene) withPrices(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	require.NoError(t, s.acme.AddPlan(ctx, scans(t, "silver")))
	sold, err := s.globex.Sell(ctx, distr.NewContract{Plan: "silver"})
	require.NoError(t, err)
	_, err = s.acme.Account("initech").Sell(ctx, distr.NewContract{Plan: "silver"})
	require.NoError(t, err)
	flat := distr.PricedPlan{Plan: license.Plan{Name: "flat", Model: license.Unlimited, Every: license.Annual}, Price: priceOf(t, "990 EUR", "400 EUR")}
	require.NoError(t, s.acme.AddPlan(ctx, flat))
	list := distr.PriceList{Model: license.PerScan, Costs: license.Flat(unit(t, "0.03 USD"))}
	require.NoError(t, s.acme.SetPriceList(ctx, distr.PriceList{Model: license.PerScan, Costs: license.Flat(unit(t, "0.04 USD"))}))

	s.byType[reflect.TypeFor[distr.PricedPlan]()] = scans(t, "gold")
	s.byType[reflect.TypeFor[distr.PriceList]()] = list
	s.byType[reflect.TypeFor[distr.NewLot]()] = lotOfScans(t, 1000, time.Time{})
	s.byType[reflect.TypeFor[distr.NewContract]()] = distr.NewContract{Plan: "flat"}
	s.byType[reflect.TypeFor[license.ContractID]()] = sold.ID
	s.byType[reflect.TypeFor[license.Price]()] = priceOf(t, "0.06 EUR", "0.02 EUR")
	s.byName["Vendor.SetPlanPrice 1"] = "silver"
	s.byName["Vendor.RemovePlan 1"] = "silver"
}

// aPrice is a way to sell for another price than the plan's.
func aPrice() way {
	return way{" for another price", 1, func(*scene, player) any {
		price := license.Price{}
		return distr.NewContract{Plan: "flat", Price: &price}
	}}
}

// withPlan is a way to create a customer to whom a plan is sold.
func withPlan() way {
	return way{" with a plan", 1, always(distr.NewCustomer{Name: "Hooli", Plan: "silver"})}
}

// chargesOf are the charges of a customer, as the store has them.
func chargesOf(t *testing.T, o *office, c tenant.CustomerID) (charges []distr.Charge) {
	t.Helper()
	require.NoError(t, o.store.View(t.Context(), "acme", func(v distr.VendorView) (err error) {
		charges, err = v.Charges(distr.ChargeQuery{Customer: c})
		return err
	}))
	return charges
}

func leftOf(t *testing.T, o *office) (left []int64) {
	t.Helper()
	lots, err := o.acme.Lots(t.Context())
	require.NoError(t, err)
	for _, l := range lots {
		left = append(left, l.Left)
	}
	return left
}
