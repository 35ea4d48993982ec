package license

import (
	"fmt"
	"strings"
	"time"
)

// String says when, as in "every Monday at 02:30 (Europe/Berlin)".
func (s Schedule) String() string {
	if s.Check() != nil {
		return "never"
	}
	return fmt.Sprintf("%s at %02d:%02d (%s)", s.which(), s.Hour, s.Minute, s.Zone)
}

func (s Schedule) which() string {
	switch {
	case s.Every == EveryWeek:
		return "every " + s.Weekday.String()
	case s.Every == EveryMonth && s.Day > 30:
		return "on the last day of every month"
	case s.Every == EveryMonth && s.Day > 28:
		return fmt.Sprintf("on the %s of every month, or its last day", ordinal(s.Day))
	case s.Every == EveryMonth:
		return fmt.Sprintf("on the %s of every month", ordinal(s.Day))
	}
	return "every day"
}

func ordinal(n int) string {
	suffix := "th"
	switch {
	case n/10 == 1: // 11th, 12th, 13th
	case n%10 == 1:
		suffix = "st"
	case n%10 == 2:
		suffix = "nd"
	case n%10 == 3:
		suffix = "rd"
	}
	return fmt.Sprint(n, suffix)
}

// A Slot is a time that comes, and what is to be known about it.
type Slot struct {
	At   time.Time // in the schedule's zone
	Note string    // why it is not at the time that the schedule says, or at which of two; empty: it is
}

// String says when, on the clock there and in UTC, as in
// "Mon 2 Mar 2026 02:30 CET (01:30 UTC)".
func (s Slot) String() string {
	utc := s.At.UTC()
	there := "15:04"
	if utc.Day() != s.At.Day() {
		there = "Mon 15:04"
	}
	text := fmt.Sprintf("%s (%s UTC)", s.At.Format("Mon 2 Jan 2006 15:04 MST"), utc.Format(there))
	if s.Note != "" {
		text += ": " + s.Note
	}
	return text
}

// Preview is the next slots after an instant, at most n.
func (s Schedule) Preview(after time.Time, n int) (slots []Slot) {
	for range n {
		after = s.Next(after)
		if after.IsZero() {
			break
		}
		slots = append(slots, Slot{after, s.note(after)})
	}
	return slots
}

// note says what the clock does about a slot.
func (s Schedule) note(at time.Time) string {
	if at.Hour() != s.Hour || at.Minute() != s.Minute {
		return fmt.Sprintf("the clock skips %02d:%02d", s.Hour, s.Minute)
	}
	var notes []string
	if s.Every == EveryMonth && at.Day() != s.Day {
		notes = append(notes, fmt.Sprintf("%s has no %s", at.Month(), ordinal(s.Day)))
	}
	if _, end := at.ZoneBounds(); !end.IsZero() && wallAt(end.Unix(), s.Zone) <= wallAt(at.Unix(), s.Zone) {
		notes = append(notes, fmt.Sprintf("the clock shows %02d:%02d twice, and this is the first time", s.Hour, s.Minute))
	}
	return strings.Join(notes, "; ")
}
