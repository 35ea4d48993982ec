package tenant

import (
	"fmt"
	"maps"
	"slices"
)

// A FeatureDef defines one feature.
type FeatureDef struct {
	Name     Feature
	Requires []Feature // switched on along with it; switching one of these off switches it off
	Default  bool      // on for new customers, along with what it requires
}

// A FeatureGraph knows all features of a vendor and which require which. It is
// never changed once made, and is safe to share.
type FeatureGraph struct {
	defs     []FeatureDef
	requires map[Feature]Features // direct and indirect, without itself
	requirer map[Feature]Features // the same arrows, turned round
	defaults Features
}

// NewFeatureGraph makes a graph. It refuses, as [ErrInvalid], a name that is
// not a valid ID, a name defined twice, a requirement that nobody defines, and
// a circle.
func NewFeatureGraph(defs ...FeatureDef) (*FeatureGraph, error) {
	direct := make(map[Feature][]Feature, len(defs))
	for _, d := range defs {
		if err := CheckID("feature", string(d.Name)); err != nil {
			return nil, err
		}
		if _, twice := direct[d.Name]; twice {
			return nil, fmt.Errorf("%w feature %q: it is defined twice", ErrInvalid, d.Name)
		}
		direct[d.Name] = d.Requires
	}
	g := &FeatureGraph{defs: slices.Clone(defs), requires: map[Feature]Features{}, requirer: map[Feature]Features{}}
	for _, d := range defs {
		if err := g.close(direct, d.Name, nil); err != nil {
			return nil, err
		}
		for _, r := range g.requires[d.Name] {
			g.requirer[r] = FeaturesOf(append(g.requirer[r], d.Name)...)
		}
	}
	for _, d := range defs {
		if d.Default {
			g.defaults = g.Enable(g.defaults, d.Name)
		}
	}
	return g, nil
}

// close walks down from f and keeps everything that it requires. path is how we
// came here, so that a circle can be shown as the vendor wrote it. What is known
// is not walked again, or a ladder of thirty rungs would take a billion steps.
func (g *FeatureGraph) close(direct map[Feature][]Feature, f Feature, path []Feature) error {
	if _, known := g.requires[f]; known {
		return nil
	}
	if i := slices.Index(path, f); i >= 0 {
		return fmt.Errorf("%w features: %v is a circle", ErrInvalid, append(path[i:], f))
	}
	path = append(slices.Clone(path), f)
	var all Features
	for _, r := range direct[f] {
		if _, defined := direct[r]; !defined {
			return fmt.Errorf("%w feature %q: it requires %q, which is not defined", ErrInvalid, f, r)
		}
		if err := g.close(direct, r, path); err != nil {
			return err
		}
		all = slices.Concat(all, Features{r}, g.requires[r])
	}
	g.requires[f] = FeaturesOf(all...)
	return nil
}

// Names lists every feature that is defined, sorted.
func (g *FeatureGraph) Names() Features {
	return FeaturesOf(slices.Collect(maps.Keys(g.requires))...)
}

// Defaults is what a new customer has.
func (g *FeatureGraph) Defaults() Features {
	return FeaturesOf(g.defaults...)
}

// Effective is what of fs is in effect: a feature that the graph knows and whose
// requirements are all there. What was switched on before a requirement was defined
// is off until that is on too.
func (g *FeatureGraph) Effective(fs Features) Features {
	return slices.DeleteFunc(FeaturesOf(fs...), func(f Feature) bool {
		requires, known := g.requires[f]
		return !known || len(requires.Without(fs)) > 0
	})
}

// Parse checks that s names a feature of this graph. The error is an
// [ErrInvalid] that lists those which exist.
func (g *FeatureGraph) Parse(s string) (Feature, error) {
	if _, ok := g.requires[Feature(s)]; !ok {
		return "", fmt.Errorf("%w feature %q: there are %v", ErrInvalid, s, g.Names())
	}
	return Feature(s), nil
}

// Enable returns fs with f and all that it requires. A name that the graph does
// not know changes nothing; [FeatureGraph.Parse] is where names are refused.
func (g *FeatureGraph) Enable(fs Features, f Feature) Features {
	if _, ok := g.requires[f]; !ok {
		return FeaturesOf(fs...)
	}
	return FeaturesOf(slices.Concat(fs, Features{f}, g.requires[f])...)
}

// Disable returns fs without f and without all that require it.
func (g *FeatureGraph) Disable(fs Features, f Feature) Features {
	return fs.Without(FeaturesOf(append(slices.Clone(g.requirer[f]), f)...))
}

// Change switches several features at once, as one request from an API may ask.
// It refuses, as [ErrInvalid], a name that is not defined and a request that
// contradicts itself, such as alerts on and deployments off: either answer
// would surprise half of those who ask.
func (g *FeatureGraph) Change(fs Features, to map[Feature]bool) (Features, error) {
	next := FeaturesOf(fs...)
	for _, f := range slices.Sorted(maps.Keys(to)) {
		if _, err := g.Parse(string(f)); err != nil {
			return nil, err
		}
		if to[f] {
			next = g.Enable(next, f)
		} else {
			next = g.Disable(next, f)
		}
	}
	for _, f := range slices.Sorted(maps.Keys(to)) {
		for _, r := range g.requires[f] {
			if on, named := to[r]; to[f] && named && !on {
				return nil, fmt.Errorf("%w features: %s on and %s off contradict each other, since %s requires %s", ErrInvalid, f, r, f, r)
			}
		}
	}
	return next, nil
}
