package entitlement

import (
	"crypto/sha256"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestSlotFillsACacheLine(t *testing.T) {
	require.EqualValues(t, 64, reflect.TypeFor[slot]().Size())
}

// drawSums draws digests that crowd together at either end and in one place, as
// chance never would.
func drawSums(t *rapid.T, label string) [][sha256.Size]byte {
	return rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) (sum [sha256.Size]byte) {
		sum[0] = rapid.SampledFrom([]byte{0, 0x80, 0xff}).Draw(t, "first")
		if rapid.Bool().Draw(t, "last slot") {
			for i := range 8 {
				sum[i] = 0xff
			}
		}
		sum[31] = rapid.Byte().Draw(t, "last")
		return sum
	}), 0, 60, func(sum [sha256.Size]byte) [sha256.Size]byte { return sum }).Draw(t, label)
}

func TestTableIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tab table
		model := map[[sha256.Size]byte]entry{}
		put := func(sums [][sha256.Size]byte) {
			for _, sum := range sums {
				e := tab.add(&sum)
				require.Equal(t, model[sum], *e, "what was there, or nothing")
				e.set, e.size = uint32(len(model)+1), e.size+1
				model[sum] = *e
			}
		}
		agrees := func(tab table, model map[[sha256.Size]byte]entry) {
			require.Equal(t, len(model), tab.used)
			for sum, want := range model {
				require.Equal(t, want, *tab.find(&sum))
			}
			require.LessOrEqual(t, 3*tab.used, 2*len(tab.slots)+3, "a third stays free, or a search would not end")
		}
		sums := drawSums(t, "sums")
		put(sums)
		agrees(tab, model)

		old, oldModel := tab, map[[sha256.Size]byte]entry{}
		for sum, e := range model {
			oldModel[sum] = e
		}
		tab = tab.clone()
		put(drawSums(t, "more"))
		put(sums)
		agrees(tab, model)
		agrees(old, oldModel)

		for _, sum := range drawSums(t, "asked") {
			_, there := model[sum]
			require.Equal(t, there, tab.find(&sum) != nil)
		}
	})
}
