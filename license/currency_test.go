package license_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestParseCurrency(t *testing.T) {
	for _, c := range []struct {
		code   string
		digits int
	}{
		{"EUR", 2}, {"USD", 2}, {"CHF", 2}, {"XCG", 2}, {"ZWG", 2}, {"AED", 2}, {"JPY", 0}, {"ISK", 0}, {"BIF", 0}, {"XPF", 0},
		{"KWD", 3}, {"BHD", 3}, {"TND", 3}, {"CLF", 4}, {"UYW", 4},
	} {
		t.Run(c.code, func(t *testing.T) {
			got, err := license.ParseCurrency(c.code)
			require.NoError(t, err)
			require.Equal(t, c.code, got.String())
			require.Equal(t, c.digits, got.Digits())
			require.False(t, got.IsZero())
		})
	}
}

func TestNoCurrency(t *testing.T) {
	for _, c := range []struct{ name, code, remedy string }{
		{"empty", "", "as in EUR"},
		{"small", "eur", "write it as EUR"},
		{"mixed", "Jpy", "write it as JPY"},
		{"sign", "€", "ISO 4217"},
		{"gold has no minor unit", "XAU", "minor unit"},
		{"none", "XXX", "ISO 4217"},
		{"gone", "DEM", "in force"},
		{"gone lately", "BGN", "in force"},
		{"two codes", "EUR USD", "ISO 4217"},
		{"parts of two", "R U", "ISO 4217"},
		{"too short", "EU", "ISO 4217"},
		{"space behind", "EUR ", "ISO 4217"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := license.ParseCurrency(c.code)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, c.remedy)
		})
	}
}

func TestCurrencyAsText(t *testing.T) {
	text, err := json.Marshal([]license.Currency{currency(t, "EUR"), {}})
	require.NoError(t, err)
	require.JSONEq(t, `["EUR", ""]`, string(text))
	var back []license.Currency
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, []license.Currency{currency(t, "EUR"), {}}, back)
	require.ErrorIs(t, json.Unmarshal([]byte(`["euro"]`), &back), tenant.ErrInvalid)
}

func currency(t require.TestingT, code string) license.Currency {
	c, err := license.ParseCurrency(code)
	require.NoError(t, err)
	return c
}

func money(t require.TestingT, s string) license.Money {
	m, err := license.ParseMoney(s)
	require.NoError(t, err)
	return m
}

func unit(t require.TestingT, s string) license.UnitPrice {
	u, err := license.ParseUnitPrice(s)
	require.NoError(t, err)
	return u
}
