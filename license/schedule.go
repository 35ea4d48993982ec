package license

import (
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Frequency is how often a [Schedule] has a slot.
type Frequency string

// The frequencies.
const (
	EveryDay   Frequency = "daily"
	EveryWeek  Frequency = "weekly"
	EveryMonth Frequency = "monthly"
)

// A Schedule is a wall clock time that comes again: "every day at 02:30 in Berlin".
// Each time that it comes is a slot, and a slot is an instant.
//
// A clock that is set forward skips times: a slot among those is the first instant
// after them. A clock that is set back shows times twice: a slot among those is the
// first of the two. A month that is too short has its slot on its last day.
type Schedule struct {
	Every   Frequency
	Weekday time.Weekday   // of a weekly one
	Day     int            // of a monthly one, 1 to 31
	Hour    int            // 0 to 23
	Minute  int            // 0 to 59
	Zone    *time.Location // whose clock; loading it is the caller's
}

// Check says what is wrong with a schedule, as tenant.ErrInvalid.
func (s Schedule) Check() error {
	var wrong error
	switch s.Every {
	case EveryDay:
	case EveryWeek:
		if s.Weekday < time.Sunday || s.Weekday > time.Saturday {
			wrong = fmt.Errorf("weekday %d is none: 0 is Sunday, and 6 is Saturday", s.Weekday)
		}
	case EveryMonth:
		if s.Day < 1 || s.Day > 31 {
			wrong = fmt.Errorf("there is no day %d in any month: it is 1 to 31, and 31 is the last day of each", s.Day)
		}
	default:
		wrong = fmt.Errorf("%.40q is not how often: it is daily, weekly or monthly", s.Every)
	}
	switch {
	case wrong != nil:
	case s.Hour < 0 || s.Hour > 23 || s.Minute < 0 || s.Minute > 59:
		wrong = fmt.Errorf("%02d:%02d is no time of day: it is 00:00 to 23:59", s.Hour, s.Minute)
	case s.Zone == nil:
		wrong = errors.New("it has no time zone; say one, such as Europe/Berlin or UTC")
	default:
		return nil
	}
	return fmt.Errorf("%w schedule: %w", tenant.ErrInvalid, wrong)
}

// Next is the first slot after an instant, in the schedule's zone. The schedule is
// one that [Schedule.Check] finds nothing wrong with; the zero time is for any other.
func (s Schedule) Next(after time.Time) time.Time {
	if s.Check() != nil {
		return time.Time{}
	}
	at := after.Unix()
	for wall := s.following(wallAt(at, s.Zone)); ; wall = s.following(wall) {
		// While a clock shows for the second time what it has shown before, slots
		// that lie before us on it are over.
		if slot := reaches(s.Zone, wall); slot > at {
			return time.Unix(slot, 0).In(s.Zone)
		}
	}
}

// following is what the clock shows at the first slot after it has shown this.
func (s Schedule) following(wall int64) int64 {
	time := int64(s.Hour)*hour + int64(s.Minute)*minute
	today := floor(wall, day) * day
	switch s.Every {
	case EveryWeek:
		// The first of January 1970 was a Thursday, which is 4.
		ahead := (int64(s.Weekday) - 4 - floor(today, day)) % 7
		next := today + (ahead+7)%7*day + time
		if next <= wall {
			next += 7 * day
		}
		return next
	case EveryMonth:
		year, month := monthOf(wall)
		next := s.inMonth(year, month) + time
		if next <= wall {
			next = s.inMonth(year, month+1) + time
		}
		return next
	default:
		next := today + time
		if next <= wall {
			next += day
		}
		return next
	}
}

// inMonth is midnight of the schedule's day in a month, which may be the 13th.
func (s Schedule) inMonth(year int, month time.Month) int64 {
	last := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC) // the day before the next one's first
	return last.Unix() - int64(last.Day()-min(s.Day, last.Day()))*day
}
