package distr

import (
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A RunID names one run. That of a slot is made of the vendor, the customer, the
// schedule and the slot, so that however many make it, there is one.
type RunID string

// A RunState is how far a run has come.
type RunState string

// The states. The last four are final.
const (
	RunQueued    RunState = "queued"  // it waits to be begun, perhaps once more
	RunRunning   RunState = "running" // somebody carries it out
	RunSucceeded RunState = "succeeded"
	RunFailed    RunState = "failed"
	RunTimedOut  RunState = "timed out"
	RunCancelled RunState = "cancelled"
)

// Final says whether nothing is to become of the run any more.
func (s RunState) Final() bool { return s != RunQueued && s != RunRunning }

// A ScanRun is one scan of one customer's assets, from when it was asked for on.
type ScanRun struct {
	ID       RunID
	Schedule ScheduleID // empty: it has none
	Name     string     // the schedule's, when it was made
	Cause    ScanCause
	Trigger  Trigger   // of ByTrigger
	Slot     time.Time // of BySlot; otherwise zero
	Missed   int       // how many slots before it were missed, and are caught up by it
	Asked    string    // of ByHand: who did
	Profile  string
	Targets  ScanSelection

	State    RunState
	Created  time.Time
	Ready    time.Time // of one that is queued: not before this
	Started  time.Time // for the first time; zero: not yet
	Begun    time.Time // for the last time; zero: not yet
	Ended    time.Time // zero: not yet
	Attempts int       // that have begun
	Done     int       // how many of the targets are; while it runs, maybe of smaller parts of them
	Total    int       // how many there are; 0: it is not known yet
	Counted  bool      // a license has counted it as a use
	Error    string    // why the last attempt came to nothing, or not everything was checked; for the customer, too

	Found    int // findings of the last attempt
	New      int // of these: that were not known before, or were resolved
	Resolved int // findings that were open before, and were not found

	Cancelled time.Time // when somebody asked for its end; zero: nobody has
	Holder    string    // who carries it out; empty: nobody
	Until     time.Time // until when nobody else does
}

// Mark is the run's place in the list.
func (r ScanRun) Mark() RunMark { return RunMark{r.Created, r.ID} }

// Due is when the run may be begun: that of one in somebody's hands when these have
// let it go; the zero time if it has ended.
func (r ScanRun) Due() time.Time {
	switch r.State {
	case RunQueued:
		return r.Ready
	case RunRunning:
		return r.Until
	default:
		return time.Time{}
	}
}

// A RunQuery selects runs.
type RunQuery struct {
	Schedule ScheduleID // only its own; empty: all
	Profile  string     // only those of that profile; empty: of any
	State    RunState   // only those in it; empty: in any
	Trigger  Trigger    // only those by it; empty: all
	Since    time.Time  // only those made at or after it; zero: since ever
	Until    time.Time  // only those made before it; zero: for ever
	After    RunMark    // only those behind this place in the list; zero: from its beginning
	Limit    int        // only the newest so many, still oldest first; 0 is no limit
	Oldest   bool       // the limit leaves the oldest instead: a page, and the next is After its last
}

// Selects says whether the query lists the run, but for its Limit.
func (q RunQuery) Selects(r ScanRun) bool {
	return (q.Schedule == "" || r.Schedule == q.Schedule) && (q.Profile == "" || r.Profile == q.Profile) &&
		(q.State == "" || r.State == q.State) && (q.Trigger == "" || r.Trigger == q.Trigger) &&
		!r.Created.Before(q.Since) && (q.Until.IsZero() || r.Created.Before(q.Until)) &&
		(q.After.IsZero() || q.After.Before(r.Mark()))
}

// A CustomerRun is a run, and whose it is.
type CustomerRun struct {
	Customer tenant.CustomerID
	ScanRun
}

// A RunDetail is what there is to read about a run beside its record.
type RunDetail struct {
	Targets    []ScanTarget `json:"targets,omitempty"`    // what the last attempt was to scan, each once
	NotChecked []string     `json:"notChecked,omitempty"` // the texts of those that could not be checked, of a run that succeeded; in the order of Targets
	Found      []string     `json:"found,omitempty"`      // the fingerprints of what it found, in byte order
	Log        string       `json:"log,omitempty"`        // what the scanner wrote of itself, of all attempts; bounded
}
