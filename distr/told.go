package distr

import (
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A customer's own people are told what the registry tells their clients, and no
// more: that something is not held looks like that it is not there. What is decided
// is the same for all; here is what of it is said to them. The vendor's people and the
// operator are told everything.

// concealed says whether what is not held must not be told to who holds the handle
// from what does not exist.
func (v *Vendor) concealed() bool { return v.actor.side == tenant.CustomerSide }

// told is what the actor is told of a decision: of a no, not what it was about, nor
// the reason.
func (v *Vendor) told(d entitlement.Decision) entitlement.Decision {
	if d.Allowed || !v.concealed() {
		return d
	}
	return entitlement.Decision{Reason: entitlement.Unknown}
}

// toldOf is told, of content of a repository of which this is held. When all that was
// held of it has ended, that is said of whatever is asked for in it, be it there or
// not.
func (v *Vendor) toldOf(h entitlement.Holding, at time.Time, d entitlement.Decision) entitlement.Decision {
	if whole := h.Decide(at); v.concealed() && !d.Allowed && whole.Reason == entitlement.Expired {
		return whole
	}
	return v.told(d)
}

// toldPulls are entries of the pull log as the actor is told of them. What was counted
// beyond [MaxRefusals] says how many there were for each reason, so it is left out
// where reasons are not told.
func (v *Vendor) toldPulls(log []PullRecord) []PullRecord {
	if !v.concealed() {
		return log
	}
	kept := log[:0]
	for _, r := range log {
		if !r.Allowed {
			if r.Repository == "" {
				continue
			}
			d := v.told(entitlement.Decision{Reason: r.Reason, Version: r.Version})
			r.Reason, r.Version, r.Digest = d.Reason, d.Version, entitlement.Digest{}
		}
		kept = append(kept, r)
	}
	return kept
}

// toldQuery is a query of the pull log that asks for nothing that the actor is not
// told: else what it selects would tell. Nothing is listed if it says so.
func (v *Vendor) toldQuery(q PullQuery) (_ PullQuery, nothing bool) {
	if !v.concealed() || q.Version == "" && q.Reason == "" {
		return q, false
	}
	var outcome Outcome
	switch {
	case q.Reason == "" || q.Reason == entitlement.Granted:
		outcome = Allowed
	case q.Reason == entitlement.Unknown && q.Version == "":
		outcome = Refused
	default:
		return q, true
	}
	if q.Outcome != "" && q.Outcome != outcome {
		return q, true
	}
	q.Outcome, q.Reason = outcome, ""
	return q, false
}

// shown reads the newest so many of a list, or the oldest, of which some are left
// out: it reads more until there are enough, or no more. No limit is 0.
func shown[T any](limit int, oldest bool, read func(limit int) ([]T, error), keep func([]T) []T) ([]T, error) {
	for ask := limit; ; ask *= 4 {
		all, err := read(ask)
		if err != nil {
			return nil, err
		}
		more := ask > 0 && len(all) == ask
		kept := keep(all)
		switch {
		case limit <= 0, len(kept) < limit && !more:
			return kept, nil
		case len(kept) < limit:
			continue
		case oldest:
			return kept[:limit], nil
		default:
			return kept[len(kept)-limit:], nil
		}
	}
}
