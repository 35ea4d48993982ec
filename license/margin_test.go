package license_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestMargin(t *testing.T) {
	for _, c := range []struct {
		name, price, cost string
		quantity          int64
		revenue, costs    string
		margin, percent   string
		loss              bool
	}{
		{"of the seed", "149.99 EUR", "93.40 EUR", 250, "37497.50 EUR", "23350.00 EUR", "14147.50 EUR", "37.73%", false},
		{"at a loss", "1.00 EUR", "1.50 EUR", 10, "10.00 EUR", "15.00 EUR", "-5.00 EUR", "-50%", true},
		{"nothing over", "1.00 EUR", "1.00 EUR", 3, "3.00 EUR", "3.00 EUR", "0.00 EUR", "0%", false},
		{"costs nothing", "1.00 EUR", "0 EUR", 3, "3.00 EUR", "0.00 EUR", "3.00 EUR", "100%", false},
		{"of the rounded lines", "0.0125 EUR", "0.0025 EUR", 2, "0.02 EUR", "0.00 EUR", "0.02 EUR", "100%", false},
		{"percent half to even", "800.00 EUR", "799.98 EUR", 1, "800.00 EUR", "799.98 EUR", "0.02 EUR", "0%", false},
		{"yen", "1000 JPY", "333.3 JPY", 3, "3000 JPY", "1000 JPY", "2000 JPY", "66.67%", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := license.Price{Unit: unit(t, c.price), Cost: unit(t, c.cost)}.Margin(c.quantity)
			require.NoError(t, err)
			require.Equal(t, license.Margin{Revenue: money(t, c.revenue), Cost: money(t, c.costs), Margin: money(t, c.margin)}, got)
			of, err := got.Percent()
			require.NoError(t, err)
			require.Equal(t, c.percent, of.String())
			require.Equal(t, c.loss, got.Loss())
		})
	}
}

func TestNoMargin(t *testing.T) {
	for _, c := range []struct {
		name        string
		price, cost license.UnitPrice
		quantity    int64
		err         error
	}{
		{"negative quantity", unit(t, "1 EUR"), unit(t, "1 EUR"), -1, tenant.ErrInvalid},
		{"two currencies", unit(t, "1 EUR"), unit(t, "1 USD"), 1, license.ErrCurrencyMismatch},
		{"two currencies, none sold", unit(t, "1 EUR"), unit(t, "1 USD"), 0, license.ErrCurrencyMismatch},
		{"no price", license.UnitPrice{}, unit(t, "1 USD"), 1, tenant.ErrInvalid},
		{"no cost", unit(t, "1 USD"), license.UnitPrice{}, 1, tenant.ErrInvalid},
		{"revenue does not fit", unit(t, "9223372036854 EUR"), unit(t, "1 EUR"), 1 << 20, license.ErrOverflow},
		{"cost does not fit", unit(t, "1 EUR"), unit(t, "9223372036854 EUR"), 1 << 20, license.ErrOverflow},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := license.Price{Unit: c.price, Cost: c.cost}.Margin(c.quantity)
			require.ErrorIs(t, err, c.err)
			require.ErrorIs(t, err, tenant.ErrInvalid)
		})
	}
}

func TestPercentOfNothing(t *testing.T) {
	for _, cost := range []string{"0 EUR", "5 EUR"} {
		m, err := license.Price{Unit: unit(t, "0 EUR"), Cost: unit(t, cost)}.Margin(3)
		require.NoError(t, err)
		_, err = m.Percent()
		require.ErrorIs(t, err, license.ErrUndefinedPercent)
	}
	_, err := license.Margin{Revenue: money(t, "-1 EUR"), Margin: money(t, "1 EUR")}.Percent()
	require.ErrorIs(t, err, tenant.ErrInvalid)
	loss, err := license.Margin{Revenue: money(t, "0.01 EUR"), Margin: money(t, "-2999.99 EUR")}.Percent()
	require.NoError(t, err)
	require.Equal(t, "-29999900%", loss.String())
	_, err = license.Margin{Revenue: money(t, "0.01 EUR"), Margin: money(t, "-9999999999999999.99 EUR")}.Percent()
	require.ErrorIs(t, err, license.ErrOverflow)
}

func TestMarginsAddUp(t *testing.T) {
	a, err := license.MarginOf(money(t, "10.00 EUR"), money(t, "4.00 EUR"))
	require.NoError(t, err)
	b, err := license.MarginOf(money(t, "1.00 EUR"), money(t, "3.00 EUR"))
	require.NoError(t, err)
	sum, err := a.Add(b)
	require.NoError(t, err)
	require.Equal(t, license.Margin{Revenue: money(t, "11.00 EUR"), Cost: money(t, "7.00 EUR"), Margin: money(t, "4.00 EUR")}, sum)
	_, err = a.Add(license.Margin{Revenue: money(t, "1 USD"), Cost: money(t, "1 USD"), Margin: money(t, "0 USD")})
	require.ErrorIs(t, err, license.ErrCurrencyMismatch)
	_, err = license.MarginOf(money(t, "1 EUR"), money(t, "1 USD"))
	require.ErrorIs(t, err, license.ErrCurrencyMismatch)
}

func TestPriceCheck(t *testing.T) {
	require.NoError(t, license.Price{Unit: unit(t, "2 EUR"), Cost: unit(t, "1 EUR")}.Check())
	require.ErrorIs(t, license.Price{Unit: unit(t, "2 EUR"), Cost: unit(t, "1 USD")}.Check(), license.ErrCurrencyMismatch)
	require.ErrorContains(t, license.Price{Unit: unit(t, "2 EUR")}.Check(), "cost")
	require.ErrorIs(t, license.Price{}.Check(), tenant.ErrInvalid)
}

func BenchmarkMargin(b *testing.B) {
	p := license.Price{Unit: unit(b, "149.99 EUR"), Cost: unit(b, "93.40 EUR")}
	quantity := int64(250)
	b.ReportAllocs()
	for b.Loop() {
		m, err := p.Margin(quantity)
		if err != nil {
			b.Fatal(err)
		}
		quantity = 250 + m.Margin.Minor&1
	}
}
