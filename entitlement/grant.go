package entitlement

import (
	"errors"
	"fmt"
	"time"
)

// ErrNarrows says that an edit of a grant would take back what was granted.
var ErrNarrows = errors.New("narrows what was granted")

// A GrantID names one grant of a customer.
type GrantID string

// A Grant is one entitlement: versions of one product, for as long as it lasts.
// A customer may have several; they add up.
type Grant struct {
	ID       GrantID
	Name     string
	Product  ProductID
	Versions Versions
	Starts   time.Time // zero: since ever
	Expires  time.Time // the first instant at which it no longer holds; zero: never
	Created  time.Time
}

// Check says what is wrong with a grant, as [ErrInvalid].
func (g Grant) Check() error {
	if err := g.checkVersions(); err != nil {
		return err
	}
	if !g.Starts.IsZero() && !g.Expires.IsZero() && g.Expires.Before(g.Starts) {
		return fmt.Errorf("%w grant %q: it ends at %s, before it begins at %s", ErrInvalid, g.Name, g.Expires.Format(time.RFC3339), g.Starts.Format(time.RFC3339))
	}
	return nil
}

func (g Grant) checkVersions() error {
	if g.Versions.IsZero() {
		return fmt.Errorf("%w grant %q: it names no version; say which, or all of them", ErrInvalid, g.Name)
	}
	for _, name := range g.Versions.names {
		if err := CheckVersion(name); err != nil {
			return fmt.Errorf("grant %q: %w", g.Name, err)
		}
	}
	return nil
}

// Amend returns next as the new state of g. Versions are only ever added: every
// term that stands in g stands word for word in next, or next has all versions.
// The end may be moved to any instant, also one before the start. Identity, product and
// creation stay, and the start does not move later. What would take something
// back is refused with [ErrNarrows].
func (g Grant) Amend(next Grant) (Grant, error) {
	if err := next.checkVersions(); err != nil {
		return g, err
	}
	switch {
	case next.ID != g.ID || next.Product != g.Product || !next.Created.Equal(g.Created):
		return g, fmt.Errorf("%w grant %s: an edit keeps its ID, its product and its creation; add another grant instead", ErrInvalid, g.ID)
	case !next.Versions.covers(g.Versions):
		return g, fmt.Errorf("grant %s has %s, the edit only %s: it %w; keep what stands and add to it, or let the grant end", g.ID, g.Versions, next.Versions, ErrNarrows)
	case next.Starts.After(g.Starts):
		return g, fmt.Errorf("grant %s begins at %s, the edit lets it begin at %s: it %w", g.ID, g.Starts.Format(time.RFC3339), next.Starts.Format(time.RFC3339), ErrNarrows)
	}
	return next, nil
}

// ParseEnd reads the end of a grant: an RFC 3339 instant, or a date such as
// 2026-12-31, which lasts to the end of that day in UTC. It returns the first
// instant at which the grant no longer holds. The error is an [ErrInvalid].
func ParseEnd(s string) (time.Time, error) {
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		end := day.AddDate(0, 0, 1)
		if end.Year() > 9999 {
			end = end.Add(-time.Microsecond) // who writes 9999-12-31 means for ever
		}
		return checkYear(s, end)
	}
	instant, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%w date %.60q: write 2026-12-31, or an instant such as 2026-12-31T18:00:00Z", ErrInvalid, s)
	}
	return checkYear(s, instant.UTC())
}

// checkYear keeps instants within what RFC 3339 can write again.
func checkYear(s string, t time.Time) (time.Time, error) {
	if t.Year() < 1 || t.Year() > 9999 || t.IsZero() {
		return time.Time{}, fmt.Errorf("%w date %.60q: it lies outside the years that can be written, 1 to 9999; leave the end away if there is none", ErrInvalid, s)
	}
	return t, nil
}
