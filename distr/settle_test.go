package distr_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// revenues are what the periods of globex bring in, in their order.
func revenues(t *testing.T, o *office) (all []string) {
	t.Helper()
	for _, c := range chargesOf(t, o, "globex") {
		m, err := c.Margin()
		require.NoError(t, err)
		all = append(all, m.Revenue.String())
	}
	return all
}

// A period that has begun costs what it did then, also if nobody has charged it until
// something changes.
func TestChangesDoNotReachBack(t *testing.T) {
	onEachStore(t, "a license", func(t *testing.T, o *office) {
		ctx := t.Context()
		require.NoError(t, o.acme.AddPlan(ctx, scans(t, "silver")))
		c, err := o.globex.Sell(ctx, distr.NewContract{Plan: "silver"})
		require.NoError(t, err)
		o.clock.move(40 * day)
		lowered := int64(10)
		_, err = o.globex.AmendContract(ctx, c.ID, license.Change{Limit: &lowered})
		require.NoError(t, err)
		require.Equal(t, []string{"5.00 EUR", "5.00 EUR"}, revenues(t, o), "the second month began with 100")
		o.clock.move(60 * day)
		require.NoError(t, o.globex.Reprice(ctx, c.ID, priceOf(t, "0.50 EUR", "0.02 EUR")))
		require.Equal(t, []string{"5.00 EUR", "5.00 EUR", "0.50 EUR", "0.50 EUR"}, revenues(t, o), "the fourth month began at 0.05 EUR")
		o.clock.move(31 * day)
		_, err = o.globex.EndContract(ctx, c.ID, time.Time{})
		require.NoError(t, err)
		o.clock.move(62 * day)
		n, err := o.acme.ChargePeriods(ctx)
		require.NoError(t, err)
		require.Zero(t, n)
		require.Equal(t, []string{"5.00 EUR", "5.00 EUR", "0.50 EUR", "0.50 EUR", "5.00 EUR"}, revenues(t, o))
	})
}

// What begins while the customer is archived is not charged, and a license can be
// ended then.
func TestArchivedIsNotCharged(t *testing.T) {
	onEachStore(t, "a license", func(t *testing.T, o *office) {
		ctx := t.Context()
		require.NoError(t, o.acme.AddPlan(ctx, scans(t, "silver")))
		_, err := o.acme.BuyLot(ctx, lotOfScans(t, 1000, time.Time{}))
		require.NoError(t, err)
		c, err := o.globex.Sell(ctx, distr.NewContract{Plan: "silver"})
		require.NoError(t, err)
		o.clock.move(40 * day) // the second month has begun
		_, err = o.globex.Archive(ctx)
		require.NoError(t, err)
		require.Len(t, chargesOf(t, o, "globex"), 2)
		o.clock.move(70 * day)
		for range 2 {
			n, err := o.acme.ChargePeriods(ctx)
			require.NoError(t, err)
			require.Zero(t, n)
		}
		require.NoError(t, o.globex.Reprice(ctx, c.ID, priceOf(t, "0.10 EUR", "0.02 EUR")))
		_, err = o.globex.Unarchive(ctx)
		require.NoError(t, err)
		n, err := o.acme.ChargePeriods(ctx)
		require.NoError(t, err)
		require.Zero(t, n, "the month that has begun did so while the customer was archived")
		o.clock.move(31 * day)
		n, err = o.acme.ChargePeriods(ctx)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		charges := chargesOf(t, o, "globex")
		require.Equal(t, []int{0, 1, 4}, []int{charges[0].Period, charges[1].Period, charges[2].Period})
		require.Equal(t, []int64{700}, leftOf(t, o))

		_, err = o.globex.Archive(ctx)
		require.NoError(t, err)
		more := int64(200)
		_, err = o.globex.AmendContract(ctx, c.ID, license.Change{Limit: &more})
		require.ErrorIs(t, err, tenant.ErrForbidden)
		ended, err := o.globex.EndContract(ctx, c.ID, time.Time{})
		require.NoError(t, err)
		require.Equal(t, o.clock.now(), ended.Ends)
	})
}

