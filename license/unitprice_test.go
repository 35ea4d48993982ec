package license_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestParseUnitPrice(t *testing.T) {
	for _, c := range []struct {
		name, text string
		micros     int64
		written    string
	}{
		{"cents", "149.99 EUR", 149_990_000, "149.99 EUR"},
		{"parts of a cent", "0.0125 EUR", 12_500, "0.0125 EUR"},
		{"six digits", "0.000001 EUR", 1, "0.000001 EUR"},
		{"zeros behind", "0.012500 EUR", 12_500, "0.0125 EUR"},
		{"whole", "5 EUR", 5_000_000, "5.00 EUR"},
		{"parts of a yen", "12.5 JPY", 12_500_000, "12.5 JPY"},
		{"whole yen", "12 JPY", 12_000_000, "12 JPY"},
		{"for nothing", "0 EUR", 0, "0.00 EUR"},
		{"the most", "9223372036854.775807 EUR", math.MaxInt64, "9223372036854.775807 EUR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			u, err := license.ParseUnitPrice(c.text)
			require.NoError(t, err)
			require.Equal(t, c.micros, u.Micros)
			require.Equal(t, c.written, u.String())
			require.Equal(t, u, unit(t, u.String()))
		})
	}
}

func TestNoUnitPrice(t *testing.T) {
	for _, c := range append(noAmounts(), []struct{ name, text, remedy string }{
		{"seven digits", "0.0000001 EUR", "at most 6 digits"},
		{"negative", "-1.00 EUR", "a price is 0 or more"},
		{"one too many", "9223372036854.775808 EUR", "too large"},
	}...) {
		t.Run(c.name, func(t *testing.T) {
			_, err := license.ParseUnitPrice(c.text)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, c.remedy)
		})
	}
}

func TestTimes(t *testing.T) {
	for _, c := range []struct {
		name, price string
		quantity    int64
		want        string
	}{
		{"exact", "56.59 EUR", 250, "14147.50 EUR"},
		{"none", "56.59 EUR", 0, "0.00 EUR"},
		{"half a cent, down to even", "0.005 EUR", 1, "0.00 EUR"},
		{"half a cent, up to even", "0.005 EUR", 3, "0.02 EUR"},
		{"more than half", "0.005001 EUR", 1, "0.01 EUR"},
		{"less than half", "0.004999 EUR", 1, "0.00 EUR"},
		{"rounded once, not each", "0.0125 EUR", 1000, "12.50 EUR"},
		{"yen", "12.5 JPY", 3, "38 JPY"},
		{"dinars", "0.0005 KWD", 3, "0.002 KWD"},
		{"four digits", "0.00005 CLF", 1, "0.0000 CLF"},
		{"128 bits on the way", "9223372036854.775807 EUR", 9999, "92224496996510903.29 EUR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := unit(t, c.price).Times(c.quantity)
			require.NoError(t, err)
			require.Equal(t, c.want, m.String())
		})
	}
}

func TestNotTimes(t *testing.T) {
	for _, c := range []struct {
		name     string
		price    license.UnitPrice
		quantity int64
		err      error
		remedy   string
	}{
		{"negative quantity", unit(t, "1 EUR"), -1, tenant.ErrInvalid, "quantity -1: it is 0 or more"},
		{"no price", license.UnitPrice{}, 1, tenant.ErrInvalid, "no currency"},
		{"negative price", license.UnitPrice{Micros: -1, Currency: currency(t, "EUR")}, 1, tenant.ErrInvalid, "0 or more"},
		{"over 64 bits", unit(t, "9223372036854.775807 EUR"), 10001, license.ErrOverflow, "10001"},
		{"over 128 bits", license.UnitPrice{Micros: math.MaxInt64, Currency: currency(t, "CLF")}, math.MaxInt64, license.ErrOverflow, "CLF"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := c.price.Times(c.quantity)
			require.ErrorIs(t, err, c.err)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, c.remedy)
		})
	}
}

func TestLess(t *testing.T) {
	for _, c := range []struct{ name, price, discount, want string }{
		{"a fifth", "93.40 EUR", "20%", "74.72 EUR"},
		{"nothing", "93.40 EUR", "0%", "93.40 EUR"},
		{"all", "93.40 EUR", "100%", "0.00 EUR"},
		{"at the sixth digit", "0.000003 EUR", "50%", "0.000002 EUR"},
		{"half to even", "0.000001 EUR", "50%", "0.00 EUR"},
		{"of the most", "9223372036854.775807 EUR", "0.01%", "9222449699651.090329 EUR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			u, err := unit(t, c.price).Less(percent(t, c.discount))
			require.NoError(t, err)
			require.Equal(t, unit(t, c.want), u)
		})
	}
	for _, discount := range []license.BasisPoints{-1, license.Whole + 1} {
		_, err := unit(t, "1 EUR").Less(discount)
		require.ErrorIs(t, err, tenant.ErrInvalid)
		require.ErrorContains(t, err, "0% to 100%")
	}
	_, err := license.UnitPrice{}.Less(0)
	require.ErrorIs(t, err, tenant.ErrInvalid)
}

func TestUnitPriceAsText(t *testing.T) {
	text, err := json.Marshal([]license.UnitPrice{unit(t, "0.0125 EUR"), {}})
	require.NoError(t, err)
	require.JSONEq(t, `["0.0125 EUR", ""]`, string(text))
	var back []license.UnitPrice
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, []license.UnitPrice{unit(t, "0.0125 EUR"), {}}, back)
	require.Error(t, json.Unmarshal([]byte(`[0.0125]`), &back))
	_, err = json.Marshal(license.UnitPrice{Micros: 1})
	require.ErrorIs(t, err, tenant.ErrInvalid)
	require.Equal(t, "none", license.UnitPrice{}.String())
}

func FuzzParseUnitPrice(f *testing.F) {
	for _, c := range noAmounts() {
		f.Add(c.text)
	}
	f.Add("0.0125 EUR")
	f.Add("12.5 JPY")
	f.Fuzz(func(t *testing.T, text string) {
		u, err := license.ParseUnitPrice(text)
		if err != nil {
			require.ErrorIs(t, err, tenant.ErrInvalid)
			return
		}
		require.NoError(t, u.Check())
		again, err := license.ParseUnitPrice(u.String())
		require.NoError(t, err)
		require.Equal(t, u, again)
	})
}
