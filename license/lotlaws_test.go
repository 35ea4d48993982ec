package license_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/license"
)

// However much is drawn in whatever order: no lot is ever overdrawn, an expired one is
// not touched, and nothing is missing.
func TestLotsAreNeverOverdrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var lots []license.Lot
		for i := range rapid.IntRange(0, 6).Draw(t, "lots") {
			l := lot(t, license.LotID('a'+rune(i)), rapid.Int64Range(1, 20).Draw(t, "bought"), date(2026, 1, rapid.IntRange(2, 9).Draw(t, "expires")))
			lots = append(lots, l)
		}
		list := license.Flat(unit(t, "0.02 EUR"))
		for range rapid.IntRange(1, 10).Draw(t, "draws") {
			quantity, at := rapid.Int64Range(0, 30).Draw(t, "quantity"), date(2026, 1, rapid.IntRange(1, 9).Draw(t, "at"))
			drawn, err := license.Draw(rapid.Permutation(lots).Draw(t, "order"), license.PerScan, quantity, list, at)
			require.NoError(t, err)
			again, err := license.Draw(lots, license.PerScan, quantity, list, at)
			require.NoError(t, err)
			require.Equal(t, again, drawn, "the order of the lots does not matter")
			var sum int64
			for i, d := range drawn {
				sum += d.Quantity
				if d.Lot == "" {
					require.Equal(t, len(drawn)-1, i, "list cost comes last")
					continue
				}
				at2 := slices.IndexFunc(lots, func(l license.Lot) bool { return l.ID == d.Lot })
				require.True(t, lots[at2].Open(at))
				lots[at2], err = lots[at2].Take(d.Quantity)
				require.NoError(t, err)
				require.NoError(t, lots[at2].Check())
			}
			require.Equal(t, quantity, sum)
			if sum > 0 && drawn[len(drawn)-1].Lot == "" {
				require.False(t, slices.ContainsFunc(lots, func(l license.Lot) bool { return l.Open(at) }), "list cost only when the lots are empty")
			}
		}
	})
}

// All quantities from where a cliff says up to the next tier cost more than that tier's
// first one, and the quantity before does not.
func TestCliffsAreWhereTheySay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tiers := license.Tiers{}
		next := int64(1)
		for range rapid.IntRange(1, 4).Draw(t, "tiers") {
			to := next + rapid.Int64Range(0, 12).Draw(t, "length")
			tiers.Tiers = append(tiers.Tiers, license.Tier{From: next, To: to, Price: license.UnitPrice{Micros: rapid.Int64Range(0, 3_000_000).Draw(t, "price"), Currency: currency(t, "EUR")}})
			next = to + 1
		}
		tiers.Tiers[len(tiers.Tiers)-1].To = 0
		cliffs, err := tiers.Cliffs()
		require.NoError(t, err)
		cost := func(n int64) int64 {
			m, err := tiers.Cost(n)
			require.NoError(t, err)
			return m.Minor
		}
		for _, tier := range tiers.Tiers[1:] {
			at := slices.IndexFunc(cliffs, func(c license.Cliff) bool { return c.At == tier.From })
			require.Equal(t, cost(tier.From-1) > cost(tier.From), at >= 0)
			if at < 0 {
				continue
			}
			require.Equal(t, cost(tier.From-1)-cost(tier.From), cliffs[at].Saves.Minor)
			for n := cliffs[at].From; n < tier.From; n++ {
				require.Greater(t, cost(n), cost(tier.From))
			}
			if before := cliffs[at].From - 1; before > 0 {
				require.LessOrEqual(t, cost(before), cost(tier.From))
			}
		}
	})
}
