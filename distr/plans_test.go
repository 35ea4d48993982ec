package distr_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestPlans(t *testing.T) {
	onEachStore(t, "plans", func(t *testing.T, o *office) {
		ctx := t.Context()
		require.NoError(t, o.acme.AddPlan(ctx, scans(t, "silver")))
		require.NoError(t, o.acme.AddPlan(ctx, scans(t, "gold")))
		require.ErrorIs(t, o.acme.AddPlan(ctx, scans(t, "gold")), tenant.ErrConflict)
		plans, err := o.acme.Plans(ctx)
		require.NoError(t, err)
		require.Equal(t, []license.Plan{scans(t, "gold").Plan, scans(t, "silver").Plan}, plans)

		dearer := priceOf(t, "0.06 EUR", "0.02 EUR")
		require.NoError(t, o.acme.SetPlanPrice(ctx, "gold", dearer))
		require.NoError(t, o.acme.SetPlanPrice(ctx, "gold", dearer), "and again, which changes nothing")
		require.ErrorIs(t, o.acme.SetPlanPrice(ctx, "bronze", dearer), tenant.ErrNotFound)
		require.ErrorContains(t, o.acme.SetPlanPrice(ctx, "bronze", dearer), "there are gold, silver")
		priced, err := o.acme.PlanPrices(ctx)
		require.NoError(t, err)
		require.Equal(t, dearer, priced[0].Price)

		require.NoError(t, o.acme.RemovePlan(ctx, "silver"))
		require.ErrorIs(t, o.acme.RemovePlan(ctx, "silver"), tenant.ErrNotFound)
		require.Equal(t, []distr.Kind{distr.PlanAdded, distr.PlanAdded, distr.PlanPriceChanged, distr.PlanRemoved}, o.kinds(t, "", 0)[1:])
	})
}

func TestNoPlan(t *testing.T) {
	o := newOffice(t)
	for _, c := range []struct {
		name   string
		spoil  func(*distr.PricedPlan)
		remedy string
	}{
		{"no name", func(p *distr.PricedPlan) { p.Plan.Name = "" }, "plan name"},
		{"no model", func(p *distr.PricedPlan) { p.Plan.Model = "per-moon" }, "per-moon"},
		{"negative quantity", func(p *distr.PricedPlan) { p.Plan.Quantity = -5 }, "limit -5"},
		{"no period", func(p *distr.PricedPlan) { p.Plan.Every = "weekly" }, "weekly"},
		{"assets counted otherwise", func(p *distr.PricedPlan) { p.Plan.Assets.FoldWWW = true }, "without switches"},
		{"two currencies", func(p *distr.PricedPlan) { p.Price.Cost = unit(t, "1 USD") }, "EUR and USD"},
		{"a cost without a price", func(p *distr.PricedPlan) { p.Price.Unit = license.UnitPrice{} }, "no currency"},
		{"a price without a cost", func(p *distr.PricedPlan) { p.Price.Cost = license.UnitPrice{} }, "set the list first"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := scans(t, "gold")
			c.spoil(&p)
			err := o.acme.AddPlan(t.Context(), p)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, c.remedy)
		})
	}
	plans, err := o.acme.Plans(t.Context())
	require.NoError(t, err)
	require.Empty(t, plans)
}

func TestPriceLists(t *testing.T) {
	onEachStore(t, "price lists", func(t *testing.T, o *office) {
		ctx := t.Context()
		list := distr.PriceList{Model: license.PerScan, Costs: license.Tiers{Tiers: []license.Tier{
			{From: 1, To: 999, Price: unit(t, "0.02 EUR")}, {From: 1000, Price: unit(t, "0.015 EUR")},
		}}}
		require.NoError(t, o.acme.SetPriceList(ctx, list))
		require.NoError(t, o.acme.SetPriceList(ctx, list), "and again, which changes nothing")
		lists, err := o.acme.PriceLists(ctx)
		require.NoError(t, err)
		require.Equal(t, []distr.PriceList{list}, lists)
		for _, bad := range []distr.PriceList{{Model: license.PerScan}, {Model: "per-moon", Costs: list.Costs}} {
			require.ErrorIs(t, o.acme.SetPriceList(ctx, bad), tenant.ErrInvalid)
		}

		l, err := o.acme.BuyLot(ctx, distr.NewLot{Model: license.PerScan, Quantity: 2000, Currency: list.Currency(), Discount: 1000})
		require.NoError(t, err)
		require.Equal(t, unit(t, "0.0135 EUR"), l.Cost, "of the tier that 2000 reach")
		require.Equal(t, o.clock.now(), l.Purchased)
		list.Costs.Graduated = true
		require.NoError(t, o.acme.SetPriceList(ctx, list))
		_, err = o.acme.BuyLot(ctx, distr.NewLot{Model: license.PerScan, Quantity: 2000, Currency: list.Currency()})
		require.ErrorContains(t, err, "there is not one for all units")
		require.Equal(t, []distr.Kind{distr.PriceListChanged, distr.LotBought, distr.PriceListChanged}, o.kinds(t, "", 0)[1:])
	})
}

func TestNoLot(t *testing.T) {
	o := newOffice(t)
	for _, c := range []struct {
		name   string
		spoil  func(*distr.NewLot)
		remedy string
	}{
		{"negative quantity", func(n *distr.NewLot) { n.Quantity = -1 }, "quantity -1: it is 1 or more"},
		{"no list cost", func(n *distr.NewLot) { n.List = license.UnitPrice{} }, "there is no price list of per-scan"},
		{"a discount above all", func(n *distr.NewLot) { n.Discount = license.Whole + 1 }, "0% to 100%"},
		{"no model", func(n *distr.NewLot) { n.Model = "" }, "license model"},
		{"expired when bought", func(n *distr.NewLot) { n.Expires = o.clock.now() }, "choose a later end"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := lotOfScans(t, 10, time.Time{})
			c.spoil(&n)
			_, err := o.acme.BuyLot(t.Context(), n)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, c.remedy)
		})
	}
	require.Empty(t, leftOf(t, o))
}
