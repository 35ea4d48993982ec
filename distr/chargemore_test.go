package distr_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

// march is a license of globex for 100 scans from 1 March on, in 31 days of 0.05 EUR
// each, and what sets its limit.
func march(t *testing.T, o *office, ends time.Time) (id license.ContractID, limit func(n int64)) {
	t.Helper()
	require.NoError(t, o.acme.AddPlan(t.Context(), scans(t, "silver")))
	o.clock.at = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	c, err := o.globex.Sell(t.Context(), distr.NewContract{Plan: "silver", Ends: ends})
	require.NoError(t, err)
	return c.ID, func(n int64) {
		t.Helper()
		_, err := o.globex.AmendContract(t.Context(), c.ID, license.Change{Limit: &n})
		require.NoError(t, err)
	}
}

// What is added within a period is paid for the days that are left of it, and once.
func TestRaisedLimitIsCharged(t *testing.T) {
	onEachStore(t, "a license", func(t *testing.T, o *office) {
		ctx := t.Context()
		_, limit := march(t, o, time.Time{})
		_, err := o.acme.BuyLot(ctx, lotOfScans(t, 1000, time.Time{}))
		require.NoError(t, err)
		o.clock.move(21 * day)
		limit(300)
		limit(300)
		limit(0)
		limit(300)
		require.Equal(t, []string{"5.00 EUR", "3.23 EUR"}, revenues(t, o), "10 of 31 days of 200")
		charges := chargesOf(t, o, "globex")
		require.Equal(t, 1, charges[1].Part)
		require.Equal(t, int64(200), charges[1].Quantity)
		require.Equal(t, license.Share{From: 21, To: 31, Of: 31}, charges[1].Days)
		m, err := charges[1].Margin()
		require.NoError(t, err)
		require.Equal(t, money(t, "3.00 EUR"), m.Cost, "what a lot had is used up")
		require.Equal(t, []int64{800}, leftOf(t, o))
		limit(301)
		limit(50)
		o.clock.move(10 * day)
		n, err := o.acme.ChargePeriods(ctx)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		require.Equal(t, []string{"5.00 EUR", "3.23 EUR", "0.02 EUR", "2.50 EUR"}, revenues(t, o), "the lowered limit counts from April on")
		report, err := o.acme.Margins(ctx, distr.MarginQuery{})
		require.NoError(t, err)
		require.Equal(t, "10.75 EUR", report.Total[0].Revenue.String())
	})
}

// A license that is bought for nothing and raised at once is paid like any other.
func TestNothingIsForNothing(t *testing.T) {
	o := newOffice(t)
	_, limit := march(t, o, time.Time{})
	limit(0)
	o.clock.move(31 * day)
	limit(1_000_000)
	require.Equal(t, []string{"5.00 EUR", "0.00 EUR", "50000.00 EUR"}, revenues(t, o))
}

// What ends within a period is charged for its days if that is known as it begins, and
// what is added to it then makes up the whole.
func TestEndsWithinPeriod(t *testing.T) {
	onEachStore(t, "a license", func(t *testing.T, o *office) {
		ctx := t.Context()
		id, _ := march(t, o, time.Date(2026, 3, 11, 0, 0, 0, 0, time.UTC))
		require.Equal(t, []string{"1.61 EUR"}, revenues(t, o), "10 of 31 days")
		m, err := chargesOf(t, o, "globex")[0].Margin()
		require.NoError(t, err)
		require.Equal(t, money(t, "0.65 EUR"), m.Cost, "at list cost, the same days")
		open := time.Time{}
		o.clock.move(5 * day)
		_, err = o.globex.AmendContract(ctx, id, license.Change{Ends: &open})
		require.NoError(t, err)
		require.Equal(t, []string{"1.61 EUR", "3.39 EUR"}, revenues(t, o), "5.00 EUR together")
		o.clock.move(10 * day)
		_, err = o.globex.EndContract(ctx, id, time.Time{})
		require.NoError(t, err)
		require.Len(t, revenues(t, o), 2, "nothing is paid back")

		o.clock.move(200 * day) // to 2 October
		_, err = o.globex.AmendContract(ctx, id, license.Change{Ends: &open})
		require.NoError(t, err)
		n, err := o.acme.ChargePeriods(ctx)
		require.NoError(t, err)
		require.Zero(t, n)
		require.Equal(t, []string{"1.61 EUR", "3.39 EUR", "4.84 EUR"}, revenues(t, o), "30 of 31 days, and nothing for the months between")

		o.open(t, "initech")
		q, err := o.acme.Account("initech").Quote(ctx, distr.NewContract{Plan: "silver", Starts: o.clock.now().Add(-60 * day), Ends: o.clock.now().Add(-57 * day)})
		require.NoError(t, err)
		require.Equal(t, license.Share{To: 3, Of: 31}, q.Charge.Days)
		require.Equal(t, "0.48 EUR", q.Margin.Revenue.String())
	})
}
