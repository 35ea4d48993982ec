package license_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestParseMoney(t *testing.T) {
	for _, c := range []struct {
		name, text string
		minor      int64
		written    string
	}{
		{"two digits", "149.99 EUR", 14999, "149.99 EUR"},
		{"one digit", "149.9 EUR", 14990, "149.90 EUR"},
		{"none", "149 EUR", 14900, "149.00 EUR"},
		{"zero", "0 EUR", 0, "0.00 EUR"},
		{"a cent", "0.01 EUR", 1, "0.01 EUR"},
		{"owed", "-0.05 USD", -5, "-0.05 USD"},
		{"no minor unit", "1200 JPY", 1200, "1200 JPY"},
		{"three digits", "1.005 KWD", 1005, "1.005 KWD"},
		{"four digits", "1.0005 CLF", 10005, "1.0005 CLF"},
		{"the most", "92233720368547758.07 EUR", math.MaxInt64, "92233720368547758.07 EUR"},
		{"the least", "-92233720368547758.08 EUR", math.MinInt64, "-92233720368547758.08 EUR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := license.ParseMoney(c.text)
			require.NoError(t, err)
			require.Equal(t, c.minor, m.Minor)
			require.Equal(t, c.written, m.String())
			require.Equal(t, m, money(t, m.String()))
		})
	}
}

// What is no amount: each is refused with what it was and how to say it.
func noAmounts() []struct{ name, text, remedy string } {
	return []struct{ name, text, remedy string }{
		{"empty", "", "as in 149.99 EUR"},
		{"no currency", "149.99", "as in 149.99 EUR"},
		{"currency alone", " EUR", "write digits"},
		{"currency in front", "EUR 149.99", "ISO 4217"},
		{"two spaces", "149.99  EUR", "ISO 4217"},
		{"exponent", "1e9999 EUR", "write digits"},
		{"exponent of few digits", "1e3 EUR", "write digits"},
		{"not a number", "NaN", "as in 149.99 EUR"},
		{"not a number of something", "NaN EUR", "write digits"},
		{"infinite", "Inf EUR", "write digits"},
		{"hexadecimal", "0x10 EUR", "write digits"},
		{"underscores", "1_000 EUR", "write digits"},
		{"digits of elsewhere", "١٢ EUR", "write digits"},
		{"comma", "149,99 EUR", "write a point"},
		{"thousands", "1,149.99 EUR", "nothing between thousands"},
		{"plus", "+1.00 EUR", "write digits"},
		{"two signs", "--1.00 EUR", "write digits"},
		{"a sign behind", "1.00- EUR", "write digits"},
		{"nothing in front", ".99 EUR", "write digits"},
		{"nothing behind", "149. EUR", "write digits"},
		{"two points", "1.2.3 EUR", "write digits"},
		{"zeros in front", "007 EUR", "leave out the zeros"},
		{"minus zero", "-0 EUR", "leave out the minus"},
		{"too large", "9999999999999999999 EUR", "too large"},
		{"endless", strings.Repeat("9", 1<<20) + " EUR", "more than 24 characters"},
		{"small letters", "1.00 eur", "write it as EUR"},
	}
}

func TestNoMoney(t *testing.T) {
	for _, c := range append(noAmounts(), []struct{ name, text, remedy string }{
		{"too many digits", "12.345 EUR", "at most 2 digits after the point; round it yourself"},
		{"too many digits, although zero", "12.340 EUR", "at most 2 digits"},
		{"digits of what has none", "1.5 JPY", "no digits after the point"},
		{"one too many", "92233720368547758.08 EUR", "too large"},
		{"one too few", "-92233720368547758.09 EUR", "too large"},
	}...) {
		t.Run(c.name, func(t *testing.T) {
			m, err := license.ParseMoney(c.text)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, c.remedy)
			require.ErrorContains(t, err, "amount \"", "it says what was refused")
			require.Less(t, len(err.Error()), 300)
			require.Zero(t, m)
		})
	}
}

