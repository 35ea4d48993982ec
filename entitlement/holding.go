package entitlement

import (
	"slices"
	"time"
)

// A Holding is all that one customer holds of one product.
type Holding struct {
	Product Product
	Grants  []Grant
	Off     bool // the feature that gates the product is off

	// Set by Over: the contents of one repository, and per grant the
	// releases of it that the grant covers.
	over  *Contents
	reach []releaseSet
}

// Over returns the same holding prepared for one repository's contents: decisions
// about what these contents hold cost a few nanoseconds then, however many
// versions share a layer and however many ranges were granted. It decides the
// same as the holding does without. Neither h nor c may be changed afterwards.
func (h Holding) Over(c *Contents) Holding {
	h.over, h.reach = c, make([]releaseSet, len(h.Grants))
	for i, g := range h.Grants {
		for ordinal, r := range c.releases {
			if g.Versions.contains(r.version, r.semantic) {
				h.reach[i] = h.reach[i].with(ordinal)
			}
		}
	}
	return h
}

// Decide says whether any one of the versions may be used at that instant. The
// versions are those that hold the content in question; none at all means that
// the content is unknown, which is never allowed: the reason then tells how the
// holding as a whole stands, NotCovered if some grant holds.
//
// This is the only code that says yes or no.
func (h Holding) Decide(at time.Time, versions ...string) Decision {
	return h.decide(at, question{versions: versions})
}

// DecideEntry is [Holding.Decide] about the versions that hold an entry of the
// contents that the holding was prepared [Holding.Over].
func (h Holding) DecideEntry(at time.Time, e Entry) Decision {
	if e.in == nil || e.in != h.over {
		return h.Decide(at, e.Versions()...)
	}
	return h.decide(at, question{entry: &e})
}

// A question is what a decision is about: versions by name, or an entry.
type question struct {
	versions []string
	entry    *Entry
}

func (q question) known() bool { return q.entry != nil || len(q.versions) > 0 }

// The weight of what one grant says, against the others of a holding: a yes
// most, then a grant that would say yes at another time, then one that holds but
// covers other versions.
const (
	weightNone = iota
	weightEnded
	weightComing
	weightOther
	weightCoveredEnded
	weightCoveredComing
	weightYes
)

func (h *Holding) decide(at time.Time, q question) Decision {
	if h.Off {
		return Decision{Reason: FeatureOff}
	}
	var best *Grant
	weight, version := weightNone, ""
	for i := range h.Grants {
		g := &h.Grants[i]
		v, covered := h.covers(i, q)
		if w := g.weigh(at, covered, q.known()); w > weight || w == weight && w != weightNone && g.better(best, w) {
			best, weight, version = g, w, v
		}
	}
	switch weight {
	case weightYes:
		return Decision{Allowed: true, Reason: Granted, Version: version, Grant: best.ID, Until: best.Expires}
	case weightCoveredComing, weightComing:
		return Decision{Reason: NotYet, Version: version, Grant: best.ID, Until: best.Starts}
	case weightCoveredEnded, weightEnded:
		return Decision{Reason: Expired, Version: version, Grant: best.ID, Until: best.Expires}
	case weightOther:
		return Decision{Reason: NotCovered}
	default:
		return Decision{Reason: NoGrant}
	}
}

// weigh is what one grant says. Of unknown content, which no grant can cover,
// it says how the grant itself stands.
func (g *Grant) weigh(at time.Time, covered, known bool) int {
	ended := !g.Expires.IsZero() && !at.Before(g.Expires)
	coming := !ended && at.Before(g.Starts)
	switch {
	case covered && ended:
		return weightCoveredEnded
	case covered && coming:
		return weightCoveredComing
	case covered:
		return weightYes
	case known || !ended && !coming:
		return weightOther
	case coming:
		return weightComing
	default:
		return weightEnded
	}
}

// better says which of two grants that weigh the same is named: the one that
// lasts longer, and no end is the longest of all, or that begins sooner.
func (g *Grant) better(than *Grant, weight int) bool {
	if weight == weightComing || weight == weightCoveredComing {
		return g.Starts.Before(than.Starts)
	}
	return !than.Expires.IsZero() && (g.Expires.IsZero() || g.Expires.After(than.Expires))
}

// covers says whether grant i has any of the versions in question, and which.
func (h *Holding) covers(i int, q question) (string, bool) {
	if q.entry != nil {
		ordinal, ok := h.reach[i].last(q.entry.in.sets[q.entry.set])
		if !ok {
			return "", false
		}
		return h.over.releases[ordinal].version, true
	}
	for _, v := range slices.Backward(q.versions) {
		if h.has(i, v) {
			return v, true
		}
	}
	return "", false
}

func (h *Holding) has(i int, version string) bool {
	if h.over != nil {
		if ordinal, published := h.over.ordinals[version]; published {
			return h.reach[i].has(ordinal)
		}
	}
	return h.Grants[i].Versions.Contains(version)
}

// Tags lists the tags of the prepared contents that may be pulled at that
// instant, sorted: exactly those about whose version Decide says yes.
func (h Holding) Tags(at time.Time) []string {
	tags := []string{}
	if h.over == nil {
		return tags
	}
	for _, name := range h.over.sorted {
		if h.Decide(at, h.over.releases[h.over.tags[name].ordinal].version).Allowed {
			tags = append(tags, name)
		}
	}
	return tags
}

// Contents are those that the holding was prepared [Holding.Over]; nil if it was
// not.
func (h Holding) Contents() *Contents { return h.over }
