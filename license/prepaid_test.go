package license_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// lot is one of scans at 0.02 EUR less 25 %, bought on the first of January 2026.
func lot(t require.TestingT, id license.LotID, quantity int64, expires time.Time) license.Lot {
	l, err := license.NewLot(id, license.PerScan, quantity, unit(t, "0.02 EUR"), percent(t, "25%"), date(2026, 1, 1), expires)
	require.NoError(t, err)
	return l
}

func TestNewLot(t *testing.T) {
	l := lot(t, "lot_a", 100, date(2027, 1, 1))
	require.Equal(t, unit(t, "0.015 EUR"), l.Cost)
	require.Equal(t, int64(100), l.Left)
	require.NoError(t, l.Check())
	for _, c := range []struct {
		name   string
		spoil  func(*license.Lot)
		remedy string
	}{
		{"no ID", func(l *license.Lot) { l.ID = "" }, "lot ID"},
		{"unknown model", func(l *license.Lot) { l.Model = "per-moon" }, "per-moon"},
		{"nothing in it", func(l *license.Lot) { l.Quantity, l.Left = 0, 0 }, "1 or more"},
		{"less than nothing", func(l *license.Lot) { l.Quantity = -3 }, "quantity -3"},
		{"more left than was bought", func(l *license.Lot) { l.Left = 101 }, "101 of 100"},
		{"overdrawn", func(l *license.Lot) { l.Left = -1 }, "-1 of 100"},
		{"another cost", func(l *license.Lot) { l.Cost = unit(t, "0.01 EUR") }, "which is 0.015 EUR"},
		{"a discount above all", func(l *license.Lot) { l.Discount = license.Whole + 1 }, "0% to 100%"},
		{"no list cost", func(l *license.Lot) { l.List = license.UnitPrice{} }, "no currency"},
		{"never bought", func(l *license.Lot) { l.Purchased = time.Time{} }, "when it was bought"},
		{"expires when bought", func(l *license.Lot) { l.Expires = l.Purchased }, "choose a later end"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad := l
			c.spoil(&bad)
			require.ErrorIs(t, bad.Check(), tenant.ErrInvalid)
			require.ErrorContains(t, bad.Check(), c.remedy)
		})
	}
	_, err := license.NewLot("lot_a", license.PerScan, 1, unit(t, "1 EUR"), -1, date(2026, 1, 1), time.Time{})
	require.ErrorIs(t, err, tenant.ErrInvalid)
}

func TestTake(t *testing.T) {
	l := lot(t, "lot_a", 10, time.Time{})
	rest, err := l.Take(10)
	require.NoError(t, err)
	require.Zero(t, rest.Left)
	require.Equal(t, int64(10), l.Left, "a lot is a value")
	_, err = l.Take(11)
	require.ErrorIs(t, err, tenant.ErrConflict)
	require.ErrorContains(t, err, "of which 10 are left")
	for _, n := range []int64{0, -1} {
		_, err = l.Take(n)
		require.ErrorIs(t, err, tenant.ErrInvalid)
	}
}

func TestDraw(t *testing.T) {
	never, spring, summer := lot(t, "never", 5, time.Time{}), lot(t, "spring", 5, date(2026, 4, 1)), lot(t, "summer", 5, date(2026, 7, 1))
	later := summer
	later.ID, later.Purchased = "later", date(2026, 1, 2)
	twin := summer
	twin.ID = "a-twin"
	spent := spring
	spent.ID, spent.Left = "spent", 0
	dollars, err := license.NewLot("dollars", license.PerScan, 5, unit(t, "0.02 USD"), 0, date(2026, 1, 1), date(2026, 2, 1))
	require.NoError(t, err)
	assets, err := license.NewLot("assets", license.PerAsset, 5, unit(t, "0.02 EUR"), 0, date(2026, 1, 1), date(2026, 2, 1))
	require.NoError(t, err)
	all := []license.Lot{never, dollars, later, summer, spent, assets, twin, spring}
	for _, c := range []struct {
		name     string
		quantity int64
		at       time.Time
		want     []string
	}{
		{"nothing", 0, date(2026, 1, 10), nil},
		{"what expires first", 4, date(2026, 1, 10), []string{"spring"}},
		{"all of it, and of the next", 6, date(2026, 1, 10), []string{"spring", "a-twin"}},
		{"what was bought first, then by ID", 21, date(2026, 1, 10), []string{"spring", "a-twin", "summer", "later", "never"}},
		{"the rest at list cost", 26, date(2026, 1, 10), []string{"spring", "a-twin", "summer", "later", "never", ""}},
		{"in its last instant", 1, date(2026, 4, 1).Add(-1), []string{"spring"}},
		{"not when it has expired", 1, date(2026, 4, 1), []string{"a-twin"}},
		{"not before it was bought", 1, date(2026, 1, 1).Add(-1), []string{""}},
		{"from its purchase on", 1, date(2026, 1, 1), []string{"spring"}},
		{"of what never expires at last", 6, date(2036, 1, 1), []string{"never", ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			drawn, err := license.Draw(all, license.PerScan, c.quantity, license.Flat(unit(t, "0.02 EUR")), c.at)
			require.NoError(t, err)
			var lots []string
			var sum int64
			for _, d := range drawn {
				lots = append(lots, string(d.Lot))
				sum += d.Quantity
				if d.Lot == "" {
					require.Equal(t, unit(t, "0.02 EUR"), d.Cost)
				} else {
					require.Equal(t, unit(t, "0.015 EUR"), d.Cost)
				}
			}
			require.Equal(t, c.want, lots)
			require.Equal(t, c.quantity, sum)
		})
	}
}

