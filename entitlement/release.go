package entitlement

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// A Release is one published version of a product. Publishing pins it: what the
// version consists of never changes afterwards, unless it was published to follow
// its tag.
type Release struct {
	Version string
	At      time.Time               // when it was published, UTC
	Roots   map[RepositoryPath]Root // one in each of the product's repositories

	// Follows says that the version goes where its tag goes. What it was
	// before stays part of it.
	Follows  bool
	Revision int // how often the tag has moved since
}

// A Root is where a release begins in one repository.
type Root struct {
	Tag    string // the tag that it was published from, often the version's name
	Digest Digest // what the tag meant when the release was published
}

// Names are the tags under which a version is pulled: the one that it was
// published from, and the version's own name, so that who was granted 1.4.2 can
// ask for 1.4.2 whatever the vendor's build calls it.
func (r Root) Names(version string) []string {
	own := TagFor(version)
	if own == r.Tag || CheckTag(own) != nil {
		return []string{r.Tag}
	}
	return []string{r.Tag, own}
}

// maxVersion is how long a version's name may be, in bytes: a tag's length.
const maxVersion = 128

var (
	versionForm = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._+-]*$`)
	tagForm     = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$`)
	derivedForm = regexp.MustCompile(`^sha(256-[0-9a-f]{64}|512-[0-9a-f]{64,128})(\..+)?$`)
)

// CheckVersion says whether s can name a version: 1 to 128 letters, digits and
// '.', '_', '-', '+', the first of them a letter, a digit or '_'. Semantic
// versions are such names; others are too. The error is an [ErrInvalid].
func CheckVersion(s string) error {
	if len(s) > maxVersion || !versionForm.MatchString(s) {
		return fmt.Errorf("%w version %.140q: it is 1 to %d letters, digits and '.', '_', '-', '+', such as 1.4.2", ErrInvalid, s, maxVersion)
	}
	return nil
}

// CheckTag says whether s is a tag that a release can have, by the form that the
// OCI distribution specification gives for <reference>. Tags derived from a
// digest (sha256-…) are refused: clients keep signatures and other referrers
// there. The error is an [ErrInvalid].
func CheckTag(s string) error {
	if !tagForm.MatchString(s) {
		return fmt.Errorf("%w tag %.140q: it is 1 to 128 letters, digits and '.', '_', '-', such as 1.4.2", ErrInvalid, s)
	}
	if DerivedTag(s) {
		return fmt.Errorf("%w tag %q: tags of this form belong to the signatures of a digest", ErrInvalid, s)
	}
	return nil
}

// DerivedTag says whether a tag is made of a digest, as clients make the names
// under which they look for signatures, SBOMs and other referrers.
func DerivedTag(s string) bool { return derivedForm.MatchString(s) }

// DerivedFrom is the digest that a derived tag is made of; zero if it is none's.
func DerivedFrom(tag string) Digest {
	name, _, _ := strings.Cut(tag, ".")
	d, err := ParseDigest(strings.Replace(name, "-", ":", 1))
	if err != nil {
		return Digest{}
	}
	return d
}

// FallbackTag is the tag under which clients keep the list of what refers to a
// digest, where a registry has no list of its own: the algorithm and the first 64
// digits (OCI distribution specification, "Referrers Tag Schema").
func FallbackTag(subject Digest) string {
	algorithm, encoded, _ := strings.Cut(subject.String(), ":")
	return algorithm + "-" + encoded[:min(len(encoded), 64)]
}

// TagFor is the tag that a version has unless the vendor names another: the
// version itself, with '+' written as '_', since a tag cannot hold a plus. Helm
// does the same.
func TagFor(version string) string { return strings.ReplaceAll(version, "+", "_") }
