package tenant

import (
	"slices"
	"strings"
)

// A Feature is something that a vendor switches on or off per customer. A
// feature that is off does not exist for the customer: in API, proxy, agent and
// portal alike.
type Feature string

// The features that every vendor has.
const (
	Deployments    Feature = "deployments"     // agent-based deployments
	Alerts         Feature = "alerts"          // notices about deployments; requires Deployments
	Artifacts      Feature = "artifacts"       // the artifact registry
	SupportBundles Feature = "support-bundles" // diagnostic bundles
)

// Features is the set of features that are on: sorted, each once. The zero
// value is the empty set. Functions return new sets and leave the old alone; the
// empty set that they return is an empty array in JSON.
type Features []Feature

// FeaturesOf makes a set of what it is given, in any order, doubles allowed.
func FeaturesOf(fs ...Feature) Features {
	set := append(Features{}, fs...)
	slices.Sort(set)
	return slices.Compact(set)
}

// Has says whether f is on.
func (fs Features) Has(f Feature) bool {
	return slices.Contains(fs, f)
}

// Without returns what is in fs and not in other: what one change brought along
// or took away.
func (fs Features) Without(other Features) Features {
	return slices.DeleteFunc(FeaturesOf(fs...), other.Has)
}

// String lists the features, as in "alerts, deployments".
func (fs Features) String() string {
	names := make([]string, len(fs))
	for i, f := range fs {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}

// StandardFeatures is the graph that a vendor starts with: Deployments and
// Artifacts are on by default, Alerts requires Deployments.
func StandardFeatures() *FeatureGraph {
	g, err := NewFeatureGraph(
		FeatureDef{Name: Deployments, Default: true},
		FeatureDef{Name: Alerts, Requires: []Feature{Deployments}},
		FeatureDef{Name: Artifacts, Default: true},
		FeatureDef{Name: SupportBundles},
	)
	if err != nil {
		panic("tenant: the standard features contradict themselves: " + err.Error())
	}
	return g
}
