package license

import "time"

// What a clock on the wall shows is counted in seconds as if it hung in UTC: so
// wall times can be added to and compared, whatever is done to the clock.
const (
	minute = 60
	hour   = 60 * minute
	day    = 24 * hour
)

// floor divides, and rounds down also below zero.
func floor(a, b int64) int64 {
	if q := a / b; a%b >= 0 {
		return q
	}
	return a/b - 1
}

// wallAt is what a clock shows at an instant, in Unix seconds.
func wallAt(at int64, zone *time.Location) int64 {
	_, offset := time.Unix(at, 0).In(zone).Zone()
	return at + int64(offset)
}

// monthOf is the month that a clock shows.
func monthOf(wall int64) (int, time.Month) {
	year, month, _ := time.Unix(wall, 0).UTC().Date()
	return year, month
}

// ahead is more than any clock has ever been ahead of UTC (15:13:42, in Alaska until
// 1867), in seconds.
const ahead = 16 * hour

// reaches is the first instant, in Unix seconds, at which a clock shows a time or a
// later one. So a time that it skips is when it is set forward, and of a time that it
// shows twice it is the first.
func reaches(zone *time.Location, wall int64) int64 {
	for at := time.Unix(wall-ahead, 0).In(zone); ; {
		_, offset := at.Zone()
		_, end := at.ZoneBounds() // as long as the offset stays
		if !end.IsZero() && !end.After(at) {
			// In the years that only a rule describes, the last day of a leap year
			// has an end that lies before it. Nobody changes clocks on that day.
			end = at.AddDate(0, 0, 1)
		}
		from := max(wall-int64(offset), at.Unix())
		if end.IsZero() || from < end.Unix() {
			return from
		}
		at = end
	}
}
