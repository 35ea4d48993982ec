package registryproxy

import (
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// found is the content that a route leads to.
type found struct {
	there  bool
	digest entitlement.Digest
	entry  entitlement.Entry
	tagged string // the version whose tag it was; empty if it was asked for by digest
}

// locate looks a route up in what was published. Whatever is not there is
// unknown, and nobody asks the upstream about it.
func locate(contents *entitlement.Contents, on route) (f found) {
	f.digest, f.there = on.digest, on.tag == ""
	if on.tag != "" {
		f.tagged, f.digest, f.there = contents.Tag(on.tag)
	}
	if f.there {
		f.entry, f.there = contents.Find(f.digest)
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
	default:
		return holding.DecideEntry(at, f.entry)
	}
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
