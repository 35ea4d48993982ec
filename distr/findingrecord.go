package distr

import (
	"cmp"
	"strings"
	"time"
)

// A FindingRecord is a finding of a customer's, as it is kept: once for each profile
// and fingerprint, however often it is found.
type FindingRecord struct {
	Finding
	Profile    string
	First      time.Time // when it was found for the first time
	FirstRun   RunID     // by which run
	Last       time.Time // when it was found for the last time
	LastRun    RunID
	Resolved   time.Time // when a run did not find it any more; zero: it is open
	ResolvedBy RunID
}

// Mark is the record's place in the list.
func (r FindingRecord) Mark() FindingMark { return FindingMark{r.Profile, r.Fingerprint} }

// A FindingMark is a place in the list of findings: by profile, and then by
// fingerprint, in byte order.
type FindingMark struct{ Profile, Fingerprint string }

// IsZero says whether it is the place in front of all findings.
func (m FindingMark) IsZero() bool { return m == FindingMark{} }

// Before says whether the place is in front of another one.
func (m FindingMark) Before(other FindingMark) bool { return m.Compare(other) < 0 }

// Compare is negative if the place is in front of another one, and positive if it is
// behind it.
func (m FindingMark) Compare(other FindingMark) int {
	return cmp.Or(strings.Compare(m.Profile, other.Profile), strings.Compare(m.Fingerprint, other.Fingerprint))
}

// A FindingQuery selects findings.
type FindingQuery struct {
	Profile string      // only those of that profile; empty: of any
	Open    bool        // only those that are not resolved
	After   FindingMark // only those behind this place in the list; zero: from its beginning
	Limit   int         // at most so many, from there on; 0 is no limit
}

// Selects says whether the query lists the finding, but for its Limit.
func (q FindingQuery) Selects(r FindingRecord) bool {
	return (q.Profile == "" || r.Profile == q.Profile) && (!q.Open || r.Resolved.IsZero()) &&
		(q.After.IsZero() || q.After.Before(r.Mark()))
}
