package license_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/license"
)

func TestPeriodShare(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	day := func(d int) time.Time { return time.Date(2026, 3, d, 10, 0, 0, 0, berlin) }
	march := license.Period{Start: day(1), End: day(32)}
	for _, c := range []struct {
		name     string
		from, to time.Time
		want     license.Share
	}{
		{"all of it", day(1), time.Time{}, license.Share{From: 0, To: 31, Of: 31}},
		{"more than it", day(-9), day(99), license.Share{From: 0, To: 31, Of: 31}},
		{"from a day on", day(22), time.Time{}, license.Share{From: 21, To: 31, Of: 31}},
		{"until a day", day(1), day(11), license.Share{From: 0, To: 10, Of: 31}},
		{"over a change of the clocks", day(29), day(31), license.Share{From: 28, To: 30, Of: 31}},
		{"the last hours, on the day on which it ends", day(32).Add(-time.Hour), time.Time{}, license.Share{From: 30, To: 31, Of: 31}},
		{"the first hours", day(1), day(1).Add(time.Hour), license.Share{From: 0, To: 1, Of: 31}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := march.Share(c.from, c.to, berlin)
			require.Equal(t, c.want, s)
			require.Equal(t, c.want.From == 0 && c.want.To == 31, s.Whole())
		})
	}
}

// Shares of days that follow each other add up to the whole.
func TestSharesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		of := rapid.Int64Range(1, 366).Draw(t, "days")
		whole := license.Money{Minor: rapid.Int64().Draw(t, "amount"), Currency: unit(t, "1 EUR").Currency}
		sum := license.Money{Currency: whole.Currency}
		for from := int64(0); from < of; {
			to := rapid.Int64Range(from+1, of).Draw(t, "to")
			part, err := whole.Share(license.Share{From: from, To: to, Of: of})
			require.NoError(t, err)
			sum, err = sum.Add(part)
			require.NoError(t, err)
			from = to
		}
		require.Equal(t, whole, sum)
	})
}

func TestLacking(t *testing.T) {
	units := func(n, from, to int64) license.Units {
		return license.Units{Quantity: n, Days: license.Share{From: from, To: to, Of: 31}}
	}
	for _, c := range []struct {
		name        string
		wanted, had license.Units
		paid        []license.Units
		want        []license.Units
	}{
		{"nothing more", units(100, 10, 31), units(100, 0, 31), []license.Units{units(100, 0, 31)}, nil},
		{"more units", units(300, 10, 31), units(100, 0, 31), []license.Units{units(100, 0, 31)}, []license.Units{units(200, 10, 31)}},
		{"fewer units", units(30, 10, 31), units(100, 0, 31), []license.Units{units(100, 0, 31)}, nil},
		{"more again", units(300, 20, 31), units(100, 0, 31), []license.Units{units(100, 0, 31), units(200, 10, 31)}, nil},
		{"more days", units(100, 5, 31), units(100, 0, 10), []license.Units{units(100, 0, 10)}, []license.Units{units(100, 10, 31)}},
		{"more of both", units(150, 5, 31), units(100, 0, 10), []license.Units{units(100, 0, 10)}, []license.Units{units(50, 5, 10), units(150, 10, 31)}},
		{"more than was not paid", units(150, 5, 31), units(100, 0, 31), nil, []license.Units{units(50, 5, 31)}},
		{"opened again", units(100, 20, 31), units(100, 0, 15), []license.Units{units(100, 0, 31)}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, c.wanted.Lacking(c.had, c.paid))
		})
	}
}
