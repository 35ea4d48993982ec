package tenant_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A drawn graph is one without circles, and how it was defined.
type drawnGraph struct {
	*tenant.FeatureGraph
	defs []tenant.FeatureDef
}

func drawGraph(t *rapid.T) drawnGraph {
	var defs []tenant.FeatureDef
	for i := range rapid.IntRange(1, 9).Draw(t, "features") {
		d := tenant.FeatureDef{Name: tenant.Feature(fmt.Sprintf("f%d", i)), Default: rapid.Bool().Draw(t, "default")}
		for _, below := range defs {
			if rapid.IntRange(0, 2).Draw(t, "requires") == 0 {
				d.Requires = append(d.Requires, below.Name)
			}
		}
		defs = append(defs, d)
	}
	defs = rapid.Permutation(defs).Draw(t, "order")
	g, err := tenant.NewFeatureGraph(defs...)
	require.NoError(t, err)
	return drawnGraph{g, defs}
}

func (g drawnGraph) feature(t *rapid.T, label string) tenant.Feature {
	return rapid.SampledFrom(g.Names()).Draw(t, label)
}

// set draws a closed set, by way of changes.
func (g drawnGraph) set(t *rapid.T) tenant.Features {
	fs := g.Defaults()
	for range rapid.IntRange(0, 6).Draw(t, "changes") {
		if f := g.feature(t, "change"); rapid.Bool().Draw(t, "on") {
			fs = g.Enable(fs, f)
		} else {
			fs = g.Disable(fs, f)
		}
	}
	return fs
}

// closed says whether every feature of a set has what it requires.
func (g drawnGraph) closed(fs tenant.Features) bool {
	for _, d := range g.defs {
		if fs.Has(d.Name) && slices.ContainsFunc(d.Requires, func(r tenant.Feature) bool { return !fs.Has(r) }) {
			return false
		}
	}
	return true
}

// requires says whether a requires b, over any number of others: what the graph
// keeps, found out anew by walking the definitions.
func (g drawnGraph) requires(a, b tenant.Feature) bool {
	for _, d := range g.defs {
		if d.Name == a {
			return slices.ContainsFunc(d.Requires, func(r tenant.Feature) bool { return r == b || g.requires(r, b) })
		}
	}
	return false
}

func TestFeatureLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t)
		require.Len(t, g.Names(), len(g.defs))
		require.True(t, g.closed(g.Defaults()))

		fs, f := g.set(t), g.feature(t, "feature")
		require.True(t, g.closed(fs), "of %v in %+v", fs, g.defs)
		require.True(t, slices.IsSorted(fs) && len(slices.Compact(slices.Clone(fs))) == len(fs))
		before := slices.Clone(fs)

		with, without := g.Enable(fs, f), g.Disable(fs, f)
		require.Equal(t, before, fs, "the old set is left alone")
		require.True(t, g.closed(with) && g.closed(without))
		require.Equal(t, with, g.Enable(with, f))
		require.Equal(t, without, g.Disable(without, f))
		for _, name := range g.Names() {
			require.Equal(t, fs.Has(name) || name == f || g.requires(f, name), with.Has(name), "%s, after %s came to %v", name, f, fs)
			require.Equal(t, fs.Has(name) && name != f && !g.requires(name, f), without.Has(name), "%s, after %s left %v", name, f, fs)
		}
		require.Equal(t, with, tenant.FeaturesOf(slices.Concat(fs, with.Without(fs))...))
	})
}

func TestChangeLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t)
		fs := g.set(t)
		to := rapid.MapOfN(rapid.SampledFrom(g.Names()), rapid.Bool(), 0, 4).Draw(t, "to")
		contradiction := false
		for a, on := range to {
			for b, other := range to {
				contradiction = contradiction || on && !other && g.requires(a, b)
			}
		}
		after, err := g.Change(fs, to)
		if contradiction {
			require.ErrorIs(t, err, tenant.ErrInvalid)
			return
		}
		require.NoError(t, err)
		require.True(t, g.closed(after))
		inAnyOrder := fs
		for f, on := range to { // Go's maps have no order
			require.Equal(t, on, after.Has(f))
			if on {
				inAnyOrder = g.Enable(inAnyOrder, f)
			} else {
				inAnyOrder = g.Disable(inAnyOrder, f)
			}
		}
		require.Equal(t, inAnyOrder.String(), after.String())
	})
}

func TestCirclesAreRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t)
		from, to := g.feature(t, "from"), g.feature(t, "to")
		defs := slices.Clone(g.defs)
		for i, d := range defs {
			if d.Name == from {
				defs[i].Requires = append(slices.Clone(d.Requires), to)
			}
		}
		_, err := tenant.NewFeatureGraph(defs...)
		if from == to || g.requires(to, from) {
			require.ErrorIs(t, err, tenant.ErrInvalid)
		} else {
			require.NoError(t, err)
		}
	})
}
