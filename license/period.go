package license

import (
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// An Interval is how long a period is.
type Interval string

// The intervals.
const (
	Monthly Interval = "monthly"
	Annual  Interval = "annual"
)

// ParseInterval checks that s names an interval. The error is a [tenant.ErrInvalid].
func ParseInterval(s string) (Interval, error) {
	if i := Interval(s); i.months() > 0 {
		return i, nil
	}
	return "", fmt.Errorf("%w period %.40q: it is %s or %s", tenant.ErrInvalid, s, Monthly, Annual)
}

// months is how many it has; 0 if it is none.
func (i Interval) months() int {
	switch i {
	case Monthly:
		return 1
	case Annual:
		return 12
	default:
		return 0
	}
}

// A Period is one of a license's: use is counted in it, and fees are for it. The
// start belongs to it and the end to the next.
type Period struct {
	Number     int       // 0 is the first
	Start, End time.Time // UTC
}

// Contains says whether the instant lies in the period.
func (p Period) Contains(at time.Time) bool { return !at.Before(p.Start) && at.Before(p.End) }

// within is the part of a period in which a license is in force.
func (p Period) within(starts, ends time.Time) Period {
	if starts.After(p.Start) {
		p.Start = starts
	}
	if !ends.IsZero() && ends.Before(p.End) {
		p.End = ends
	}
	return p
}

// String writes both ends, as in "[2026-01-31T00:00:00Z, 2026-02-28T00:00:00Z)".
func (p Period) String() string {
	return "[" + p.Start.UTC().Format(time.RFC3339Nano) + ", " + p.End.UTC().Format(time.RFC3339Nano) + ")"
}
