package distr_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Each period is charged once, whoever asks and how often, and what was drawn keeps
// its cost.
func TestChargePeriods(t *testing.T) {
	onEachStore(t, "months", func(t *testing.T, o *office) {
		ctx := t.Context()
		require.NoError(t, o.acme.AddPlan(ctx, scans(t, "silver")))
		o.clock.at = time.Date(2026, 1, 31, 10, 0, 0, 0, time.UTC)
		_, err := o.globex.Sell(ctx, distr.NewContract{Plan: "silver", Starts: time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)})
		require.NoError(t, err)
		_, err = o.acme.BuyLot(ctx, lotOfScans(t, 150, time.Time{}))
		require.NoError(t, err)
		for _, at := range []time.Time{
			time.Date(2026, 2, 27, 23, 59, 59, 0, time.UTC), time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), time.Date(2026, 4, 29, 0, 0, 0, 0, time.UTC),
		} {
			o.clock.at = at
			for range 2 {
				_, err := o.acme.ChargePeriods(ctx)
				require.NoError(t, err)
			}
		}
		charges := chargesOf(t, o, "globex")
		require.Len(t, charges, 3)
		var costs []string
		for i, c := range charges {
			require.Equal(t, i, c.Period)
			m, err := c.Margin()
			require.NoError(t, err)
			costs = append(costs, m.Cost.String())
		}
		require.Equal(t, []string{"2.00 EUR", "1.50 EUR", "1.75 EUR"}, costs, "at list cost, from the lot, from what was left of it and at list cost")
		require.Equal(t, []int64{0}, leftOf(t, o))
	})
}

// TestChargedOnce lets several sides charge the same periods at the same time.
func TestChargedOnce(t *testing.T) {
	onEachStore(t, "by many", func(t *testing.T, o *office) {
		ctx := t.Context()
		require.NoError(t, o.acme.AddPlan(ctx, scans(t, "silver")))
		_, err := o.acme.BuyLot(ctx, lotOfScans(t, 1<<40, time.Time{}))
		require.NoError(t, err)
		for _, c := range []tenant.CustomerID{"globex", "initech"} {
			if c != "globex" {
				o.open(t, c)
			}
			_, err := o.acme.Account(c).Sell(ctx, distr.NewContract{Plan: "silver"})
			require.NoError(t, err)
		}
		o.clock.move(11 * 31 * day)
		counts, errs := make([]int, 8), make([]error, 8)
		atOnce(8, func(i int) { counts[i], errs[i] = o.acme.ChargePeriods(ctx) })
		total := 0
		for i := range 8 {
			require.NoError(t, errs[i])
			total += counts[i]
		}
		require.Equal(t, 2*11, total)
		require.Len(t, chargesOf(t, o, ""), 2*12)
		require.Equal(t, []int64{1<<40 - 2*12*100}, leftOf(t, o))
	})
}

// TestLotsAreNotOverdrawn lets eight sides sell at the same time from lots that do not
// have enough for all.
func TestLotsAreNotOverdrawn(t *testing.T) {
	onEachStore(t, "by eight sellers", func(t *testing.T, o *office) {
		ctx := t.Context()
		require.NoError(t, o.acme.AddPlan(ctx, scans(t, "silver")))
		for _, quantity := range []int64{130, 170, 333} { // 633 of the 800 that are sold
			_, err := o.acme.BuyLot(ctx, lotOfScans(t, quantity, o.clock.now().Add(time.Duration(quantity)*day)))
			require.NoError(t, err)
		}
		errs := make([]error, 8)
		for i := range errs {
			o.open(t, tenant.CustomerID(fmt.Sprintf("customer-%d", i)))
		}
		atOnce(8, func(i int) {
			_, errs[i] = o.acme.Account(tenant.CustomerID(fmt.Sprintf("customer-%d", i))).Sell(ctx, distr.NewContract{Plan: "silver"})
		})
		for _, err := range errs {
			require.NoError(t, err)
		}
		drawn := map[license.LotID]int64{}
		for _, c := range chargesOf(t, o, "") {
			var sum int64
			for _, d := range c.Drawn {
				drawn[d.Lot] += d.Quantity
				sum += d.Quantity
			}
			require.Equal(t, int64(100), sum, "everybody got all")
		}
		require.Equal(t, int64(167), drawn[""], "at list cost: what the lots did not have")
		lots, err := o.acme.Lots(ctx)
		require.NoError(t, err)
		for _, l := range lots {
			require.Zero(t, l.Left)
			require.Equal(t, l.Quantity, drawn[l.ID])
		}
		report, err := o.acme.Margins(ctx, distr.MarginQuery{})
		require.NoError(t, err)
		require.Equal(t, money(t, "40.00 EUR"), report.Total[0].Revenue)
		require.Equal(t, "12.84 EUR", report.Total[0].Cost.String(), "633 × 0.015 + 167 × 0.02, each line rounded")
	})
}

