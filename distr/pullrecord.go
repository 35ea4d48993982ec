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
func (r PullRecord) Mark() PullMark { return PullMark{r.Time, r.ID} }

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

// A PullQuery selects from the pull log.
type PullQuery struct {
	Customer   tenant.CustomerID          // only this customer's; empty: all
	Repository entitlement.RepositoryPath // only those of this repository; empty: all
	Version    string                     // only those of this release; empty: all
	Outcome    Outcome                    // only those that came out so; empty: all
	Reason     entitlement.Reason         // only those for this reason; empty: all
	Since      time.Time                  // only those at or after it; zero: since ever
	Until      time.Time                  // only those before it; zero: for ever
	After      PullMark                   // only those behind this place in the list; zero: from its beginning
	Limit      int                        // only the newest so many, still oldest first; 0 is no limit
	Oldest     bool                       // the limit leaves the oldest instead: a page, and the next is After its last
}

// Selects says whether the query lists the entry, but for its Limit.
func (q PullQuery) Selects(r PullRecord) bool {
	return (q.Customer == "" || r.Customer == q.Customer) &&
		(q.Repository == "" || r.Repository == q.Repository) &&
		(q.Version == "" || r.Version == q.Version) &&
		(q.Outcome == "" || r.Outcome() == q.Outcome) &&
		(q.Reason == "" || r.Reason == q.Reason) &&
		!r.Time.Before(q.Since) && (q.Until.IsZero() || r.Time.Before(q.Until)) &&
		(q.After.IsZero() || q.After.Before(r.Mark()))
}
