package distr_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An amount is in no event, and in no type that anybody but a super-admin is given.
func TestPricesAreNowhereElse(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	plan := scans(t, "silver")
	plan.Price = priceOf(t, "7654.321 EUR", "1234.567 EUR")
	require.NoError(t, o.acme.AddPlan(ctx, plan))
	require.NoError(t, o.acme.SetPriceList(ctx, distr.PriceList{Model: license.PerScan, Costs: license.Flat(unit(t, "2345.678 EUR"))}))
	_, err := o.acme.BuyLot(ctx, distr.NewLot{Model: license.PerScan, Quantity: 8181, List: unit(t, "3456.789 EUR"), Discount: 1358})
	require.NoError(t, err)
	c, err := o.globex.Sell(ctx, distr.NewContract{Plan: "silver"})
	require.NoError(t, err)
	require.NoError(t, o.globex.Reprice(ctx, c.ID, priceOf(t, "4567.891 EUR", "5678.912 EUR")))
	require.NoError(t, o.acme.SetPlanPrice(ctx, "silver", priceOf(t, "6789.123 EUR", "7891.234 EUR")))
	o.clock.move(40 * day)
	_, err = o.acme.ChargePeriods(ctx)
	require.NoError(t, err)
	events := o.events(t, "")
	require.Len(t, events, 9)
	for _, e := range events {
		for _, secret := range []string{"7654.", "1234.", "2345.", "3456.", "4567.", "5678.", "6789.", "7891.", "8181", "1358", "13.58", "EUR"} {
			if e.Kind != distr.PriceListChanged || secret != "EUR" { // which list it was
				require.NotContains(t, string(e.Data), secret, e.Kind)
			}
		}
	}

	secret := []reflect.Type{reflect.TypeFor[license.Money](), reflect.TypeFor[license.UnitPrice](), reflect.TypeFor[license.BasisPoints](), reflect.TypeFor[license.Lot]()}
	guarded := strings.Fields("Vendor.PlanPrices Vendor.PriceLists Vendor.Lots Vendor.BuyLot Vendor.Margins Account.Quote")
	var given []string
	for _, h := range handles() {
		for m := range h.kind.Methods() {
			for out := range m.Type.Outs() {
				if leadsTo(out, secret, map[reflect.Type]bool{}) {
					given = append(given, h.name+"."+m.Name)
				}
			}
		}
	}
	require.ElementsMatch(t, guarded, given, "whoever gives amounts asks for super-admins")
	for _, email := range []tenant.Email{"boss@acme.example", "ann@globex.example"} {
		v := o.as(distr.Staff(email))
		if strings.HasSuffix(string(email), "globex.example") {
			o.join(t, o.globex, string(email), tenant.Administrator)
			v = o.as(distr.CustomerUser(email))
		} else {
			o.hire(t, string(email), tenant.Administrator)
		}
		_, err := v.PlanPrices(ctx)
		require.ErrorIs(t, err, tenant.ErrForbidden)
		_, err = v.Margins(ctx, distr.MarginQuery{Customer: "globex"})
		require.ErrorIs(t, err, tenant.ErrForbidden)
		_, err = v.Account("globex").Quote(ctx, distr.NewContract{Plan: "silver"})
		require.ErrorIs(t, err, tenant.ErrForbidden)
	}
}
