package license

import (
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// How far the time of a use may lie from the clock of who is told of it, and how long
// its period stays open for it.
const (
	MaxLate  = 35 * 24 * time.Hour // what is told later than this is refused
	MaxEarly = 5 * time.Minute     // clocks differ; what is told earlier than this is refused
	KeptOpen = 72 * time.Hour      // a period takes what happened in it so long after its end
)

// A Place is where a use counts.
type Place struct {
	Contract Contract
	Period   Period
	Late     bool // its own period was closed: it counts in the one that is open
}

// Placed says where a use counts that happened at one instant and is told at another,
// given all licenses of the customer. It counts in the period in which it happened,
// while that takes it: until 72 hours after the period, or the license, has ended.
// After that it counts in the period that is open now, and is late. If no license of
// the model is in force by now, it stays in its own period and is late there.
//
// A license without a limit takes all use while it is in force, and needs no other.
// zones loads a time zone by its name.
//
// What is told too early or too late is a [tenant.ErrInvalid]. Without a license in
// force when it happened it is a [tenant.ErrForbidden].
func Placed(contracts []Contract, m Model, happened, told time.Time, zones func(name string) (*time.Location, error)) (Place, error) {
	switch {
	case !m.Metered():
		return Place{}, fmt.Errorf("%w license model %q: use is counted of %s and %s", tenant.ErrInvalid, m, PerAsset, PerScan)
	case happened.After(told.Add(MaxEarly)):
		return Place{}, fmt.Errorf("%w time %s of a use: by the clock here it is %s; at most %s ahead are allowed, look at your clock", tenant.ErrInvalid, written(happened), written(told), MaxEarly)
	case happened.Before(told.Add(-MaxLate)):
		return Place{}, fmt.Errorf("%w time %s of a use: it is told more than %d days late, at %s; let the limit of the license be amended instead", tenant.ErrInvalid, written(happened), MaxLate/(24*time.Hour), written(told))
	}
	c, found := InForce(contracts, m, happened)
	if !found {
		return Place{}, fmt.Errorf("no license for %s use was in force at %s: %w; sell one that starts by then", m, written(happened), tenant.ErrForbidden)
	}
	place, err := placed(c, happened, zones)
	if err != nil || !c.Terms.Model.Metered() || told.Before(place.Period.within(c.Starts, c.Ends).End.Add(KeptOpen)) {
		return place, err
	}
	if now, open := InForce(contracts, m, told); open && now.Terms.Model.Metered() {
		if place, err = placed(now, told, zones); err != nil {
			return Place{}, err
		}
	}
	place.Late = true
	return place, nil
}

func placed(c Contract, at time.Time, zones func(string) (*time.Location, error)) (Place, error) {
	zone, err := zones(c.Zone)
	if err != nil {
		return Place{}, err
	}
	p, err := c.Cycle(zone).At(at)
	if err != nil {
		return Place{}, fmt.Errorf("license %s: %w", c.ID, err)
	}
	return Place{Contract: c, Period: p}, nil
}

// InForce is the license by which use of a model is counted at an instant: one
// without a limit before all others, and else that of the model.
func InForce(contracts []Contract, m Model, at time.Time) (found Contract, is bool) {
	for _, c := range contracts {
		switch {
		case !c.InForce(at):
		case c.Terms.Model == Unlimited:
			return c, true
		case c.Terms.Model == m:
			found, is = c, true
		}
	}
	return found, is
}
