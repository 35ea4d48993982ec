package entitlement

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// drawSet draws a set, and the same as a map. The ordinals crowd round the ends
// of the words.
func drawSet(t *rapid.T, label string) (releaseSet, map[int]bool) {
	var s releaseSet
	model := map[int]bool{}
	ordinals := rapid.OneOf(rapid.IntRange(0, 3), rapid.IntRange(60, 68), rapid.IntRange(126, 130), rapid.IntRange(0, 1000))
	for _, o := range rapid.SliceOfN(ordinals, 0, 12).Draw(t, label) {
		before, members := s, slices.Collect(s.each)
		s = s.with(o)
		require.Equal(t, members, slices.Collect(before.each), "the old set is left alone")
		model[o] = true
	}
	return s, model
}

func TestReleaseSetIsASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, model := drawSet(t, "set")
		require.Equal(t, slices.Sorted(maps.Keys(model)), slices.Collect(s.each))
		for o := range 1100 {
			require.Equal(t, model[o], s.has(o), "%d", o)
		}
		require.Equal(t, len(model) > 1, s.words != nil, "one member costs no words")

		other, otherModel := drawSet(t, "other")
		want := -1
		for o := range model {
			if otherModel[o] {
				want = max(want, o)
			}
		}
		for range 2 { // both ways round
			if got, shared := s.last(other); shared {
				require.Equal(t, want, got)
			} else {
				require.Equal(t, -1, want)
			}
			s, other = other, s
		}
	})
}

func TestReleaseSetsJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, model := drawSet(t, "set")
		other, otherModel := drawSet(t, "other")
		both := maps.Clone(model)
		maps.Copy(both, otherModel)
		require.Equal(t, len(both) == len(model), s.includes(other))
		require.Equal(t, len(both) == len(otherModel), other.includes(s))
		require.True(t, s.includes(s) && s.includes(releaseSet{}))

		before, otherBefore := slices.Collect(s.each), slices.Collect(other.each)
		union := s.union(other)
		third, thirdModel := drawSet(t, "third")
		grown := union
		grown.absorb(third)
		maps.Copy(both, thirdModel)
		require.Equal(t, slices.Sorted(maps.Keys(both)), slices.Collect(grown.each))
		require.True(t, grown.includes(s) && grown.includes(other) && grown.includes(third))
		require.Equal(t, before, slices.Collect(s.each), "a union shares nothing")
		require.Equal(t, otherBefore, slices.Collect(other.each))
	})
}

func TestReleaseSetStopsListing(t *testing.T) {
	s := releaseSet{}.with(3).with(70).with(200)
	var first []int
	for o := range s.each {
		if first = append(first, o); len(first) == 2 {
			break
		}
	}
	require.Equal(t, []int{3, 70}, first)
}
