package distr_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestSell(t *testing.T) {
	onEachStore(t, "a plan", func(t *testing.T, o *office) {
		ctx := t.Context()
		require.NoError(t, o.acme.AddPlan(ctx, scans(t, "silver")))
		starts := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		c, err := o.globex.Sell(ctx, distr.NewContract{Plan: "silver", Starts: starts, Zone: "Europe/Berlin"})
		require.NoError(t, err)
		require.Equal(t, license.Contract{
			ID: c.ID, Plan: "silver", Terms: license.Terms{Model: license.PerScan, Limit: 100}, Every: license.Monthly,
			Anchor: starts, Zone: "Europe/Berlin", Starts: starts, Revision: 1, Created: o.clock.now(),
		}, c)
		charges := chargesOf(t, o, "globex")
		require.Len(t, charges, 1, "the period has begun")
		require.Equal(t, []license.Drawn{{Quantity: 100, Cost: unit(t, "0.02 EUR")}}, charges[0].Drawn)
		kinds := o.kinds(t, "globex", 0)
		require.Equal(t, []distr.Kind{distr.LicenseSold, distr.LicenseCharged}, kinds[len(kinds)-2:])

		_, err = o.globex.Sell(ctx, distr.NewContract{Plan: "silver"})
		require.ErrorIs(t, err, tenant.ErrConflict)
		require.ErrorContains(t, err, string(c.ID))
		require.Len(t, chargesOf(t, o, "globex"), 1)
	})
}

func TestSellOtherwise(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	require.NoError(t, o.acme.AddPlan(ctx, scans(t, "silver")))
	quantity, alerts, price := int64(7), []int{50}, priceOf(t, "1 EUR", "2 EUR")
	starts := o.clock.now().Add(day)
	c, err := o.globex.Sell(ctx, distr.NewContract{
		Plan: "silver", Quantity: &quantity, Alerts: &alerts, Overage: license.Block, Price: &price, Starts: starts, Ends: starts.AddDate(0, 2, 0),
	})
	require.NoError(t, err)
	require.Equal(t, license.Terms{Model: license.PerScan, Limit: 7, Alerts: []int{50}, Overage: license.Block}, c.Terms)
	require.Empty(t, chargesOf(t, o, "globex"), "the first period is to come")
	for _, want := range []int{1, 2, 2, 2, 2} { // and then it has ended
		o.clock.move(16 * day)
		_, err = o.acme.ChargePeriods(ctx)
		require.NoError(t, err)
		require.Len(t, chargesOf(t, o, "globex"), want)
	}
	report, err := o.acme.Margins(ctx, distr.MarginQuery{})
	require.NoError(t, err)
	require.Equal(t, money(t, "-14.00 EUR"), report.Total[0].Margin)
	require.True(t, report.Licenses[0].Total.Loss())
}

func TestNotSold(t *testing.T) {
	o := newOffice(t)
	require.NoError(t, o.acme.AddPlan(t.Context(), scans(t, "silver")))
	negative := int64(-1)
	for _, c := range []struct {
		name   string
		spoil  func(*distr.NewContract)
		err    error
		remedy string
	}{
		{"no such plan", func(n *distr.NewContract) { n.Plan = "gold" }, tenant.ErrNotFound, "there are silver"},
		{"no such zone", func(n *distr.NewContract) { n.Zone = "Europe/Atlantis" }, tenant.ErrInvalid, "Europe/Atlantis"},
		{"the machine's own zone", func(n *distr.NewContract) { n.Zone = "Local" }, tenant.ErrInvalid, "Local"},
		{"negative quantity", func(n *distr.NewContract) { n.Quantity = &negative }, tenant.ErrInvalid, "-1"},
		{"ends before it starts", func(n *distr.NewContract) { n.Ends = o.clock.now().Add(-time.Hour) }, tenant.ErrInvalid, "before it starts"},
		{"starts long ago", func(n *distr.NewContract) { n.Starts = time.Date(26, 3, 1, 0, 0, 0, 0, time.UTC) }, tenant.ErrInvalid, "the right year"},
		{"a price in two currencies", func(n *distr.NewContract) { p := priceOf(t, "1 EUR", "1 USD"); n.Price = &p }, license.ErrCurrencyMismatch, "EUR and USD"},
		{"unknown overage", func(n *distr.NewContract) { n.Overage = "bill" }, tenant.ErrInvalid, "bill"},
		{"more than fits", func(n *distr.NewContract) {
			p := priceOf(t, "9223372036854 EUR", "0 EUR")
			q := int64(1e12)
			n.Price, n.Quantity = &p, &q
		}, license.ErrOverflow, "too large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := distr.NewContract{Plan: "silver"}
			c.spoil(&n)
			_, err := o.globex.Sell(t.Context(), n)
			require.ErrorIs(t, err, c.err)
			require.ErrorContains(t, err, c.remedy)
		})
	}
	require.Empty(t, chargesOf(t, o, "globex"))
	report, err := o.acme.Margins(t.Context(), distr.MarginQuery{})
	require.NoError(t, err)
	require.Empty(t, report.Licenses)
}

