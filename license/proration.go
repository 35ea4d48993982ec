package license

import (
	"fmt"
	"math/bits"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Prorate is the part of an amount that so many of a whole are, as 10 of 31 days,
// rounded half to even. The parts of a period add up to the whole only if they are
// divided together: that is [Money.Split].
func (m Money) Prorate(part, whole int64) (Money, error) {
	if part < 0 || whole < 1 || part > whole {
		return Money{}, fmt.Errorf("%w part %d of %d: it is 0 or more of 1 or more, and not more than the whole", tenant.ErrInvalid, part, whole)
	}
	minor, _ := scaleSigned(m.Minor, uint64(part), uint64(whole)) // never more than the whole
	return Money{minor, m.Currency}, nil
}

// Split divides an amount by weights, such as days, into parts that add up to it, and
// none of which is more than one unit away from what it would be unrounded. What is
// rounded half to even is the sum of the parts so far, so that the last one has the
// rest, and the rest is small. It is a tenant.ErrInvalid if there is no weight above 0, or one below.
func (m Money) Split(weights ...int64) ([]Money, error) {
	var whole uint64
	for _, w := range weights {
		if w < 0 {
			return nil, fmt.Errorf("%w weight %d: it is 0 or more", tenant.ErrInvalid, w)
		}
		sum, carry := bits.Add64(whole, uint64(w), 0)
		if carry != 0 {
			return nil, fmt.Errorf("%w: the weights %v together", ErrOverflow, weights)
		}
		whole = sum
	}
	if whole == 0 {
		return nil, fmt.Errorf("%w weights %v: one of them is above 0", tenant.ErrInvalid, weights)
	}
	parts := make([]Money, len(weights))
	var before int64
	var sum uint64
	for i, w := range weights {
		sum += uint64(w)
		upTo, _ := scaleSigned(m.Minor, sum, whole) // never more than the whole
		parts[i] = Money{upTo - before, m.Currency}
		before = upTo
	}
	return parts, nil
}

// Days is how many days of the calendar lie between two instants in a zone, which is
// what is prorated by: the day on which something begins counts, and that on which it
// ends does not. A day is one whether it has 23, 24 or 25 hours.
func Days(from, to time.Time, zone *time.Location) int64 {
	date := func(at time.Time) int64 {
		year, month, day := at.In(zone).Date()
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)
	}
	return date(to) - date(from)
}