// What cannot be charged tells its amounts to super-admins only, and keeps nobody from
// ending it or from setting another price.
func TestOverflowTellsNoPrice(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	rich := scans(t, "rich")
	rich.Plan.Quantity, rich.Price = license.MaxLimit, priceOf(t, "12345678.9 EUR", "9876543.21 EUR")
	require.NoError(t, o.acme.AddPlan(ctx, rich))
	dear := scans(t, "dear")
	dear.Plan.Quantity, dear.Price = license.MaxLimit, priceOf(t, "0 EUR", "9876543.21 EUR")
	require.NoError(t, o.acme.AddPlan(ctx, dear))
	_, err := o.globex.Sell(ctx, distr.NewContract{Plan: "rich"})
	require.ErrorIs(t, err, license.ErrOverflow)
	require.ErrorContains(t, err, "12345678.9")

	o.hire(t, "boss@acme.example", tenant.Administrator)
	bob := o.as(distr.Staff("boss@acme.example"))
	later := o.clock.now().Add(day)
	for _, plan := range []string{"rich", "dear"} {
		_, sold := bob.Account("globex").Sell(ctx, distr.NewContract{Plan: plan})
		_, created := bob.CreateCustomer(ctx, distr.NewCustomer{ID: "leaky", Name: "Leaky", Plan: plan})
		for _, err := range []error{sold, created} {
			require.ErrorIs(t, err, license.ErrOverflow)
			require.ErrorContains(t, err, "let a super-admin look")
			for _, amount := range []string{"123", "987", "EUR"} {
				require.NotContains(t, err.Error(), amount)
			}
		}
	}
	c, err := o.globex.Sell(ctx, distr.NewContract{Plan: "rich", Starts: later})
	require.NoError(t, err)
	o.clock.move(40 * day)
	_, err = o.acme.ChargePeriods(ctx)
	require.ErrorIs(t, err, license.ErrOverflow)
	_, err = bob.Account("globex").EndContract(ctx, c.ID, time.Time{})
	require.NoError(t, err)
	require.NoError(t, o.globex.Reprice(ctx, c.ID, priceOf(t, "0 EUR", "0 EUR")))
	require.Len(t, chargesOf(t, o, "globex"), 2)
}

// A customer who is put on a plan of the vendor's has a license of it, or stays as it
// is.
func TestSellByEdit(t *testing.T) {
	onEachStore(t, "a plan", func(t *testing.T, o *office) {
		ctx := t.Context()
		require.NoError(t, o.acme.AddPlan(ctx, scans(t, "silver")))
		require.NoError(t, o.acme.AddPlan(ctx, scans(t, "gold")))
		silver, gold, label := "silver", "gold", "as agreed"
		for range 2 {
			_, err := o.globex.Edit(ctx, distr.Edit{Plan: &silver})
			require.NoError(t, err)
		}
		sold, err := o.globex.Contracts(ctx)
		require.NoError(t, err)
		require.Len(t, sold, 1)
		require.Equal(t, silver, sold[0].Plan)
		_, err = o.globex.Edit(ctx, distr.Edit{Plan: &gold})
		require.ErrorIs(t, err, tenant.ErrConflict)
		require.ErrorContains(t, err, string(sold[0].ID))
		c, err := o.globex.Customer(ctx)
		require.NoError(t, err)
		require.Equal(t, silver, c.Plan)
		_, err = o.globex.Edit(ctx, distr.Edit{Plan: &label})
		require.NoError(t, err)
		require.Len(t, chargesOf(t, o, "globex"), 1)
	})
}

// What is paid is not taken out of a license by an end in the past, and no license
// ends in a year that cannot be written.
func TestEndsThatAreRefused(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	require.NoError(t, o.acme.AddPlan(ctx, scans(t, "silver")))
	c, err := o.globex.Sell(ctx, distr.NewContract{Plan: "silver"})
	require.NoError(t, err)
	o.clock.move(90 * day)
	for _, ends := range []time.Time{o.clock.now().Add(-time.Hour), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)} {
		_, err = o.globex.AmendContract(ctx, c.ID, license.Change{Ends: &ends})
		require.ErrorIs(t, err, tenant.ErrInvalid)
	}
	o.open(t, "initech")
	_, err = o.acme.Account("initech").Sell(ctx, distr.NewContract{Plan: "silver", Ends: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)})
	require.ErrorIs(t, err, tenant.ErrInvalid)
	require.ErrorContains(t, err, "9999")
}
