package entitlement

import "time"

// Any says whether Decide says yes about any release of the prepared contents at
// that instant. A grant that covers nothing which is published yet, such as a
// range of versions to come, holds nothing so far.
func (h Holding) Any(at time.Time) bool {
	return h.over != nil && h.yes(&question{at: at, ordinals: &h.over.every})
}

// Tags lists the tags of the prepared contents that may be pulled at that
// instant, sorted: exactly those about whose version Decide says yes. Aliases
// are not among them.
func (h Holding) Tags(at time.Time) []string {
	tags := []string{}
	if h.over == nil {
		return tags
	}
	for _, t := range h.over.sorted {
		if h.holds(at, t.ordinal) {
			tags = append(tags, t.tag)
		}
	}
	return tags
}

// Referring counts what refers to anything that may be pulled at that instant:
// signatures, SBOMs and whatever else, each manifest once.
func (h Holding) Referring(at time.Time) int {
	if h.over == nil {
		return 0
	}
	seen := map[Digest]bool{}
	for _, r := range h.over.referrers {
		if subject, there := h.over.Find(r.Subject); there && !seen[r.Closure.Root] {
			seen[r.Closure.Root] = h.DecideEntry(at, subject).Allowed
		}
	}
	n := 0
	for _, held := range seen {
		if held {
			n++
		}
	}
	return n
}

// holds says whether Decide says yes about a release of the prepared contents.
func (h *Holding) holds(at time.Time, ordinal int) bool {
	return h.yes(&question{at: at, ordinals: &releaseSet{single: ordinal + 1}})
}

func (h *Holding) yes(q *question) bool {
	var d Decision
	h.decide(q, &d)
	return d.Allowed
}
