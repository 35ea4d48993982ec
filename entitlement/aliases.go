package entitlement

import (
	"strconv"
	"time"
)

// An Alias is a tag that no version was published from, and what it means to a
// holder.
type Alias struct {
	Tag     string
	Version string
	Digest  Digest // where that version begins
}

// Aliases lists every alias that means something to the holder at that instant,
// each with what Resolve says of it: latest first, then the highest number first,
// each before the lines below it and without a v before with one.
func (h Holding) Aliases(at time.Time) []Alias {
	found := []Alias{}
	if h.over == nil {
		return found
	}
	seen := map[alias]bool{}
	add := func(a alias, tags ...string) {
		if seen[a] {
			return
		}
		seen[a] = true
		for _, tag := range tags {
			if _, _, own := h.over.Tag(tag); own {
				continue
			}
			if version, d, means := h.Resolve(at, tag); means {
				found = append(found, Alias{tag, version, d})
			}
		}
	}
	add(alias{latest: true}, "latest")
	for _, ordinal := range h.over.order {
		if !h.holds(at, ordinal) {
			continue // no alias is there for its sake
		}
		v := h.over.releases[ordinal].semantic
		major := strconv.FormatUint(v.Major(), 10)
		line := major + "." + strconv.FormatUint(v.Minor(), 10)
		add(alias{major: v.Major()}, major, "v"+major)
		add(alias{major: v.Major(), minor: v.Minor(), line: true}, line, "v"+line)
	}
	return found
}
