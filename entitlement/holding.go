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
	h.over, h.reach = c, nil
	if c == nil {
		return h
	}
	h.reach = make([]releaseSet, len(h.Grants))
	for i, g := range h.Grants {
		for ordinal, r := range c.releases {
			if g.Versions.contains(r.version, r.semantic) {
				h.reach[i].absorb(releaseSet{single: ordinal + 1})
			}
		}
	}
	return h
}

// Decide says whether any one of the versions may be used at that instant. The
// versions are those that hold the content in question; none at all means that
// the content is unknown, which is never allowed: the reason then tells how the
// holding as a whole stands, NotCovered if some grant holds. A door that must
// not tell what there is asks that instead of passing on why it was no.
//
// This is the only code that says yes or no.
func (h Holding) Decide(at time.Time, versions ...string) (d Decision) {
	h.decide(&question{at: at, versions: versions}, &d)
	return d
}

// DecideEntry is [Holding.Decide] about the versions that hold an entry. It is
// fast for entries of the contents that the holding was prepared [Holding.Over].
func (h Holding) DecideEntry(at time.Time, e Entry) (d Decision) {
	if e.in == nil || e.in != h.over {
		return h.Decide(at, e.Versions()...)
	}
	h.decide(&question{at: at, ordinals: &h.over.sets[e.at.set]}, &d)
	return d
}

// A question is what a decision is about, and when: versions by name, or by the
// ordinals that they have in the contents that the holding was prepared for.
type question struct {
	at       time.Time
	versions []string
	ordinals *releaseSet
}

func (q *question) known() bool { return q.ordinals != nil || len(q.versions) > 0 }

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

// decide writes its answer to where the caller wants it: a Decision is so big
// that handing it up would cost as much as making it.
func (h *Holding) decide(q *question, d *Decision) {
	if h.Off {
		d.Reason = FeatureOff
		return
	}
	var best *Grant
	weight, version := weightNone, ""
	for i := range h.Grants {
		g := &h.Grants[i]
		v, covered := h.covers(i, q)
		if w := g.weigh(q.at, covered, q.known()); w > weight || w == weight && g.better(best, w) {
			best, weight, version = g, w, v
		}
	}
	switch weight {
	case weightYes:
		d.Allowed, d.Reason, d.Until = true, Granted, best.Expires
	case weightCoveredComing, weightComing:
		d.Reason, d.Until = NotYet, best.Starts
	case weightCoveredEnded, weightEnded:
		d.Reason, d.Until = Expired, best.Expires
	case weightOther:
		d.Reason = NotCovered
		return
	default:
		d.Reason = NoGrant
		return
	}
	d.Version, d.Grant = version, best.ID
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
func (h *Holding) covers(i int, q *question) (string, bool) {
	if q.ordinals != nil {
		ordinal, ok := h.reach[i].last(*q.ordinals)
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

// Contents are those that the holding was prepared [Holding.Over]; nil if it was
// not.
func (h Holding) Contents() *Contents { return h.over }
