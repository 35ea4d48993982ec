package entitlement_test

import (
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A step is a release that is published or moves, or a referrer that comes.
type step struct {
	release  entitlement.Pinned
	referrer entitlement.Referrer
	refers   bool
}

// drawSteps draws what becomes of a repository: releases that move, also in an
// order in which they are passed over, and referrers of what is there, of other
// referrers, and of what comes later or never.
func drawSteps(t *rapid.T) []step {
	var steps []step
	versions := rapid.Permutation(versionPool).Draw(t, "versions")
	for _, v := range versions[:rapid.IntRange(0, 5).Draw(t, "releases")] {
		closures := rapid.SliceOfN(rapid.Custom(drawClosure), 1, 3).Draw(t, "closures")
		name := rapid.SampledFrom([]string{entitlement.TagFor(v), "stable"}).Draw(t, "tag")
		for _, revision := range rapid.SliceOfN(rapid.IntRange(0, len(closures)-1), 1, 3).Draw(t, "revisions") {
			steps = append(steps, step{release: entitlement.Pinned{Version: v, Tag: name, Revision: revision, Closures: closures[:revision+1]}})
		}
	}
	pool := digestPool(t)
	for range rapid.IntRange(0, 6).Draw(t, "referrers") {
		r := entitlement.Referrer{Subject: rapid.SampledFrom(pool).Draw(t, "subject").Digest, Closure: drawClosure(t)}
		if rapid.IntRange(0, 2).Draw(t, "tagged") == 0 {
			r.Tag = signatureTag(r.Subject)
		}
		r.Closure.ArtifactType = "application/vnd.of." + r.Closure.Root.String()[7:15]
		steps = append(steps, step{referrer: r, refers: true})
	}
	return rapid.Permutation(steps).Draw(t, "steps")
}

func signatureTag(subject entitlement.Digest) string {
	return strings.Replace(subject.String(), ":", "-", 1) + ".sig"
}

// drawClosure draws a root and a few things below it.
func drawClosure(t *rapid.T) (c entitlement.Closure) {
	for i, s := range rapid.SliceOfNDistinct(rapid.SampledFrom(digestPool(t)), 1, 4, sample.digest).Draw(t, "items") {
		if i == 0 {
			s.Role, c.Root = entitlement.RoleRoot, s.Digest
		}
		c.Items = append(c.Items, s.Item)
	}
	return c
}

// build takes the steps in as many calls as chance wants.
func build(t *rapid.T, c *entitlement.Contents, steps []step) *entitlement.Contents {
	for len(steps) > 0 {
		n := rapid.IntRange(1, len(steps)).Draw(t, "taken at once")
		c, steps = c.With(parted(steps[:n])), steps[n:]
	}
	return c
}

func parted(steps []step) (releases []entitlement.Pinned, referrers []entitlement.Referrer) {
	for _, s := range steps {
		if s.refers {
			referrers = append(referrers, s.referrer)
		} else {
			releases = append(releases, s.release)
		}
	}
	return releases, referrers
}

// A model is what steps come to, worked out as plainly as can be.
type model struct {
	versions  []string // in the order in which they were published
	now       map[string]entitlement.Pinned
	referrers []entitlement.Referrer
}

func modelOf(steps []step) model {
	m := model{now: map[string]entitlement.Pinned{}}
	releases, referrers := parted(steps)
	m.referrers = referrers
	for _, p := range releases {
		if old, there := m.now[p.Version]; !there {
			m.versions = append(m.versions, p.Version)
		} else if old.Revision >= p.Revision {
			continue
		}
		m.now[p.Version] = p
	}
	return m
}

// has says whether a version has a digest, in itself or by what refers to it.
func (m model) has(version string) map[entitlement.Digest]bool {
	all := map[entitlement.Digest]bool{}
	take := func(c entitlement.Closure) {
		for _, item := range c.Items {
			all[item.Digest] = true
		}
	}
	for _, c := range m.now[version].Closures {
		take(c)
	}
	for before := -1; before != len(all); {
		before = len(all)
		for _, r := range m.referrers {
			if all[r.Subject] {
				take(r.Closure)
			}
		}
	}
	return all
}

// tags are the releases' tags, each of the last version that was published from
// it.
func (m model) tags() map[string]entitlement.Pinned {
	tags := map[string]entitlement.Pinned{}
	for _, v := range m.versions {
		for _, name := range (entitlement.Root{Tag: m.now[v].Tag}).Names(v) {
			tags[name] = m.now[v]
		}
	}
	return tags
}

func rootOf(p entitlement.Pinned) entitlement.Digest { return p.Closures[len(p.Closures)-1].Root }

// begins says whether a release begins at a digest, or began there once.
func (m model) begins(d entitlement.Digest) bool {
	return slices.ContainsFunc(m.versions, func(v string) bool {
		return slices.ContainsFunc(m.now[v].Closures, func(c entitlement.Closure) bool { return c.Root == d })
	})
}
