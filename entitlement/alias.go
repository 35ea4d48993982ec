package entitlement

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/Masterminds/semver/v3"
)

// Resolve says what a tag means to the holder: which version of the prepared
// contents, and the digest where that begins.
//
// A tag from which a version was published means that one, held or not, so the
// decision is still to be asked. Unless the product is Exact, any other tag may
// be an alias of the highest version that Decide says yes about at that instant,
// by semver.org §11:
//
//	latest       of all; a prerelease only if no other semantic version is held,
//	             and the one published last if none of them is
//	1, v1        of 1.x.y, without prereleases
//	1.4, v1.4    of 1.4.y, without prereleases
//
// Of several spellings of one version it is the one published last. An alias
// never means what is not held: it is not found then.
func (h Holding) Resolve(at time.Time, tag string) (version string, d Digest, found bool) {
	version, d, found = h.over.Tag(tag)
	if found || h.over == nil || h.Product.Exact {
		return version, d, found
	}
	a, found := parseAlias(tag)
	if !found {
		return "", Digest{}, false
	}
	ordinal, found := h.highest(at, a)
	if !found {
		return "", Digest{}, false
	}
	r := h.over.releases[ordinal]
	return r.version, r.root, true
}

// highest is the release that an alias means to the holder.
func (h *Holding) highest(at time.Time, a alias) (ordinal int, found bool) {
	prerelease := -1
	for _, ordinal := range h.over.from(a) {
		v := h.over.releases[ordinal].semantic
		if a.compare(v) > 0 {
			break // and so are all that follow
		}
		switch {
		case !a.matches(v) || v.Prerelease() != "" && prerelease >= 0:
		case !h.holds(at, ordinal):
		case v.Prerelease() == "":
			return ordinal, true
		default:
			prerelease = ordinal
		}
	}
	if prerelease >= 0 || !a.latest {
		return prerelease, prerelease >= 0
	}
	for ordinal := len(h.over.releases) - 1; ordinal >= 0; ordinal-- {
		if h.holds(at, ordinal) {
			return ordinal, true
		}
	}
	return 0, false
}

// An alias is a tag that no version was published from and that stands for the
// highest of some.
type alias struct {
	latest       bool
	major, minor uint64
	line         bool // the minor number was named too
}

func parseAlias(tag string) (a alias, ok bool) {
	if tag == "latest" {
		return alias{latest: true}, true
	}
	major, minor, line := strings.Cut(strings.TrimPrefix(tag, "v"), ".")
	a.line = line
	if a.major, ok = parseNumber(major); ok && line {
		a.minor, ok = parseNumber(minor)
	}
	return a, ok
}

// compare says where the versions lie that the alias may stand for: after v in
// precedence (1), before it (-1), or v is among them, or a prerelease in between
// (0).
func (a alias) compare(v *semver.Version) int {
	switch {
	case a.latest:
		return 0
	case a.line:
		return cmp.Or(cmp.Compare(a.major, v.Major()), cmp.Compare(a.minor, v.Minor()))
	default:
		return cmp.Compare(a.major, v.Major())
	}
}

// from is the order from the highest version on that the alias may stand for.
func (c *Contents) from(a alias) []int {
	first, _ := slices.BinarySearchFunc(c.order, a, func(ordinal int, a alias) int {
		return a.compare(c.releases[ordinal].semantic)
	})
	return c.order[first:]
}

// parseNumber reads a number as semantic versions have it (semver.org §2).
func parseNumber(s string) (uint64, bool) {
	if len(s) > 1 && s[0] == '0' {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 10, 64)
	return n, err == nil
}

// matches says whether the alias may stand for a version.
func (a alias) matches(v *semver.Version) bool {
	return a.compare(v) == 0 && (a.latest || v.Prerelease() == "")
}
