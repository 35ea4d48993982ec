package license_test

import (
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// number draws any number, often one at the edge of what fits.
func number(t *rapid.T, name string) int64 {
	return rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1000, 1000), rapid.SampledFrom([]int64{-1 << 63, 1<<63 - 1, -1 << 62, 1 << 62, 1 << 32})).Draw(t, name)
}

func someCurrency(t *rapid.T, name string) license.Currency {
	return currency(t, rapid.SampledFrom([]string{"EUR", "USD", "JPY", "KWD", "CLF"}).Draw(t, name))
}

// exactly says that an amount is what whole numbers without bounds give, and an
// overflow just where that does not fit.
func exactly(t *rapid.T, want *big.Int, c license.Currency, got license.Money, err error) {
	if !want.IsInt64() {
		require.ErrorIs(t, err, license.ErrOverflow)
		require.ErrorIs(t, err, tenant.ErrInvalid)
		require.Zero(t, got)
		return
	}
	require.NoError(t, err)
	require.Equal(t, license.Money{Minor: want.Int64(), Currency: c}, got)
}

// halfEven divides, and rounds half to even.
func halfEven(a, b *big.Int) *big.Int {
	q, r := new(big.Int).QuoRem(a, b, new(big.Int))
	switch new(big.Int).Abs(new(big.Int).Lsh(r, 1)).Cmp(new(big.Int).Abs(b)) {
	case 0:
		if q.Bit(0) == 0 {
			return q
		}
	case -1:
		return q
	}
	return q.Add(q, big.NewInt(int64(a.Sign()*b.Sign())))
}

func TestArithmeticIsThatOfWholeNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := number(t, "a"), number(t, "b"), someCurrency(t, "currency")
		m, n := license.Money{Minor: a, Currency: c}, license.Money{Minor: b, Currency: c}
		x, y := big.NewInt(a), big.NewInt(b)
		got, err := m.Add(n)
		exactly(t, new(big.Int).Add(x, y), c, got, err)
		got, err = m.Sub(n)
		exactly(t, new(big.Int).Sub(x, y), c, got, err)
		got, err = m.Times(b)
		exactly(t, new(big.Int).Mul(x, y), c, got, err)
		got, err = m.Neg()
		exactly(t, new(big.Int).Neg(x), c, got, err)
		order, err := m.Compare(n)
		require.NoError(t, err)
		require.Equal(t, x.Cmp(y), order)
	})
}

func TestCurrenciesNeverMix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, n := license.Money{Minor: number(t, "a"), Currency: someCurrency(t, "of a")}, license.Money{Minor: number(t, "b"), Currency: someCurrency(t, "of b")}
		if m.Currency == n.Currency {
			return
		}
		_, err := m.Add(n)
		require.ErrorIs(t, err, license.ErrCurrencyMismatch)
		_, err = m.Sub(n)
		require.ErrorIs(t, err, license.ErrCurrencyMismatch)
		_, err = m.Compare(n)
		require.ErrorIs(t, err, license.ErrCurrencyMismatch)
		_, err = license.Sum(m, n)
		require.ErrorIs(t, err, license.ErrCurrencyMismatch)
		u, v := license.UnitPrice{Micros: 1, Currency: m.Currency}, license.UnitPrice{Micros: 1, Currency: n.Currency}
		_, err = license.Price{Unit: u, Cost: v}.Margin(1)
		require.ErrorIs(t, err, license.ErrCurrencyMismatch)
	})
}

func TestUnitsAreRoundedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		micros, quantity, c := number(t, "micros"), number(t, "quantity"), someCurrency(t, "currency")
		u := license.UnitPrice{Micros: micros, Currency: c}
		got, err := u.Times(quantity)
		if micros < 0 || quantity < 0 {
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.NotErrorIs(t, err, license.ErrOverflow)
			return
		}
		perMinor := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(6-c.Digits())), nil)
		exactly(t, halfEven(new(big.Int).Mul(big.NewInt(micros), big.NewInt(quantity)), perMinor), c, got, err)

		discount := rapid.Int32Range(0, 10000).Draw(t, "discount")
		less, err := u.Less(license.BasisPoints(discount))
		require.NoError(t, err)
		want := halfEven(new(big.Int).Mul(big.NewInt(micros), big.NewInt(int64(10000-discount))), big.NewInt(10000))
		require.Equal(t, want.Int64(), less.Micros)
	})
}

