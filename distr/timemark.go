package distr

import (
	"cmp"
	"time"
)

// A TimeMark is a place in a list that goes by time and, at one instant, by ID in byte
// order: that of the record of this time and ID, whether there is one or not.
type TimeMark[ID ~string] struct {
	Time time.Time
	ID   ID
}

type (
	// A RunMark is a place in the list of runs, which goes by when they were made.
	RunMark = TimeMark[RunID]
	// A LetterMark is a place in the list of letters, which goes by when they were made.
	LetterMark = TimeMark[LetterID]
	// A PullMark is a place in the pull log, which goes by when the pulls began.
	PullMark = TimeMark[PullID]
)

// IsZero says whether it is the place in front of all.
func (m TimeMark[ID]) IsZero() bool { return m.Time.IsZero() && m.ID == "" }

// Before says whether the place is in front of another one.
func (m TimeMark[ID]) Before(other TimeMark[ID]) bool { return m.Compare(other) < 0 }

// Compare is negative if the place is in front of another one, and positive if it is
// behind it.
func (m TimeMark[ID]) Compare(other TimeMark[ID]) int {
	return cmp.Or(m.Time.Compare(other.Time), cmp.Compare(m.ID, other.ID))
}