func TestMoneyArithmetic(t *testing.T) {
	most, least := license.Money{Minor: math.MaxInt64, Currency: currency(t, "EUR")}, license.Money{Minor: math.MinInt64, Currency: currency(t, "EUR")}
	one, owed, yen := money(t, "0.01 EUR"), money(t, "-0.01 EUR"), money(t, "1 JPY")
	for _, c := range []struct {
		name string
		do   func() (license.Money, error)
		want license.Money
		err  error
	}{
		{"sum", func() (license.Money, error) { return one.Add(money(t, "149.99 EUR")) }, money(t, "150.00 EUR"), nil},
		{"a sum begins with nothing", func() (license.Money, error) { return license.Money{}.Add(yen) }, yen, nil},
		{"and may have nothing in it", func() (license.Money, error) { return yen.Add(license.Money{}) }, yen, nil},
		{"sum over the most", func() (license.Money, error) { return most.Add(one) }, license.Money{}, license.ErrOverflow},
		{"sum under the least", func() (license.Money, error) { return least.Add(owed) }, license.Money{}, license.ErrOverflow},
		{"sum of two currencies", func() (license.Money, error) { return one.Add(yen) }, license.Money{}, license.ErrCurrencyMismatch},
		{"no yen are still yen", func() (license.Money, error) { return one.Add(money(t, "0 JPY")) }, license.Money{}, license.ErrCurrencyMismatch},
		{"difference", func() (license.Money, error) { return one.Sub(money(t, "0.03 EUR")) }, money(t, "-0.02 EUR"), nil},
		{"from nothing", func() (license.Money, error) { return license.Money{}.Sub(one) }, owed, nil},
		{"difference under the least", func() (license.Money, error) { return least.Sub(one) }, license.Money{}, license.ErrOverflow},
		{"difference over the most", func() (license.Money, error) { return most.Sub(owed) }, license.Money{}, license.ErrOverflow},
		{"less the least", func() (license.Money, error) { return license.Money{}.Sub(least) }, license.Money{}, license.ErrOverflow},
		{"difference of two currencies", func() (license.Money, error) { return one.Sub(yen) }, license.Money{}, license.ErrCurrencyMismatch},
		{"turned round", one.Neg, owed, nil},
		{"nothing turned round", license.Money{}.Neg, license.Money{}, nil},
		{"the least turned round", least.Neg, license.Money{}, license.ErrOverflow},
		{"250 times", func() (license.Money, error) { return money(t, "56.59 EUR").Times(250) }, money(t, "14147.50 EUR"), nil},
		{"-1 times the most", func() (license.Money, error) { return most.Times(-1) }, license.Money{Minor: -math.MaxInt64, Currency: most.Currency}, nil},
		{"-1 times the least", func() (license.Money, error) { return least.Times(-1) }, license.Money{}, license.ErrOverflow},
		{"2 times the most", func() (license.Money, error) { return most.Times(2) }, license.Money{}, license.ErrOverflow},
		{"the most times", func() (license.Money, error) { return most.Times(math.MaxInt64) }, license.Money{}, license.ErrOverflow},
		{"sum of several", func() (license.Money, error) { return license.Sum(one, one, owed) }, one, nil},
		{"sum of none", func() (license.Money, error) { return license.Sum() }, license.Money{}, nil},
		{"overflow on the way", func() (license.Money, error) { return license.Sum(most, one, owed) }, license.Money{}, license.ErrOverflow},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.do()
			require.ErrorIs(t, err, c.err)
			require.Equal(t, c.want, got)
			if c.err != nil {
				require.ErrorIs(t, err, tenant.ErrInvalid)
			}
		})
	}
}

func TestCompareMoney(t *testing.T) {
	for _, c := range []struct {
		name, a, b string
		want       int
	}{
		{"less", "-1.00 EUR", "0.99 EUR", -1}, {"same", "1 EUR", "1.00 EUR", 0}, {"more", "0.02 EUR", "0.01 EUR", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := money(t, c.a).Compare(money(t, c.b))
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
	_, err := money(t, "1 EUR").Compare(money(t, "1 USD"))
	require.ErrorIs(t, err, license.ErrCurrencyMismatch)
	require.ErrorContains(t, err, "EUR and USD")
}

func TestMoneyAsText(t *testing.T) {
	text, err := json.Marshal([]license.Money{money(t, "149.9 EUR"), {}})
	require.NoError(t, err)
	require.JSONEq(t, `["149.90 EUR", ""]`, string(text))
	var back []license.Money
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, []license.Money{money(t, "149.90 EUR"), {}}, back)
	require.Error(t, json.Unmarshal([]byte(`[149.99]`), &back), "a number of JSON has lost its cents already")
	_, err = json.Marshal(license.Money{Minor: 1})
	require.ErrorIs(t, err, license.ErrCurrencyMismatch)
	require.Equal(t, "0", license.Money{}.String())
}

func FuzzParseMoney(f *testing.F) {
	for _, c := range noAmounts() {
		f.Add(c.text)
	}
	f.Add("149.99 EUR")
	f.Add("-92233720368547758.08 EUR")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := license.ParseMoney(text)
		if err != nil {
			require.ErrorIs(t, err, tenant.ErrInvalid)
			return
		}
		again, err := license.ParseMoney(m.String())
		require.NoError(t, err)
		require.Equal(t, m, again)
		require.GreaterOrEqual(t, len(m.String()), len(text), "nothing of it is lost")
	})
}
