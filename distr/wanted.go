package distr

import (
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A wanted is what somebody asks for in a repository: a tag, or a digest.
type wanted struct {
	tag    string
	digest entitlement.Digest // of the zero tag
}

// parseWanted reads a tag, which may be one derived from a digest, or a digest.
func parseWanted(name string, byDigest bool) (w wanted, err error) {
	if byDigest {
		w.digest, err = entitlement.ParseDigest(name)
		return w, err
	}
	w.tag = name
	if entitlement.DerivedTag(name) {
		return w, nil
	}
	return w, entitlement.CheckTag(name)
}

// decide is the decision that the registry makes about it, with
// entitlement.Unknown for what is not published.
func (w wanted) decide(h entitlement.Holding, at time.Time) entitlement.Decision {
	if w.tag == "" {
		return decideDigest(h, at, w.digest)
	}
	if d, derived := h.Contents().Derived(w.tag); derived {
		// That there is such a tag says that there is its subject, and one
		// signature may be that of two.
		if of := decideDigest(h, at, entitlement.DerivedFrom(w.tag)); !of.Allowed {
			return of
		}
		return decideDigest(h, at, d)
	}
	version, _, found := h.Resolve(at, w.tag)
	if !found {
		return entitlement.Decision{Reason: entitlement.Unknown}
	}
	decision := h.Decide(at, version)
	decision.Version = version
	return decision
}

func decideDigest(h entitlement.Holding, at time.Time, d entitlement.Digest) entitlement.Decision {
	e, found := h.Contents().Find(d)
	if !found {
		return entitlement.Decision{Reason: entitlement.Unknown}
	}
	decision := h.DecideEntry(at, e)
	if versions := e.Versions(); decision.Version == "" && len(versions) > 0 {
		decision.Version = versions[len(versions)-1]
	}
	return decision
}