func someUnit(t *rapid.T, name string) license.UnitPrice {
	return license.UnitPrice{Micros: rapid.Int64Range(0, 1e12).Draw(t, name), Currency: currency(t, "EUR")}
}

// The margin of the sum is the sum of the margins, and so is each column.
func TestMarginOfTheSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var revenue, cost, total license.Money
		var all license.Margin
		for range rapid.IntRange(0, 20).Draw(t, "lines") {
			m, err := license.Price{Unit: someUnit(t, "price"), Cost: someUnit(t, "cost")}.Margin(rapid.Int64Range(0, 1e6).Draw(t, "quantity"))
			require.NoError(t, err)
			of, err := license.MarginOf(m.Revenue, m.Cost)
			require.NoError(t, err)
			require.Equal(t, of, m, "each row adds up")
			all, err = all.Add(m)
			require.NoError(t, err)
			revenue, err = revenue.Add(m.Revenue)
			require.NoError(t, err)
			cost, err = cost.Add(m.Cost)
			require.NoError(t, err)
			total, err = total.Add(m.Margin)
			require.NoError(t, err)
		}
		want, err := license.MarginOf(revenue, cost)
		require.NoError(t, err)
		require.Equal(t, want, all)
		require.Equal(t, total, all.Margin)
		if revenue.Minor > 0 {
			p, err := all.Percent()
			if want := halfEven(new(big.Int).Mul(big.NewInt(total.Minor), big.NewInt(10000)), big.NewInt(revenue.Minor)); want.IsInt64() {
				require.NoError(t, err)
				require.Equal(t, license.BasisPoints(want.Int64()), p)
			} else {
				require.ErrorIs(t, err, license.ErrOverflow)
			}
		}
	})
}

func TestPartsSumToTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := license.Money{Minor: number(t, "amount"), Currency: currency(t, "EUR")}
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1<<40), 1, 30).Draw(t, "weights")
		weights[0]++
		parts, err := m.Split(weights...)
		require.NoError(t, err)
		whole, sum := new(big.Int), new(big.Int)
		for _, w := range weights {
			whole.Add(whole, big.NewInt(w))
		}
		for i, p := range parts {
			require.Equal(t, m.Currency, p.Currency)
			sum.Add(sum, big.NewInt(p.Minor))
			// |part × whole − amount × weight| ≤ whole: not more than one unit away
			off := new(big.Int).Sub(new(big.Int).Mul(big.NewInt(p.Minor), whole), new(big.Int).Mul(big.NewInt(m.Minor), big.NewInt(weights[i])))
			require.LessOrEqual(t, off.CmpAbs(whole), 0)
			require.GreaterOrEqual(t, big.NewInt(p.Minor).Sign()*big.NewInt(m.Minor).Sign(), 0, "nobody owes where others get")
		}
		require.Equal(t, big.NewInt(m.Minor).String(), sum.String())
		part := rapid.Int64Range(0, weights[0]).Draw(t, "part")
		some, err := m.Prorate(part, weights[0])
		require.NoError(t, err)
		require.Equal(t, halfEven(new(big.Int).Mul(big.NewInt(m.Minor), big.NewInt(part)), big.NewInt(weights[0])).Int64(), some.Minor)
	})
}

func TestDaysAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := time.FixedZone("", rapid.IntRange(-14*3600, 14*3600).Draw(t, "zone"))
		instant := func(name string) time.Time { return time.Unix(rapid.Int64Range(-1e10, 1e10).Draw(t, name), 0) }
		a, b, c := instant("a"), instant("b"), instant("c")
		require.Equal(t, license.Days(a, c, zone), license.Days(a, b, zone)+license.Days(b, c, zone))
	})
}
