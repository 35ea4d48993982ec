package distr

import (
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A PullID names one entry of the pull log.
type PullID string

// A PullRecord is one entry of the pull log: a pull, and whose it was. It keeps
// names as they were, so that it can be read when customer and token are gone.
type PullRecord struct {
	ID        PullID
	Customer  tenant.CustomerID // empty for the vendor's own people
	Token     tenant.CredentialID
	TokenName string
	Count     int64 // how often it was asked for; see [Vendor.LogPull]
	entitlement.Pull
}

// Mark is the entry's place in the log.
func (r PullRecord) Mark() PullMark { return PullMark{Time: r.Time, ID: r.ID} }

// A PullMark is a place in the pull log: that of the entry of this time and ID,
// whether there is one or not.
type PullMark struct {
	Time time.Time
	ID   PullID
}

// IsZero says whether this is no place, but in front of all.
func (m PullMark) IsZero() bool { return m.Time.IsZero() && m.ID == "" }

// An Outcome is what became of a pull.
type Outcome string

// The outcomes.
const (
	Allowed Outcome = "allowed"
	Refused Outcome = "refused"
)

// Outcome is what became of the pull.
func (r PullRecord) Outcome() Outcome {
	if r.Allowed {
		return Allowed
	}
	return Refused
}
