package distr_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestMargins(t *testing.T) {
	onEachStore(t, "of all", func(t *testing.T, o *office) {
		ctx := t.Context()
		o.open(t, "initech")
		require.NoError(t, o.acme.AddPlan(ctx, scans(t, "silver")))
		for name, p := range map[string]license.Price{"eu": priceOf(t, "990 EUR", "400 EUR"), "us": priceOf(t, "1100 USD", "1200 USD"), "later": {}} {
			require.NoError(t, o.acme.AddPlan(ctx, distr.PricedPlan{Price: p, Plan: license.Plan{Name: name, Model: license.Unlimited, Every: license.Annual}}))
		}
		sell := func(c tenant.CustomerID, plan string) license.ContractID {
			sold, err := o.acme.Account(c).Sell(ctx, distr.NewContract{Plan: plan})
			require.NoError(t, err)
			return sold.ID
		}
		first := sell("globex", "silver")
		sell("globex", "eu")
		sell("initech", "silver")
		sell("initech", "us")
		o.open(t, "hooli")
		waiting := sell("hooli", "later")
		o.clock.move(40 * day)
		_, err := o.acme.ChargePeriods(ctx)
		require.NoError(t, err)

		r, err := o.acme.Margins(ctx, distr.MarginQuery{})
		require.NoError(t, err)
		require.Len(t, r.Licenses, 5)
		require.Equal(t, []distr.CustomerMargin{
			{Customer: "globex", Name: "globex", Total: []license.Margin{margin(t, "1000.00 EUR", "404.00 EUR")}},
			{Customer: "hooli", Name: "hooli"},
			{Customer: "initech", Name: "initech", Total: []license.Margin{margin(t, "10.00 EUR", "4.00 EUR"), margin(t, "1100.00 USD", "1200.00 USD")}},
		}, r.Customers)
		require.Equal(t, []license.Margin{margin(t, "1010.00 EUR", "408.00 EUR"), margin(t, "1100.00 USD", "1200.00 USD")}, r.Total)
		require.True(t, r.Total[1].Loss())

		r, err = o.acme.Margins(ctx, distr.MarginQuery{Customer: "globex", Contract: first, From: o.clock.now().Add(-20 * day)})
		require.NoError(t, err)
		require.Len(t, r.Licenses, 1)
		require.Len(t, r.Licenses[0].Charges, 1, "the second month")
		require.Equal(t, margin(t, "5.00 EUR", "2.00 EUR"), r.Licenses[0].Total)
		r, err = o.acme.Margins(ctx, distr.MarginQuery{Until: o.clock.now().Add(-20 * day)})
		require.NoError(t, err)
		require.Equal(t, margin(t, "1000.00 EUR", "404.00 EUR"), r.Total[0])

		r, err = o.acme.Margins(ctx, distr.MarginQuery{Contract: waiting})
		require.NoError(t, err)
		require.Equal(t, license.Price{}, r.Licenses[0].Price)
		require.Empty(t, r.Total)
		for _, none := range []distr.MarginQuery{{Customer: "none"}, {Contract: "lic_none"}, {Customer: "initech", Contract: first}} {
			_, err = o.acme.Margins(ctx, none)
			require.ErrorIs(t, err, tenant.ErrNotFound)
		}
	})
}

// A super-admin who is assigned to some customers is told of these.
func TestMarginsOfThoseAssigned(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	o.open(t, "initech")
	require.NoError(t, o.acme.AddPlan(ctx, scans(t, "silver")))
	for _, c := range []tenant.CustomerID{"globex", "initech"} {
		_, err := o.acme.Account(c).Sell(ctx, distr.NewContract{Plan: "silver", Starts: o.clock.now().Add(-time.Hour)})
		require.NoError(t, err)
	}
	o.hire(t, "boss@acme.example", tenant.Administrator)
	hand := o.hire(t, "hand@acme.example", tenant.User)
	_, err := o.acme.SetSuper(ctx, hand.ID, true)
	require.NoError(t, err)
	require.NoError(t, o.acme.Assign(ctx, hand.ID, "globex"))
	v := o.as(distr.Staff("hand@acme.example"))
	r, err := v.Margins(ctx, distr.MarginQuery{})
	require.NoError(t, err)
	require.Len(t, r.Customers, 1)
	require.Equal(t, []license.Margin{margin(t, "5.00 EUR", "2.00 EUR")}, r.Total)
	_, err = v.Margins(ctx, distr.MarginQuery{Customer: "initech"})
	require.ErrorIs(t, err, tenant.ErrNotFound)
}

func margin(t *testing.T, revenue, cost string) license.Margin {
	t.Helper()
	m, err := license.MarginOf(money(t, revenue), money(t, cost))
	require.NoError(t, err)
	return m
}