// A license of which charging fails does not keep the others from it.
func TestChargingGoesOn(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	require.NoError(t, o.acme.AddPlan(ctx, scans(t, "silver")))
	o.open(t, "abc")
	_, err := o.acme.Account("abc").Sell(ctx, distr.NewContract{Plan: "silver"})
	require.NoError(t, err)
	_, err = o.globex.Sell(ctx, distr.NewContract{Plan: "silver"})
	require.NoError(t, err)
	require.NoError(t, o.store.Update(ctx, "acme", func(tx distr.VendorTx) error {
		sales, err := tx.Sales(distr.SaleQuery{Customer: "abc"})
		require.NoError(t, err)
		sales[0].Price = priceOf(t, "9223372036854 EUR", "0 EUR") // as none could be set
		room, err := tx.Edit("abc")
		require.NoError(t, err)
		contracts, err := room.Contracts()
		require.NoError(t, err)
		contracts[0].Terms.Limit = license.MaxLimit
		require.NoError(t, room.PutContract(contracts[0]))
		return tx.PutSale(sales[0])
	}))
	o.clock.move(35 * day)
	n, err := o.acme.ChargePeriods(ctx)
	require.ErrorIs(t, err, license.ErrOverflow)
	require.ErrorContains(t, err, "of customer abc")
	require.Equal(t, 1, n)
	require.Len(t, chargesOf(t, o, "globex"), 2)
}

// What began long ago is charged all the same, in several goes.
func TestChargeManyPeriods(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	require.NoError(t, o.acme.AddPlan(ctx, scans(t, "silver")))
	_, err := o.globex.Sell(ctx, distr.NewContract{Plan: "silver", Starts: o.clock.now().AddDate(-10, 0, 0)})
	require.NoError(t, err)
	require.Len(t, chargesOf(t, o, "globex"), 10*12+1)
	o.clock.at = o.clock.at.AddDate(20, 0, 0)
	for _, want := range []int{150, 90, 0} {
		n, err := o.acme.ChargePeriods(ctx)
		require.NoError(t, err)
		require.Equal(t, want, n)
	}
}

// TestLotsOfTheTime shows that a period draws from the lots that were open when it
// began, whenever it is charged.
func TestLotsOfTheTime(t *testing.T) {
	onEachStore(t, "whoever charges late", func(t *testing.T, o *office) {
		ctx := t.Context()
		require.NoError(t, o.acme.AddPlan(ctx, scans(t, "silver")))
		began := o.clock.now()
		_, err := o.acme.BuyLot(ctx, lotOfScans(t, 250, began.Add(60*day)))
		require.NoError(t, err)
		o.clock.move(15 * day)
		_, err = o.globex.Sell(ctx, distr.NewContract{Plan: "silver", Starts: began.Add(-20 * day)})
		require.NoError(t, err)
		require.Equal(t, []int64{150}, leftOf(t, o), "for the second month: nothing was bought when the first one began")
		o.clock.move(100 * day)
		_, err = o.acme.ChargePeriods(ctx)
		require.NoError(t, err)
		require.Equal(t, []int64{50}, leftOf(t, o), "of the months that began since, it was open at the first")
	})
}

func TestSlipOfThePen(t *testing.T) {
	onEachStore(t, "is not charged", func(t *testing.T, o *office) {
		dear := scans(t, "dear")
		dear.Plan.Quantity, dear.Price = 1_000_000_000_000, priceOf(t, "90000 EUR", "1 EUR")
		require.NoError(t, o.acme.AddPlan(t.Context(), dear))
		_, err := o.globex.Sell(t.Context(), distr.NewContract{Plan: "dear"})
		require.ErrorIs(t, err, license.ErrOverflow)
		require.ErrorContains(t, err, "a slip of the pen")
		contracts, err := o.globex.Contracts(t.Context())
		require.NoError(t, err)
		require.Empty(t, contracts)
	})
}