// What is left over goes by the tier that it reaches itself.
func TestDrawLeftOver(t *testing.T) {
	for _, graduated := range []bool{false, true} {
		drawn, err := license.Draw([]license.Lot{lot(t, "a", 400, time.Time{})}, license.PerScan, 550, threeTiers(t, graduated), date(2026, 1, 10))
		require.NoError(t, err)
		want := []license.Drawn{{Lot: "a", Quantity: 400, Cost: unit(t, "0.015 EUR")}, {Quantity: 150, Cost: unit(t, "0.80 EUR")}}
		if graduated {
			want = []license.Drawn{want[0], {Quantity: 99, Cost: unit(t, "1 EUR")}, {Quantity: 51, Cost: unit(t, "0.80 EUR")}}
		}
		require.Equal(t, want, drawn)
	}
}

func TestNothingIsDrawn(t *testing.T) {
	_, err := license.Draw(nil, license.PerScan, -1, license.Flat(unit(t, "1 EUR")), date(2026, 1, 1))
	require.ErrorIs(t, err, tenant.ErrInvalid)
	require.ErrorContains(t, err, "quantity -1")
	_, err = license.Draw(nil, license.PerScan, 1, license.Flat(license.UnitPrice{}), date(2026, 1, 1))
	require.ErrorIs(t, err, tenant.ErrInvalid)
}

func TestEarn(t *testing.T) {
	drawn, err := license.Draw([]license.Lot{lot(t, "a", 100, time.Time{})}, license.PerScan, 150, license.Flat(unit(t, "0.02 EUR")), date(2026, 1, 10))
	require.NoError(t, err)
	m, err := unit(t, "0.05 EUR").Earn(150, drawn, license.Share{})
	require.NoError(t, err)
	require.Equal(t, license.Margin{Revenue: money(t, "7.50 EUR"), Cost: money(t, "2.50 EUR"), Margin: money(t, "5.00 EUR")}, m)
	m, err = unit(t, "0.05 EUR").Earn(0, nil, license.Share{})
	require.NoError(t, err)
	require.Equal(t, license.Margin{Revenue: money(t, "0 EUR"), Cost: money(t, "0 EUR"), Margin: money(t, "0 EUR")}, m)
	_, err = unit(t, "0.05 USD").Earn(150, drawn, license.Share{})
	require.ErrorIs(t, err, license.ErrCurrencyMismatch)
	_, err = unit(t, "0.05 EUR").Earn(-1, drawn, license.Share{})
	require.ErrorIs(t, err, tenant.ErrInvalid)
	_, err = unit(t, "0.05 EUR").Earn(1, []license.Drawn{{Quantity: -1, Cost: unit(t, "1 EUR")}}, license.Share{})
	require.ErrorIs(t, err, tenant.ErrInvalid)
}

// A lot that costs more than fits is not written down: nobody could draw from it.
func TestLotThatDoesNotFit(t *testing.T) {
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	_, err := license.NewLot("lot_1", license.PerScan, 1<<63-1, unit(t, "9223372036854.775807 EUR"), 0, at, time.Time{})
	require.ErrorIs(t, err, license.ErrOverflow)
	_, err = license.NewLot("lot_1", license.PerScan, 1<<40, unit(t, "0.02 EUR"), 0, at, time.Time{})
	require.NoError(t, err)
}
