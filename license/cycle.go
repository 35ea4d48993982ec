package license

import (
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Cycle is how the periods of a license follow each other. The first begins with
// the anchor; each other begins at the anchor's wall-clock time in the zone, so many
// months later, and on the last day of a month that is too short: from 31 January on
// come 28 February, 31 March, 30 April. It is counted from the anchor each time, so
// that a short month does not shorten those behind it.
//
// Where a clock is put forward over that time, the period begins as soon as the gap
// is over; where it is put back and the time comes twice, it begins the first time.
type Cycle struct {
	Anchor time.Time
	Every  Interval
	Zone   *time.Location // nil: UTC
}

// maxPeriods keeps numbers where months still fit; the last year that can be
// written, 9999, comes long before.
const maxPeriods = 12 * 10_000

// At is the period that an instant lies in. Before the anchor there is none: that is
// a [tenant.ErrInvalid], and so is what lies behind the year 9999.
func (c Cycle) At(at time.Time) (Period, error) {
	step := c.Every.months()
	if step == 0 {
		return Period{}, c.unknown()
	}
	if at.Before(c.Anchor) {
		return Period{}, fmt.Errorf("%w instant %s: the first period begins at %s", tenant.ErrInvalid, written(at), written(c.Anchor))
	}
	from, to := c.Anchor.In(c.zone()), at.In(c.zone())
	n := ((to.Year()-from.Year())*12 + int(to.Month()-from.Month())) / step
	// The months say it but for one: where in its month the period begins, and
	// what the clocks do there, is not among them.
	p, err := c.Number(max(n, 0))
	switch {
	case err != nil:
		return Period{}, err
	case at.Before(p.Start):
		return c.Number(n - 1)
	case !at.Before(p.End):
		return c.Number(n + 1)
	}
	return p, nil
}

// Number is the nth period; 0 is the first. What lies behind the year 9999 is a
// [tenant.ErrInvalid].
func (c Cycle) Number(n int) (Period, error) {
	if c.Every.months() == 0 {
		return Period{}, c.unknown()
	}
	if n < 0 || n >= maxPeriods {
		return Period{}, fmt.Errorf("%w period %d: the first is 0, and none lies behind the year 9999", tenant.ErrInvalid, n)
	}
	p := Period{Number: n, Start: c.start(n), End: c.start(n + 1)}
	if y := p.End.Year(); y < 1 || y > 9999 {
		return Period{}, fmt.Errorf("%w period %d: it ends in the year %d; years are 1 to 9999", tenant.ErrInvalid, n, y)
	}
	return p, nil
}

func (c Cycle) unknown() error {
	_, err := ParseInterval(string(c.Every))
	return err
}

func (c Cycle) zone() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// start is when the nth period begins.
func (c Cycle) start(n int) time.Time {
	if n == 0 {
		return c.Anchor.UTC()
	}
	a := c.Anchor.In(c.zone())
	month := a.Year()*12 + int(a.Month()) - 1 + n*c.Every.months()
	y, m := month/12, time.Month(month%12+1)
	d := min(a.Day(), time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day())
	return onClocks(time.Date(y, m, d, a.Hour(), a.Minute(), a.Second(), a.Nanosecond(), time.UTC), c.zone())
}

// DayBegins is the first instant of a day in a zone, of which the year, the month and
// the day of the month are taken. Where clocks are put forward over midnight, that is
// when they are.
func DayBegins(day time.Time, zone *time.Location) time.Time {
	y, m, d := day.Date()
	return onClocks(time.Date(y, m, d, 0, 0, 0, 0, time.UTC), zone)
}

// onClocks is the first instant at which clocks in the zone show what wall shows in
// UTC, or have been put forward over it.
func onClocks(wall time.Time, zone *time.Location) time.Time {
	at := reaches(zone, wall.Unix())
	if wallAt(at, zone) > wall.Unix() { // put forward over it, and on the second
		return time.Unix(at, 0).UTC()
	}
	return time.Unix(at, int64(wall.Nanosecond())).UTC()
}

func written(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
