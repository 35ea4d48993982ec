package license

import "time"

// A Share is some days of a period: those from the From-th on, counted from 0, and
// before the To-th, of so many. The zero value is all of them.
type Share struct{ From, To, Of int64 }

// Whole says whether it is all days.
func (s Share) Whole() bool { return s.To-s.From == s.Of }

// Has says whether a day is among them.
func (s Share) Has(day int64) bool { return s.From <= day && day < s.To }

// Share is which days of the period lie between two instants in a zone; a zero end is
// that of the period. It goes by [Days], and is one day at least: what begins on the
// last day is not for nothing.
func (p Period) Share(from, to time.Time, zone *time.Location) Share {
	of := max(Days(p.Start, p.End, zone), 1)
	s := Share{To: of, Of: of}
	if !to.IsZero() && to.Before(p.End) {
		s.To = min(max(Days(p.Start, to, zone), 1), of)
	}
	if from.After(p.Start) {
		s.From = min(Days(p.Start, from, zone), s.To-1)
	}
	return s
}

// Share is the part of an amount that is for some days. The shares of days that follow
// each other add up to the whole, see [Money.Split].
func (m Money) Share(days Share) (Money, error) {
	if days == (Share{}) {
		return m, nil
	}
	parts, err := m.Split(days.From, days.To-days.From, days.Of-days.To)
	if err != nil {
		return Money{}, err
	}
	return parts[1], nil
}

// Units are so many, on some days of a period.
type Units struct {
	Quantity int64
	Days     Share
}

// Lacking is what has to be added so that there are as many as wanted on each of the
// wanted days. On a day for which several were paid they are added up; what was had
// besides, paid or not, is not asked for again.
func (wanted Units) Lacking(had Units, paid []Units) (lacking []Units) {
	for day := wanted.Days.From; day < wanted.Days.To; day++ {
		var there int64
		for _, u := range paid {
			if u.Days.Has(day) {
				there += u.Quantity
			}
		}
		if had.Days.Has(day) {
			there = max(there, had.Quantity)
		}
		n := wanted.Quantity - there
		if n <= 0 {
			continue
		}
		if last := len(lacking) - 1; last >= 0 && lacking[last].Quantity == n && lacking[last].Days.To == day {
			lacking[last].Days.To++
			continue
		}
		lacking = append(lacking, Units{n, Share{day, day + 1, wanted.Days.Of}})
	}
	return lacking
}
