package license_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func percent(t require.TestingT, s string) license.BasisPoints {
	b, err := license.ParsePercent(s)
	require.NoError(t, err)
	return b
}

func TestParsePercent(t *testing.T) {
	for _, c := range []struct {
		text    string
		points  license.BasisPoints
		written string
	}{
		{"12.5%", 1250, "12.5%"}, {"12.50%", 1250, "12.5%"}, {"100%", license.Whole, "100%"}, {"0%", 0, "0%"}, {"0.01%", 1, "0.01%"},
		{"-37.73%", -3773, "-37.73%"}, {"92233720368547758.07%", math.MaxInt64, "92233720368547758.07%"}, {"-21474836.48%", -1 << 31, "-21474836.48%"},
	} {
		t.Run(c.text, func(t *testing.T) {
			require.Equal(t, c.points, percent(t, c.text))
			require.Equal(t, c.written, c.points.String())
		})
	}
}

func TestNoPercent(t *testing.T) {
	for _, c := range []struct{ name, text, remedy string }{
		{"no sign", "12.5", "with its sign, as in 12.5%"},
		{"a space", "12.5 %", "write digits"},
		{"empty", "", "with its sign"},
		{"sign alone", "%", "write digits"},
		{"three digits", "12.345%", "at most 2 digits"},
		{"exponent", "1e2%", "write digits"},
		{"not a number", "NaN%", "write digits"},
		{"too large", "92233720368547758.08%", "too large"},
		{"far too large", "99999999999999999999%", "too large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := license.ParsePercent(c.text)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, c.remedy)
		})
	}
}

func TestPercentAsText(t *testing.T) {
	text, err := json.Marshal(license.BasisPoints(1250))
	require.NoError(t, err)
	require.Equal(t, `"12.5%"`, string(text))
	var back license.BasisPoints
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, license.BasisPoints(1250), back)
	require.Error(t, json.Unmarshal([]byte(`12.5`), &back))
}

func FuzzParsePercent(f *testing.F) {
	for _, text := range []string{"12.5%", "-0.01%", "100%", "1e9%", "%", "21474836.48%"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := license.ParsePercent(text)
		if err != nil {
			require.ErrorIs(t, err, tenant.ErrInvalid)
			return
		}
		again, err := license.ParsePercent(b.String())
		require.NoError(t, err)
		require.Equal(t, b, again)
	})
}