// A plan that names one is sold with the customer, or there is no customer; any other
// text is a label.
func TestSellAtCreation(t *testing.T) {
	onEachStore(t, "a plan", func(t *testing.T, o *office) {
		ctx := t.Context()
		require.NoError(t, o.acme.AddPlan(ctx, scans(t, "silver")))
		_, err := o.acme.CreateCustomer(ctx, distr.NewCustomer{ID: "initech", Name: "Initech", Plan: "silver"})
		require.NoError(t, err)
		require.Len(t, chargesOf(t, o, "initech"), 1)
		kinds := o.kinds(t, "initech", 0)
		require.Equal(t, []distr.Kind{distr.CustomerAdded, distr.LicenseSold, distr.LicenseCharged}, kinds)

		_, err = o.acme.CreateCustomer(ctx, distr.NewCustomer{ID: "hooli", Name: "Hooli", Plan: "Silver, as agreed"})
		require.NoError(t, err)
		require.Empty(t, chargesOf(t, o, "hooli"))
		c, err := o.acme.Account("hooli").Customer(ctx)
		require.NoError(t, err)
		require.Equal(t, "Silver, as agreed", c.Plan)

		dear := distr.PricedPlan{Plan: license.Plan{Name: "dear", Model: license.PerScan, Quantity: 1e12, Every: license.Monthly}, Price: priceOf(t, "9223372036854 EUR", "0 EUR")}
		require.NoError(t, o.acme.AddPlan(ctx, dear))
		_, err = o.acme.CreateCustomer(ctx, distr.NewCustomer{ID: "umbrella", Name: "Umbrella", Plan: "dear"})
		require.ErrorIs(t, err, license.ErrOverflow)
		_, err = o.acme.Account("umbrella").Customer(ctx)
		require.ErrorIs(t, err, tenant.ErrNotFound)
	})
}

// What has no price waits, and is charged for all its periods when it has one.
func TestReprice(t *testing.T) {
	onEachStore(t, "a license", func(t *testing.T, o *office) {
		ctx := t.Context()
		p := scans(t, "silver")
		p.Price = license.Price{}
		require.NoError(t, o.acme.AddPlan(ctx, p))
		_, err := o.globex.Quote(ctx, distr.NewContract{Plan: "silver"})
		require.ErrorIs(t, err, tenant.ErrInvalid)
		require.ErrorContains(t, err, "has no price")
		c, err := o.globex.Sell(ctx, distr.NewContract{Plan: "silver"})
		require.NoError(t, err)
		o.clock.move(40 * day)
		n, err := o.acme.ChargePeriods(ctx)
		require.NoError(t, err)
		require.Zero(t, n)
		require.NoError(t, o.globex.Reprice(ctx, c.ID, priceOf(t, "0.05 EUR", "0.02 EUR")))
		require.Len(t, chargesOf(t, o, "globex"), 2)

		require.NoError(t, o.globex.Reprice(ctx, c.ID, priceOf(t, "0.10 EUR", "0.02 EUR")))
		o.clock.move(31 * day)
		n, err = o.acme.ChargePeriods(ctx)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		charges := chargesOf(t, o, "globex")
		require.Equal(t, []license.UnitPrice{unit(t, "0.05 EUR"), unit(t, "0.05 EUR"), unit(t, "0.10 EUR")}, []license.UnitPrice{charges[0].Unit, charges[1].Unit, charges[2].Unit})

		require.ErrorIs(t, o.globex.Reprice(ctx, c.ID, priceOf(t, "0.10 USD", "0.02 USD")), license.ErrCurrencyMismatch)
		require.ErrorIs(t, o.globex.Reprice(ctx, "lic_none", priceOf(t, "1 EUR", "1 EUR")), tenant.ErrNotFound)
		require.ErrorIs(t, o.acme.Account("initech").Reprice(ctx, c.ID, priceOf(t, "1 EUR", "1 EUR")), tenant.ErrNotFound)
	})
}

func TestQuote(t *testing.T) {
	onEachStore(t, "a plan", func(t *testing.T, o *office) {
		ctx := t.Context()
		require.NoError(t, o.acme.AddPlan(ctx, scans(t, "silver")))
		_, err := o.acme.BuyLot(ctx, lotOfScans(t, 60, time.Time{}))
		require.NoError(t, err)
		before := len(o.events(t, ""))
		q, err := o.globex.Quote(ctx, distr.NewContract{Plan: "silver"})
		require.NoError(t, err)
		require.Equal(t, license.Margin{Revenue: money(t, "5.00 EUR"), Cost: money(t, "1.70 EUR"), Margin: money(t, "3.30 EUR")}, q.Margin)
		require.Len(t, q.Charge.Drawn, 2)
		require.Empty(t, q.Contract.ID)
		require.Len(t, o.events(t, ""), before)
		require.Equal(t, []int64{60}, leftOf(t, o), "nothing is drawn")

		_, err = o.globex.Sell(ctx, distr.NewContract{Plan: "silver"})
		require.NoError(t, err)
		report, err := o.acme.Margins(ctx, distr.MarginQuery{})
		require.NoError(t, err)
		require.Equal(t, []license.Margin{q.Margin}, report.Total, "what was quoted is what is earned")
		require.Equal(t, []int64{0}, leftOf(t, o))
		_, err = o.globex.Quote(ctx, distr.NewContract{Plan: "silver"})
		require.ErrorIs(t, err, tenant.ErrConflict, "what cannot be sold is not quoted")
	})
}

const day = 24 * time.Hour
