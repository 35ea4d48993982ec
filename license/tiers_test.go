package license_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// threeTiers are 1 EUR up to 99, 0.80 EUR up to 499 and 0.50 EUR above.
func threeTiers(t require.TestingT, graduated bool) license.Tiers {
	return license.Tiers{Graduated: graduated, Tiers: []license.Tier{
		{From: 1, To: 99, Price: unit(t, "1 EUR")},
		{From: 100, To: 499, Price: unit(t, "0.80 EUR")},
		{From: 500, Price: unit(t, "0.50 EUR")},
	}}
}

func TestTiers(t *testing.T) {
	for _, c := range []struct {
		name                       string
		quantity                   int64
		volume, graduated, perUnit string
	}{
		{"none", 0, "0.00 EUR", "0.00 EUR", ""},
		{"one", 1, "1.00 EUR", "1.00 EUR", "1 EUR"},
		{"the end of a tier", 99, "99.00 EUR", "99.00 EUR", "1 EUR"},
		{"the start of the next", 100, "80.00 EUR", "99.80 EUR", "0.80 EUR"},
		{"the end of that", 499, "399.20 EUR", "419.00 EUR", "0.80 EUR"},
		{"the last", 500, "250.00 EUR", "419.50 EUR", "0.50 EUR"},
		{"far above", 1_000_000, "500000.00 EUR", "500169.50 EUR", "0.50 EUR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, graduated := range []bool{false, true} {
				want := map[bool]string{false: c.volume, true: c.graduated}[graduated]
				got, err := threeTiers(t, graduated).Cost(c.quantity)
				require.NoError(t, err)
				require.Equal(t, want, got.String())
				at, err := threeTiers(t, graduated).At(c.quantity)
				if c.perUnit == "" {
					require.ErrorIs(t, err, tenant.ErrInvalid)
					continue
				}
				require.NoError(t, err)
				require.Equal(t, unit(t, c.perUnit), at)
			}
		})
	}
}

func TestGraduatedLines(t *testing.T) {
	lines, err := threeTiers(t, true).Lines(501)
	require.NoError(t, err)
	require.Equal(t, []license.Drawn{
		{Quantity: 99, Cost: unit(t, "1 EUR")}, {Quantity: 400, Cost: unit(t, "0.80 EUR")}, {Quantity: 2, Cost: unit(t, "0.50 EUR")},
	}, lines)
	_, err = threeTiers(t, true).Lines(-1)
	require.ErrorIs(t, err, tenant.ErrInvalid)
}

func TestNoTiers(t *testing.T) {
	one := unit(t, "1 EUR")
	for _, c := range []struct {
		name   string
		tiers  []license.Tier
		remedy string
	}{
		{"none", nil, "there are none"},
		{"begins at 0", []license.Tier{{From: 0, Price: one}}, "from 1"},
		{"begins late", []license.Tier{{From: 2, Price: one}}, "from 1"},
		{"gap", []license.Tier{{From: 1, To: 9, Price: one}, {From: 11, Price: one}}, "from 10"},
		{"overlap", []license.Tier{{From: 1, To: 9, Price: one}, {From: 9, Price: one}}, "from 10"},
		{"ends", []license.Tier{{From: 1, To: 9, Price: one}}, "no end"},
		{"open too early", []license.Tier{{From: 1, Price: one}, {From: 10, Price: one}}, "ends where it begins or later"},
		{"backwards", []license.Tier{{From: 1, To: 9, Price: one}, {From: 10, To: 8, Price: one}, {From: 9, Price: one}}, "ends where it begins or later"},
		{"to the end of numbers", []license.Tier{{From: 1, To: math.MaxInt64, Price: one}, {From: math.MinInt64, Price: one}}, "before the next"},
		{"no price", []license.Tier{{From: 1}}, "no currency"},
		{"two currencies", []license.Tier{{From: 1, To: 9, Price: one}, {From: 10, Price: unit(t, "1 USD")}}, "currencies differ"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad := license.Tiers{Tiers: c.tiers}
			require.ErrorIs(t, bad.Check(), tenant.ErrInvalid)
			require.ErrorContains(t, bad.Check(), c.remedy)
			_, err := bad.Cost(1)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			_, err = bad.Cliffs()
			require.ErrorIs(t, err, tenant.ErrInvalid)
		})
	}
}

func TestCliffs(t *testing.T) {
	cliffs, err := threeTiers(t, false).Cliffs()
	require.NoError(t, err)
	require.Equal(t, []license.Cliff{
		{From: 81, At: 100, Saves: money(t, "19.00 EUR")},
		{From: 313, At: 500, Saves: money(t, "149.20 EUR")},
	}, cliffs)

	cliffs, err = threeTiers(t, true).Cliffs()
	require.NoError(t, err)
	require.Empty(t, cliffs, "what is graduated never gets cheaper")

	cliffs, err = license.Flat(unit(t, "1 EUR")).Cliffs()
	require.NoError(t, err)
	require.Empty(t, cliffs)

	apart := license.Tiers{Tiers: []license.Tier{
		{From: 1, To: 99, Price: unit(t, "1 EUR")}, {From: 100, To: 199, Price: unit(t, "0.1 EUR")}, {From: 200, Price: unit(t, "0.09 EUR")},
	}}
	cliffs, err = apart.Cliffs()
	require.NoError(t, err)
	require.Equal(t, []license.Cliff{{From: 11, At: 100, Saves: money(t, "89.00 EUR")}, {From: 181, At: 200, Saves: money(t, "1.90 EUR")}}, cliffs, "what is cheaper in between is no part of them")

	short := license.Tiers{Tiers: []license.Tier{
		{From: 1, To: 94, Price: unit(t, "1 EUR")}, {From: 95, To: 99, Price: unit(t, "0.99 EUR")}, {From: 100, Price: unit(t, "0.90 EUR")},
	}}
	cliffs, err = short.Cliffs()
	require.NoError(t, err)
	require.Equal(t, []license.Cliff{{From: 91, At: 100, Saves: money(t, "8.01 EUR")}}, cliffs, "a cliff reaches back over tiers")

	huge := license.Tiers{Tiers: []license.Tier{{From: 1, To: math.MaxInt64 - 1, Price: unit(t, "1 EUR")}, {From: math.MaxInt64, Price: unit(t, "1 EUR")}}}
	_, err = huge.Cliffs()
	require.ErrorIs(t, err, license.ErrOverflow)
}
