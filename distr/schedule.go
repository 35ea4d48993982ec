package distr

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A ScheduleID names one schedule of a vendor's or a customer's.
type ScheduleID string

// A ScanSchedule says what is scanned, for whom and when. One in a customer's room
// is for that customer; one in the vendor's is for several of them.
//
// It has slots, if Every says so, and each is one run for each customer. It listens to
// triggers, if On says so. It may do both.
type ScanSchedule struct {
	ID        ScheduleID
	Name      string        // for people; those of the customers read it in their runs, of a vendor's too
	Profile   string        // which scanner is to look; see ScanConfig.Scanners
	Targets   ScanSelection // what is scanned, of each customer's assets
	Customers ScanCustomers // for whom, if it is a vendor's; a customer's own says nothing here

	Every   license.Frequency // empty: it has no slots
	Weekday time.Weekday      // of a weekly one
	Day     int               // of a monthly one, 1 to 31
	Hour    int               // 0 to 23
	Minute  int               // 0 to 59
	Zone    string            // whose clock, by its name in the IANA database, such as "Europe/Berlin"

	On       []Trigger     // what else has it run
	Debounce time.Duration // how long after a trigger, so that several at once are one run; at least a second if On is not empty
	Jitter   time.Duration // the runs of a slot begin within so much time, each customer's always at the same; 0: all at once

	Paused  time.Time // zero: it is not. What falls into a pause is left out, and not caught up
	Created time.Time

	Next  time.Time // its next slot; zero: it has none
	Fired time.Time // when a trigger fired that has not been handed out yet; zero: none
	Turn  ScanTurn  // of a vendor's: what is being handed out
}

// A ScanTurn is a slot or a trigger that has been handed out to some of the customers.
// The zero value is none.
type ScanTurn struct {
	Slot    time.Time         // zero: it is a trigger
	Trigger Trigger           // empty: it is a slot
	Missed  int               // how many slots before it were missed, and are caught up by it
	After   tenant.CustomerID // who comes up to here has got it
}

// IsZero says whether it is none.
func (t ScanTurn) IsZero() bool { return t == ScanTurn{} }

// A Trigger is something that happens by itself and is a reason to scan.
type Trigger string

const (
	// OnNewAsset is that a customer has got an asset: it was added, or is monitored
	// again. The asset is what is scanned. It fires by itself.
	OnNewAsset Trigger = "new-asset"
	// OnVulnerabilities is that the scanner's database of vulnerabilities is another
	// one. Whoever brings it up to date fires it.
	OnVulnerabilities Trigger = "vulnerability-database"
)

// ParseTrigger reads a trigger's name.
func ParseTrigger(s string) (Trigger, error) {
	if t := Trigger(s); t == OnNewAsset || t == OnVulnerabilities {
		return t, nil
	}
	return "", fmt.Errorf("%w trigger %.40q: it is %s or %s", tenant.ErrInvalid, s, OnNewAsset, OnVulnerabilities)
}

// When is when its slots are: nothing, if it has none. A zone that does not exist is a
// tenant.ErrInvalid.
func (s ScanSchedule) When() (when license.Schedule, slots bool, err error) {
	if s.Every == "" {
		return license.Schedule{}, false, nil
	}
	zone, err := zoneOf(s.Zone)
	return license.Schedule{Every: s.Every, Weekday: s.Weekday, Day: s.Day, Hour: s.Hour, Minute: s.Minute, Zone: zone}, true, err
}

// Listens says whether a trigger has it run.
func (s ScanSchedule) Listens(t Trigger) bool { return slices.Contains(s.On, t) && s.Paused.IsZero() }

// Due is when there is something to hand out: at once, if some of it has been; never,
// as the zero time, if it is paused, or nothing is to come.
func (s ScanSchedule) Due() time.Time {
	switch {
	case !s.Paused.IsZero():
		return time.Time{}
	case !s.Turn.IsZero():
		return s.Created
	case s.Fired.IsZero(), !s.Next.IsZero() && s.Next.Before(s.Fired):
		return s.Next
	}
	return s.Fired
}

// A ScheduleQuery selects schedules.
type ScheduleQuery struct {
	On Trigger // only those that listen to it, and are not paused; empty: all
}

// Selects says whether the query lists the schedule.
func (q ScheduleQuery) Selects(s ScanSchedule) bool { return q.On == "" || s.Listens(q.On) }

// A DueSchedule is one that has something to hand out, and whose it is.
type DueSchedule struct {
	Customer tenant.CustomerID // empty: the vendor's
	ScanSchedule
}
