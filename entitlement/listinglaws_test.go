package entitlement_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// aliasPool are tags that mean something to some holders, and some that never
// do.
var aliasPool = []string{
	"latest", "1", "v1", "1.2", "v1.2", "1.3", "2", "2.1", "2.10", "3", "v3.0", "4", "0", "1.2.0", "vlatest", "v", "", "01", "1.", ".1", "1.02", "-1", "+1", "1.x",
}

func allowed(h entitlement.Holding, c *entitlement.Contents, at time.Time, d entitlement.Digest) bool {
	e, there := c.Find(d)
	return there && h.DecideEntry(at, e).Allowed
}

func TestWhatARepositoryGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := drawSteps(t)
		c, m := build(t, nil, steps), modelOf(steps)
		at, bare := drawAt(t), drawHolding(t)
		h := bare.Over(c)
		holds := func(version string) bool { return bare.Decide(at, version).Allowed }

		pullable := []string{}
		for name, p := range m.tags() {
			if holds(p.Version) {
				pullable = append(pullable, name)
			}
		}
		slices.Sort(pullable)
		require.Equal(t, pullable, h.Tags(at), "a list shows what can be pulled")
		require.Equal(t, slices.ContainsFunc(m.versions, holds), h.Any(at))

		for _, s := range digestPool(t) {
			held := slices.ContainsFunc(m.versions, func(v string) bool { return holds(v) && m.has(v)[s.Digest] })
			require.Equal(t, held, allowed(h, c, at, s.Digest), "a layer may be used if a version that is held has it, and only then")
			if !held {
				continue
			}
			for _, d := range c.Referrers(s.Digest) {
				require.True(t, allowed(h, c, at, d.Digest), "what is listed can be pulled")
			}
			if signature, there := c.Derived(signatureTag(s.Digest)); there {
				require.True(t, allowed(h, c, at, signature))
			}
		}
		for _, s := range steps { // a root is all below it, and all that refers to that
			closures := s.release.Closures
			if s.refers {
				closures = []entitlement.Closure{s.referrer.Closure}
			}
			for _, closure := range closures {
				if s.refers && !allowed(h, c, at, s.referrer.Subject) || !s.refers && (!holds(s.release.Version) || s.release.Revision > m.now[s.release.Version].Revision) {
					continue
				}
				for _, item := range closure.Items {
					require.True(t, allowed(h, c, at, item.Digest))
				}
			}
		}
	})
}

func TestNothingHeldIsNothingVisible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := drawSteps(t)
		c, at := build(t, nil, steps), drawAt(t)
		bare := entitlement.Holding{Grants: []entitlement.Grant{
			{Versions: entitlement.Only("9.9.9")}, {Versions: entitlement.All(), Expires: at}, {Versions: entitlement.All(), Starts: at.Add(1)},
		}}
		if rapid.Bool().Draw(t, "off") {
			bare = entitlement.Holding{Off: true, Grants: everything().Grants}
		}
		h := bare.Over(c)
		require.Empty(t, h.Tags(at))
		require.False(t, h.Any(at))
		for _, s := range digestPool(t) {
			require.False(t, allowed(h, c, at, s.Digest))
		}
		for _, alias := range aliasPool {
			if _, _, published := c.Tag(alias); !published {
				_, _, found := h.Resolve(at, alias)
				require.False(t, found, "%s", alias)
			}
		}
	})
}

func TestMoreGrantsShowMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, at, less := build(t, nil, drawSteps(t)), drawAt(t), drawHolding(t)
		more := less
		more.Grants = append(slices.Clone(less.Grants), drawGrant(t))
		less, more = less.Over(c), more.Over(c)

		require.Subset(t, more.Tags(at), less.Tags(at))
		require.True(t, !less.Any(at) || more.Any(at))
		for _, s := range digestPool(t) {
			require.True(t, !allowed(less, c, at, s.Digest) || allowed(more, c, at, s.Digest))
		}
		for _, alias := range aliasPool {
			_, _, before := less.Resolve(at, alias)
			_, _, after := more.Resolve(at, alias)
			require.True(t, !before || after, "%s", alias)
		}
	})
}
