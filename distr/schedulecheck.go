package distr

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// The bounds of what a schedule may say.
const (
	MaxJitter       = 24 * time.Hour // no more than what lies between two slots that come often
	DefaultDebounce = 10 * time.Minute
	MinDebounce     = time.Second
	MaxDebounce     = 24 * time.Hour
)

// checked is the schedule as it is kept, with what it leaves to us. What is wrong with
// it is a tenant.ErrInvalid. What it says of customers and assets that have to be there
// is looked at by fits.
func (s ScanSchedule) checked(wide bool) (_ ScanSchedule, err error) {
	s.ID, s.Paused, s.Created, s.Next, s.Fired, s.Turn = "", time.Time{}, time.Time{}, time.Time{}, time.Time{}, ScanTurn{}
	if err := tenant.CheckName("schedule", s.Name); err != nil {
		return s, err
	}
	if s.Profile, err = checkedProfile(s.Profile); err != nil {
		return s, err
	}
	if wide && len(s.Targets.Assets) > 0 {
		return s, fmt.Errorf("%w target %.80q: each asset is of one customer, and this schedule is for several; say which kinds of assets, or below which names, or add it to the customer's own", tenant.ErrInvalid, s.Targets.Assets[0])
	}
	if s.Targets, err = s.Targets.parsed(); err != nil {
		return s, err
	}
	if s.Customers, err = s.Customers.checked(wide); err != nil {
		return s, err
	}
	if s, err = s.checkedSlots(); err != nil {
		return s, err
	}
	return s.checkedTriggers()
}

// parsed is the selection as it is kept, of one in which assets may be texts, too.
func (s ScanSelection) parsed() (ScanSelection, error) {
	var keys []string
	for _, text := range s.Assets {
		if !keyed(text) {
			a, err := license.ParseAsset(text, license.Auto)
			if err != nil {
				return s, err
			}
			text = a.Key()
		}
		keys = append(keys, text)
	}
	s.Assets = keys
	return s.checked()
}

// checkedSlots looks at what says when.
func (s ScanSchedule) checkedSlots() (ScanSchedule, error) {
	bad := func(format string, args ...any) (ScanSchedule, error) {
		return s, fmt.Errorf("%w schedule %.40q: %s", tenant.ErrInvalid, s.Name, fmt.Sprintf(format, args...))
	}
	if s.Every == "" {
		switch {
		case len(s.On) == 0:
			return bad("it says neither when nor on what it runs; say daily, weekly or monthly, or name a trigger, %s or %s", OnNewAsset, OnVulnerabilities)
		case s.Weekday != 0 || s.Day != 0 || s.Hour != 0 || s.Minute != 0 || s.Zone != "":
			return bad("it says a time and not how often; say daily, weekly or monthly, or leave the time and its zone out")
		case s.Jitter != 0:
			return bad("a jitter of %s spreads the runs of a slot, and it has none; leave it out, or say daily, weekly or monthly", s.Jitter)
		}
		return s, nil
	}
	when, _, err := s.When()
	if err != nil {
		return s, err
	}
	if err := when.Check(); err != nil {
		return s, err
	}
	switch {
	case s.Weekday != 0 && s.Every != license.EveryWeek:
		return bad("%s is a day of a weekly one, and this is %s; leave it out, or say weekly", s.Weekday, s.Every)
	case s.Day != 0 && s.Every != license.EveryMonth:
		return bad("day %d is one of a monthly one, and this is %s; leave it out, or say monthly", s.Day, s.Every)
	case s.Jitter < 0 || s.Jitter > MaxJitter:
		return bad("a jitter of %s is out of bounds; it is 0 to %s, so that one slot is done when the next one comes", s.Jitter, MaxJitter)
	}
	s.Zone = when.Zone.String()
	return s, nil
}

// checkedTriggers looks at what else has it run.
func (s ScanSchedule) checkedTriggers() (ScanSchedule, error) {
	for _, t := range s.On {
		if _, err := ParseTrigger(string(t)); err != nil {
			return s, err
		}
	}
	s.On = distinct(s.On)
	switch {
	case len(s.On) == 0 && s.Debounce != 0:
		return s, fmt.Errorf("%w debounce %s: it listens to no trigger, so there is nothing to wait for; leave it out, or name a trigger", tenant.ErrInvalid, s.Debounce)
	case len(s.On) == 0:
		return s, nil
	case s.Debounce == 0:
		s.Debounce = DefaultDebounce
	}
	if s.Debounce < MinDebounce || s.Debounce > MaxDebounce {
		return s, fmt.Errorf("%w debounce %s: it is %s to %s", tenant.ErrInvalid, s.Debounce, MinDebounce, MaxDebounce)
	}
	return s, nil
}

// fits asks what a schedule alone cannot know: that the customers and assets which it
// names are there.
func (r scheduleRoom) fits(view VendorView, s ScanSchedule) error {
	for _, id := range s.Customers.IDs {
		if _, err := view.Open(id); err != nil {
			return fmt.Errorf("schedule %.40q is for customer %.64q: %w; leave that out, or add the customer first", s.Name, id, err)
		}
	}
	if r.wide() {
		return nil
	}
	room, err := view.Open(r.customer)
	if err != nil {
		return err
	}
	if err := s.Targets.within(room); err != nil || !s.scansAll() {
		return err
	}
	many, err := s.Targets.tooMany(room)
	if many {
		_, err = s.Targets.resolved(room)
	}
	return err
}

// scansAll says whether there are runs that scan all that is selected, and not what is
// new of it alone.
func (s ScanSchedule) scansAll() bool {
	return s.Every != "" || slices.Contains(s.On, OnVulnerabilities)
}
