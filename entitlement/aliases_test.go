package entitlement_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// everyAlias are all names that could be an alias of a version in the pool, and
// some more.
func everyAlias() []string {
	names := slices.Clone(aliasPool)
	for major := range 5 {
		names = append(names, fmt.Sprint(major), fmt.Sprintf("v%d", major))
		for minor := range 12 {
			names = append(names, fmt.Sprintf("%d.%d", major, minor), fmt.Sprintf("v%d.%d", major, minor))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestAliasesAreThoseThatResolve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := drawSteps(t)
		c, m := build(t, nil, steps), modelOf(steps)
		at, h := drawAt(t), drawHolding(t).Over(c)
		h.Product.Exact = rapid.IntRange(0, 9).Draw(t, "exact") == 0

		listed := map[string]entitlement.Alias{}
		for _, a := range h.Aliases(at) {
			require.NotContains(t, listed, a.Tag, "each once")
			listed[a.Tag] = a
		}
		means := map[string]entitlement.Alias{}
		for _, tag := range everyAlias() {
			if version, d, found := h.Resolve(at, tag); found {
				if _, own := m.tags()[tag]; !own {
					means[tag] = entitlement.Alias{Tag: tag, Version: version, Digest: d}
				}
			}
		}
		require.Equal(t, means, listed)
	})
}

func TestAliasesInTheirOrder(t *testing.T) {
	tests := []struct {
		name, published, held, want string
		exact                       bool
	}{
		{name: "several lines", published: "1.4.2 1.10.0 2.0.0 1.4.3 2.1.0-rc.1", held: "1.4.2 1.10.0 2.0.0", want: "latest=2.0.0 2=2.0.0 v2=2.0.0 2.0=2.0.0 v2.0=2.0.0 1=1.10.0 v1=1.10.0 1.10=1.10.0 v1.10=1.10.0 1.4=1.4.2 v1.4=1.4.2"},
		{name: "a tag of its own", published: "latest 1 1.4.2", held: "latest 1 1.4.2", want: "v1=1.4.2 1.4=1.4.2 v1.4=1.4.2"},
		{name: "a tag of its own that is not held", published: "1.4 1.4.2", held: "1.4.2", want: "latest=1.4.2 1=1.4.2 v1=1.4.2 v1.4=1.4.2"},
		{name: "a prerelease", published: "2.0.0-rc.1 1.0.0", held: "2.0.0-rc.1", want: "latest=2.0.0-rc.1"},
		{name: "no semantic version", published: "blue green", held: "blue", want: "latest=blue"},
		{name: "nothing held", published: "1.4.2", held: "1.4.3", want: ""},
		{name: "exact", published: "1.4.2", held: "1.4.2", exact: true, want: ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var releases []entitlement.Pinned
			for v := range strings.FieldsSeq(tt.published) {
				releases = append(releases, pinned(v, entitlement.TagFor(v)))
			}
			var none *entitlement.Contents
			c := none.With(releases, nil)
			require.Equal(t, strings.Fields(tt.published), c.Versions())
			h := entitlement.Holding{
				Product: entitlement.Product{Exact: tt.exact},
				Grants:  []entitlement.Grant{{Versions: entitlement.Only(strings.Fields(tt.held)...)}},
			}
			got := []string{}
			for _, a := range h.Over(c).Aliases(noon) {
				got = append(got, a.Tag+"="+a.Version)
			}
			require.Equal(t, strings.Fields(tt.want), got)
			require.Empty(t, h.Aliases(noon), "not prepared for anything")
		})
	}
}

func TestReferringCountsWhatMayBePulled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := drawSteps(t)
		c := build(t, nil, steps)
		at, bare := drawAt(t), drawHolding(t)
		h := bare.Over(c)
		refers := map[entitlement.Digest]bool{}
		for _, s := range steps {
			if s.refers && allowed(h, c, at, s.referrer.Subject) {
				refers[s.referrer.Closure.Root] = true
			}
		}
		require.Equal(t, len(refers), h.Referring(at))
		for d := range refers {
			require.True(t, allowed(h, c, at, d))
		}
		require.Zero(t, bare.Referring(at), "not prepared for anything")
	})
}

// A signature of several images counts once, if any of them is held.
func TestReferringOfSeveralSubjects(t *testing.T) {
	var none *entitlement.Contents
	c := none.With([]entitlement.Pinned{pinned("1.0.0", "1.0.0"), pinned("2.0.0", "2.0.0"), pinned("3.0.0", "3.0.0")}, []entitlement.Referrer{
		{Subject: oneBlob("1.0.0").Root, Closure: oneBlob("signature")},
		{Subject: oneBlob("2.0.0").Root, Closure: oneBlob("signature")},
		{Subject: oneBlob("3.0.0").Root, Closure: oneBlob("signature")},
		{Subject: oneBlob("signature").Root, Closure: oneBlob("of the signature")},
		{Subject: oneBlob("nothing").Root, Closure: oneBlob("of nothing")},
	})
	for held, want := range map[string]int{"1.0.0": 2, "2.0.0": 2, "3.0.0": 2, "4.0.0": 0} {
		h := entitlement.Holding{Grants: []entitlement.Grant{{Versions: entitlement.Only(held)}}}
		require.Equal(t, want, h.Over(c).Referring(noon), held)
	}
}

func TestVersionsInTheOrderOfPublishing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := drawSteps(t)
		require.True(t, slices.Equal(modelOf(steps).versions, build(t, nil, steps).Versions()))
	})
	var none *entitlement.Contents
	require.Empty(t, none.Versions())
}
