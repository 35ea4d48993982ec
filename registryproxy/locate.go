package registryproxy

import (
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// found is the content that a route leads to.
type found struct {
	there   bool
	digest  entitlement.Digest
	entry   entitlement.Entry
	tagged  string            // the version that its tag means to the holder; empty if it was asked for by digest
	subject entitlement.Entry // what its derived tag is made of
	derived bool              // it was asked for by a derived tag
}

// locate looks a route up in what was published. Whatever is not there is
// unknown, and nobody asks the upstream about it.
//
// A tag that no release has may be an alias, such as latest or 1.4, of the
// highest version that is held; from here on it is that version.
func locate(held asked, on route, at time.Time) (f found) {
	f.digest, f.there = on.digest, on.tag == ""
	switch {
	case on.tag == "":
	case entitlement.DerivedTag(on.tag):
		f.derived = true
		f.digest, f.there = held.contents.Derived(on.tag)
		if subject := entitlement.DerivedFrom(on.tag); f.there && !subject.IsZero() {
			f.subject, f.there = held.contents.Find(subject)
		}
	default:
		f.tagged, f.digest, f.there = held.holding.Resolve(at, on.tag)
	}
	if f.there {
		f.entry, f.there = held.contents.Find(f.digest)
	}
	if !f.there {
		return found{}
	}
	return f
}

// decide asks the one place that says yes or no.
func (f found) decide(holding entitlement.Holding, at time.Time) entitlement.Decision {
	switch {
	case !f.there:
		decision := holding.Decide(at)
		if decision.Reason == entitlement.NotCovered {
			decision.Reason = entitlement.Unknown
		}
		return decision
	case f.tagged != "":
		return holding.Decide(at, f.tagged)
	case f.derived && f.subject != (entitlement.Entry{}):
		// That there is such a tag says that there is its subject. One
		// signature can be that of two, and be held for the sake of the other.
		if decision := holding.DecideEntry(at, f.subject); !decision.Allowed {
			return decision
		}
	}
	return holding.DecideEntry(at, f.entry)
}

// version is the release that the log names.
func (f found) version(decision entitlement.Decision) string {
	if f.tagged != "" {
		return f.tagged
	}
	if decision.Version != "" {
		return decision.Version
	}
	if versions := f.entry.Versions(); len(versions) > 0 {
		return versions[len(versions)-1]
	}
	return ""
}
