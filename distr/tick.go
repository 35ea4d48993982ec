package distr

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// What is looked at in one transaction, so that nobody else waits for long.
const (
	schedulesOfTurn = 100
	customersOfTurn = 500 // of schedules that are for several
)

// HandOutScans makes the runs of all slots and triggers that are due: one for each slot
// and customer, however often it is called and by how many processes. It returns how
// many it made. [Vendor.KeepScanning] calls it.
//
// Of the slots that were missed, since nobody called it, the last is run and the others
// are counted. Customers who are archived, or of whom nothing of what is to be scanned
// is monitored, get no run. A schedule that cannot be handed out, such as one whose zone
// this machine does not know, is passed over: the error tells of it, and the others are
// handed out all the same.
func (v *Vendor) HandOutScans(ctx context.Context) (runs int, err error) {
	t := &tick{vendor: v, at: v.hub.now(), zones: map[string]*time.Location{}, passed: map[dueName]bool{}}
	for {
		parts, err := t.parts(ctx)
		if err != nil || len(parts) == 0 {
			return t.runs, errors.Join(append(t.failed, err)...)
		}
		if err := t.handOutAll(ctx, parts); err != nil {
			return t.runs, errors.Join(append(t.failed, err)...)
		}
	}
}

// A tick is one look at the clock, and all that is due by then.
type tick struct {
	vendor *Vendor
	at     time.Time
	zones  map[string]*time.Location
	passed map[dueName]bool // those that are not tried again
	failed []error          // why not
	runs   int
}

// A dueName names a schedule among those of all rooms.
type dueName struct {
	customer tenant.CustomerID
	schedule ScheduleID
}

func (d DueSchedule) name() dueName { return dueName{d.Customer, d.ID} }

// parts looks at what is due, and plans as much of it as is done in one transaction.
// Whoever changes anything waits for nobody who just looks.
func (t *tick) parts(ctx context.Context) (parts []part, err error) {
	var failed []unplanned
	err = t.vendor.look(ctx, tenant.CarryOutScans, func(view VendorView) error {
		parts, failed = nil, nil
		due, err := view.DueSchedules(t.at, schedulesOfTurn+len(t.passed))
		if err != nil {
			return err
		}
		left := customersOfTurn
		for _, d := range due {
			if t.passed[d.name()] || d.Customer == "" && left == 0 {
				continue
			}
			p, err := t.plan(view, d, left)
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				failed = append(failed, unplanned{d.name(), err})
			default:
				parts = append(parts, p)
				left -= p.looked
			}
		}
		return nil
	})
	for _, f := range failed {
		t.pass(f.name, f.why)
	}
	if err == nil && len(parts) == 0 && len(failed) > 0 { // others may be due behind them
		return t.parts(ctx)
	}
	return parts, err
}

// An unplanned is a schedule that cannot be handed out, and why.
type unplanned struct {
	name dueName
	why  error
}

// pass leaves a schedule out, and says why.
func (t *tick) pass(name dueName, why error) {
	whose := "of the vendor's"
	if name.customer != "" {
		whose = "of customer " + string(name.customer)
	}
	t.passed[name] = true
	t.failed = append(t.failed, fmt.Errorf("handing out schedule %s %s: %w", name.schedule, whose, why))
}

// handOutAll hands out what was planned, together, or if that fails each by itself: so
// one that cannot be handed out holds up no other.
func (t *tick) handOutAll(ctx context.Context, parts []part) error {
	err := t.handOut(ctx, parts)
	if err == nil || ctx.Err() != nil {
		return err
	}
	for _, p := range parts {
		if err := t.handOut(ctx, []part{p}); err != nil {
			if ctx.Err() != nil {
				return err
			}
			t.pass(p.was.name(), err)
		}
	}
	return nil
}

// when is the times of a schedule that are good for something.
func (t *tick) when(s ScanSchedule) (license.Schedule, error) {
	if s.Every == "" {
		return license.Schedule{}, fmt.Errorf("%w schedule: it has no slots", tenant.ErrInvalid)
	}
	when := license.Schedule{Every: s.Every, Weekday: s.Weekday, Day: s.Day, Hour: s.Hour, Minute: s.Minute, Zone: t.zones[s.Zone]}
	if when.Zone == nil {
		zone, err := zoneOf(s.Zone) // reads a file
		if err != nil {
			return when, err
		}
		t.zones[s.Zone], when.Zone = zone, zone
	}
	return when, when.Check()
}
