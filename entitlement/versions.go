package entitlement

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"
)

// Versions is a set of versions of one product: some by name, all (those to come
// too), those in a range, or a union of such terms. The zero value is the empty
// set, which is none. A set is never changed; [Versions.Plus] makes a new one.
type Versions struct {
	all    bool
	names  []string    // sorted, each once
	ranges []rangeTerm // sorted by text, each once
}

type rangeTerm struct {
	text   string
	parsed *semver.Constraints // only read
}

// All is every version, those to come too.
func All() Versions { return Versions{all: true} }

// Only is the versions of these names and no others.
func Only(names ...string) Versions {
	sorted := slices.Clone(names)
	slices.Sort(sorted)
	return Versions{names: slices.Compact(sorted)}
}

// maxRange is how long a range may be, in bytes.
const maxRange = 256

// emptyForm finds comparators such as >x and !=*, which leave no version over,
// and most of which the semver library takes for "any".
var emptyForm = regexp.MustCompile(`(^|[^~=])[<>]\s*v?[xX*]|!=\s*v?[xX*]`)

// Matching is every version in a range of semantic versions, those to come too.
//
// A range is comparators such as >=1.2.0, <2, ^1.4, ~1.4.2, 1.x, 1.2 - 1.5,
// joined by spaces or commas (all of them hold) and || (one of them holds). A
// version that is not a semantic version is in no range. A prerelease such as
// 2.0.0-rc.1 is in a range only if a comparator that has to hold names one itself:
// >=2.0.0-0 has it, >=1.0.0 has not. The error is an [ErrInvalid].
func Matching(constraint string) (Versions, error) {
	text := strings.Join(strings.Fields(constraint), " ")
	if text == "" || len(text) > maxRange {
		return Versions{}, fmt.Errorf("%w range %.40q: it has 1 to %d characters", ErrInvalid, constraint, maxRange)
	}
	if found := emptyForm.FindString(text); found != "" {
		return Versions{}, fmt.Errorf("%w range %q: no version is in %q; write * for any", ErrInvalid, constraint, strings.TrimSpace(found))
	}
	parsed, err := semver.NewConstraint(text)
	if err != nil {
		return Versions{}, fmt.Errorf("%w range %q: %w; a range looks like \">=1.2 <2\", \"^1.4\", \"~1.4.2\" or \"1.x || 2.x\"", ErrInvalid, constraint, err)
	}
	return Versions{ranges: []rangeTerm{{text, parsed}}}, nil
}

// Plus is the union of both sets, with the terms of both kept as they are.
func (v Versions) Plus(w Versions) Versions {
	ranges := slices.Concat(v.ranges, w.ranges)
	slices.SortFunc(ranges, func(a, b rangeTerm) int { return strings.Compare(a.text, b.text) })
	return Versions{
		all:    v.all || w.all,
		names:  Only(slices.Concat(v.names, w.names)...).names,
		ranges: slices.CompactFunc(ranges, func(a, b rangeTerm) bool { return a.text == b.text }),
	}
}

// IsZero says whether the set has no term, and so no version.
func (v Versions) IsZero() bool { return !v.all && len(v.names) == 0 && len(v.ranges) == 0 }

// Names are the versions that are in the set by name, sorted.
func (v Versions) Names() []string { return slices.Clone(v.names) }

// Contains says whether the version is in the set.
func (v Versions) Contains(version string) bool {
	return v.contains(version, semantic(version))
}

// contains is Contains for a caller who has parsed the version already; parsed
// is nil when it is not a semantic version.
func (v Versions) contains(version string, parsed *semver.Version) bool {
	if v.all {
		return true
	}
	if _, named := slices.BinarySearch(v.names, version); named {
		return true
	}
	return parsed != nil && slices.ContainsFunc(v.ranges, func(r rangeTerm) bool { return r.parsed.Check(parsed) })
}

// covers says whether every term of w stands word for word in v. It is what an
// edit is asked: no arithmetic with ranges, so no doubt.
func (v Versions) covers(w Versions) bool {
	if v.all {
		return true
	}
	named := func(name string) bool { _, found := slices.BinarySearch(v.names, name); return !found }
	ranged := func(r rangeTerm) bool {
		return !slices.ContainsFunc(v.ranges, func(own rangeTerm) bool { return own.text == r.text })
	}
	return !w.all && !slices.ContainsFunc(w.names, named) && !slices.ContainsFunc(w.ranges, ranged)
}

// semantic is the version as a semantic version, or nil. A leading v and a
// missing patch number ("v1.4") count: vendors tag like that. A bare number does
// not, or a build number or a date would be in every range without an upper end.
func semantic(version string) *semver.Version {
	core, _, _ := strings.Cut(version, "-")
	if core, _, _ = strings.Cut(core, "+"); !strings.Contains(core, ".") {
		return nil
	}
	parsed, err := semver.NewVersion(version)
	if err != nil {
		return nil
	}
	return parsed
}
