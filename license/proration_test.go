package license_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestProrate(t *testing.T) {
	for _, c := range []struct {
		name, amount string
		part, whole  int64
		want         string
	}{
		{"ten days of March", "310.00 EUR", 10, 31, "100.00 EUR"},
		{"one day", "100.00 EUR", 1, 30, "3.33 EUR"},
		{"none", "100.00 EUR", 0, 30, "0.00 EUR"},
		{"all", "100.00 EUR", 30, 30, "100.00 EUR"},
		{"half to even", "0.05 EUR", 1, 2, "0.02 EUR"},
		{"half to even below zero", "-0.05 EUR", 1, 2, "-0.02 EUR"},
		{"the least", "-92233720368547758.08 EUR", 1, 1, "-92233720368547758.08 EUR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := money(t, c.amount).Prorate(c.part, c.whole)
			require.NoError(t, err)
			require.Equal(t, c.want, got.String())
		})
	}
	for _, bad := range [][2]int64{{-1, 30}, {31, 30}, {0, 0}, {0, -1}} {
		_, err := money(t, "1 EUR").Prorate(bad[0], bad[1])
		require.ErrorIs(t, err, tenant.ErrInvalid)
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name, amount string
		weights      []int64
		want         []string
	}{
		{"thirds", "100.00 EUR", []int64{1, 1, 1}, []string{"33.33 EUR", "33.34 EUR", "33.33 EUR"}},
		{"days of two plans", "100.00 EUR", []int64{10, 21}, []string{"32.26 EUR", "67.74 EUR"}},
		{"a cent among three", "0.01 EUR", []int64{1, 1, 1}, []string{"0.00 EUR", "0.01 EUR", "0.00 EUR"}},
		{"nobody gets more than a cent too much", "0.02 EUR", []int64{1, 1, 1, 1}, []string{"0.00 EUR", "0.01 EUR", "0.01 EUR", "0.00 EUR"}},
		{"a credit", "-100.00 EUR", []int64{1, 1, 1}, []string{"-33.33 EUR", "-33.34 EUR", "-33.33 EUR"}},
		{"some get nothing", "1.00 EUR", []int64{0, 1, 0}, []string{"0.00 EUR", "1.00 EUR", "0.00 EUR"}},
		{"to one", "1.00 EUR", []int64{7}, []string{"1.00 EUR"}},
		{"great weights", "1.00 EUR", []int64{math.MaxInt64, math.MaxInt64}, []string{"0.50 EUR", "0.50 EUR"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			parts, err := money(t, c.amount).Split(c.weights...)
			require.NoError(t, err)
			var got []string
			for _, p := range parts {
				got = append(got, p.String())
			}
			require.Equal(t, c.want, got)
		})
	}
	for _, bad := range [][]int64{nil, {0, 0}, {2, -1}, {math.MaxInt64, math.MaxInt64, 2}} {
		_, err := money(t, "1 EUR").Split(bad...)
		require.ErrorIs(t, err, tenant.ErrInvalid)
	}
}

func TestDays(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	for _, c := range []struct {
		name     string
		from, to time.Time
		zone     *time.Location
		want     int64
	}{
		{"March", date(2026, 3, 1), date(2026, 4, 1), time.UTC, 31},
		{"a leap year's February", date(2028, 2, 1), date(2028, 3, 1), time.UTC, 29},
		{"the same day", date(2026, 3, 1), date(2026, 3, 1).Add(23 * time.Hour), time.UTC, 0},
		{"over midnight", date(2026, 3, 1).Add(23 * time.Hour), date(2026, 3, 2).Add(time.Hour), time.UTC, 1},
		{"a day of 23 hours", time.Date(2026, 3, 29, 0, 0, 0, 0, berlin), time.Date(2026, 3, 30, 0, 0, 0, 0, berlin), berlin, 1},
		{"a day of 25 hours", time.Date(2026, 10, 25, 0, 0, 0, 0, berlin), time.Date(2026, 10, 26, 0, 0, 0, 0, berlin), berlin, 1},
		{"over midnight there", date(2026, 3, 1).Add(22 * time.Hour), date(2026, 3, 1).Add(23 * time.Hour), berlin, 1},
		{"long ago", date(1969, 12, 30), date(1970, 1, 2), time.UTC, 3},
		{"backwards", date(2026, 3, 2), date(2026, 3, 1), time.UTC, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, license.Days(c.from, c.to, c.zone))
		})
	}
}
