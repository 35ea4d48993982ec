package license

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A ContractID names one license of a customer.
type ContractID string

// A Contract is a license as it was sold to a customer. It has no price: customers
// see it.
type Contract struct {
	ID       ContractID
	Plan     string // the name of what was sold; empty: none
	Terms    Terms
	Every    Interval
	Anchor   time.Time // when the first period begins; not after Starts
	Zone     string    // of the IANA database, in which months begin and end; empty: UTC
	Starts   time.Time // from when on it is in force
	Ends     time.Time // the first instant at which it no longer is; zero: open
	Revision int       // of the limit: each change of that is a new one, from 1 on
	Created  time.Time
}

// Check says what is wrong with a contract, as [tenant.ErrInvalid]. Whether there is
// such a zone it cannot know.
func (c Contract) Check() error {
	if err := tenant.CheckID("license", string(c.ID)); err != nil {
		return err
	}
	if c.Plan != "" {
		if err := tenant.CheckName("plan", c.Plan); err != nil {
			return err
		}
	}
	if err := c.Terms.Check(); err != nil {
		return err
	}
	if _, err := ParseInterval(string(c.Every)); err != nil {
		return err
	}
	return c.checkTimes()
}

func (c Contract) checkTimes() error {
	switch {
	case c.Starts.IsZero() || c.Anchor.IsZero():
		return fmt.Errorf("%w license %s: it says when it starts, and when its first period does", tenant.ErrInvalid, c.ID)
	case c.Starts.Before(c.Anchor):
		return fmt.Errorf("%w license %s: it starts at %s, before its first period at %s", tenant.ErrInvalid, c.ID, written(c.Starts), written(c.Anchor))
	case !c.Ends.IsZero() && c.Ends.Before(c.Starts):
		return fmt.Errorf("%w license %s: it ends at %s, before it starts at %s", tenant.ErrInvalid, c.ID, written(c.Ends), written(c.Starts))
	case c.Ends.UTC().Year() > 9999:
		return fmt.Errorf("%w license %s: it ends in the year %d; years are 1 to 9999, or leave its end open", tenant.ErrInvalid, c.ID, c.Ends.UTC().Year())
	case c.Zone == "Local":
		return fmt.Errorf("%w time zone %q: it is another one on each machine; name one such as Europe/Berlin", tenant.ErrInvalid, c.Zone)
	case c.Revision < 1:
		return fmt.Errorf("%w license %s: its limit's revision is %d; the first is 1", tenant.ErrInvalid, c.ID, c.Revision)
	}
	return nil
}

// InForce says whether the license is valid at an instant: from its start on, until
// its end.
func (c Contract) InForce(at time.Time) bool {
	return !at.Before(c.Starts) && (c.Ends.IsZero() || at.Before(c.Ends))
}

// Cycle is how its periods follow each other, in the zone that it names.
func (c Contract) Cycle(zone *time.Location) Cycle {
	return Cycle{Anchor: c.Anchor, Every: c.Every, Zone: zone}
}

// Meets says whether two licenses of one model are ever in force together: no
// customer has such, since nobody could say by which of them use is counted.
func (c Contract) Meets(other Contract) bool {
	empty := func(c Contract) bool { return !c.Ends.IsZero() && !c.Starts.Before(c.Ends) }
	before := func(a, b Contract) bool { return !a.Ends.IsZero() && !b.Starts.Before(a.Ends) }
	return c.Terms.Model == other.Terms.Model && !empty(c) && !empty(other) && !before(c, other) && !before(other, c)
}

// A Change is what may change of a license. What is nil stays.
type Change struct {
	Limit   *int64
	Alerts  *[]int // a nil list: those of the model again; an empty one: none
	Overage *Overage
	Ends    *time.Time // the zero time: open
}

// With is the contract after a change. Another limit is another revision, so that
// what was told of the last one is told anew of this.
func (c Contract) With(change Change) (Contract, error) {
	if change.Limit != nil && *change.Limit != c.Terms.Limit {
		c.Terms.Limit = *change.Limit
		c.Revision++
	}
	if change.Alerts != nil {
		c.Terms.Alerts = slices.Clone(*change.Alerts)
	}
	if change.Overage != nil {
		c.Terms.Overage = *change.Overage
	}
	if change.Ends != nil {
		c.Ends = *change.Ends
	}
	return c, c.Check()
}
