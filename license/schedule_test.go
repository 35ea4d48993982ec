package license

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func zone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	z, err := time.LoadLocation(name)
	require.NoError(tb, err)
	return z
}

// hardYears are those in which the clocks of a place did something that is easily
// got wrong.
var hardYears = []struct {
	zone string
	year int
	what string
}{
	{"America/New_York", 2026, "an hour at two in the morning"},
	{"Europe/Berlin", 2026, "an hour, at one UTC"},
	{"Australia/Lord_Howe", 2026, "half an hour"},
	{"America/Sao_Paulo", 2018, "midnight is skipped"},
	{"Pacific/Apia", 2011, "a day is skipped"},
	{"Africa/Casablanca", 2026, "back for Ramadan, and winter is said to be daylight saving time"},
	{"Africa/Cairo", 2014, "four times in a year"},
	{"Asia/Kathmandu", 1986, "from 5:30 to 5:45, for good"},
	{"America/Caracas", 2007, "half an hour back, for good"},
	{"Antarctica/Troll", 2026, "two hours"},
	{"Asia/Gaza", 2011, "six times in a year"},
	{"Europe/Dublin", 2026, "winter is said to be the daylight saving time, and less"},
	{"America/New_York", 2048, "a leap year of which no table tells, but a rule"},
	{"UTC", 2026, "nothing"},
}

// TestScheduleAgainstEveryMinute holds each schedule against a clock that is looked
// at every minute for a year: a slot is the first minute at which that shows the
// slot's time or a later one, for the first time.
func TestScheduleAgainstEveryMinute(t *testing.T) {
	t.Parallel()
	for _, tt := range hardYears {
		t.Run(fmt.Sprint(tt.zone, " ", tt.year), func(t *testing.T) {
			t.Parallel()
			z := zone(t, tt.zone)
			begin := time.Date(tt.year, 1, 1, 0, 0, 0, 0, z)
			clock := newOracle(z, begin, time.Date(tt.year+1, 1, 10, 0, 0, 0, 0, z))
			end := time.Date(tt.year+1, 1, 8, 0, 0, 0, 0, z)
			for _, s := range someSchedules(z) {
				at := begin
				for _, slot := range clock.slots(s) {
					if !slot.After(at) {
						continue // before the year began
					}
					if slot.After(end) {
						break
					}
					got := s.Next(at)
					require.True(t, slot.Equal(got), "%+v after %s: %s, and should be %s", s, at, got, slot)
					require.True(t, got.Equal(s.Next(slot.Add(-time.Nanosecond))))
					at = slot
				}
				require.Less(t, end.Sub(at), 32*24*time.Hour, "it stops at %s", at)
			}
		})
	}
}

func someSchedules(z *time.Location) (all []Schedule) {
	for _, at := range [][2]int{{0, 0}, {0, 1}, {0, 30}, {1, 0}, {1, 30}, {1, 59}, {2, 0}, {2, 15}, {2, 30}, {3, 0}, {3, 30}, {12, 0}, {23, 30}, {23, 59}} {
		all = append(all, Schedule{Every: EveryDay, Hour: at[0], Minute: at[1], Zone: z})
		for weekday := time.Sunday; weekday <= time.Saturday; weekday++ {
			all = append(all, Schedule{Every: EveryWeek, Weekday: weekday, Hour: at[0], Minute: at[1], Zone: z})
		}
		for _, day := range []int{1, 2, 8, 15, 25, 28, 29, 30, 31} {
			all = append(all, Schedule{Every: EveryMonth, Day: day, Hour: at[0], Minute: at[1], Zone: z})
		}
	}
	return all
}

// An oracle is what a clock showed at each minute.
type oracle struct {
	zone  *time.Location
	first map[int64]time.Time // a wall minute that it showed, and when first
	from  int64               // the first of them
	to    int64               // the last
}

func newOracle(z *time.Location, from, to time.Time) *oracle {
	o := &oracle{zone: z, first: map[int64]time.Time{}}
	reached := int64(0)
	for at := from.Add(-48 * time.Hour); at.Before(to); at = at.Add(time.Minute) {
		y, mo, d := at.In(z).Date()
		h, mi, _ := at.In(z).Clock()
		shows := time.Date(y, mo, d, h, mi, 0, 0, time.UTC).Unix() / 60
		if reached == 0 {
			o.from, reached = shows, shows-1
		}
		for ; reached < shows; reached++ { // those that it skips, too
			o.first[reached+1] = at
		}
		o.to = reached
	}
	return o
}

// slots are when the clock reached the times of a schedule.
func (o *oracle) slots(s Schedule) (slots []time.Time) {
	time0 := int64(s.Hour*60 + s.Minute)
	for wall := o.from - o.from%1440 + time0; wall <= o.to; wall += 1440 {
		w := time.Unix(wall*60, 0).UTC()
		if wall < o.from {
			continue
		}
		lastDay := w.AddDate(0, 0, 1).Month() != w.Month()
		switch {
		case s.Every == EveryWeek && w.Weekday() != s.Weekday:
		case s.Every == EveryMonth && w.Day() != s.Day && (w.Day() > s.Day || !lastDay):
		default:
			if at := o.first[wall]; len(slots) == 0 || !at.Equal(slots[len(slots)-1]) {
				slots = append(slots, at)
			}
		}
	}
	return slots
}

// TestScheduleExamples is what one can look up.
func TestScheduleExamples(t *testing.T) {
	for _, tt := range []struct {
		name, zone, after, want string
		schedule                Schedule
	}{
		{"the gap in New York", "America/New_York", "2026-03-08T00:00:00-05:00", "2026-03-08T03:00:00-04:00", Schedule{Every: EveryDay, Hour: 2, Minute: 30}},
		{"the day after it", "America/New_York", "2026-03-08T03:00:00-04:00", "2026-03-09T02:30:00-04:00", Schedule{Every: EveryDay, Hour: 2, Minute: 30}},
		{"the fold in New York", "America/New_York", "2026-11-01T00:00:00-04:00", "2026-11-01T01:30:00-04:00", Schedule{Every: EveryDay, Hour: 1, Minute: 30}},
		{"not its second time", "America/New_York", "2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00", Schedule{Every: EveryDay, Hour: 1, Minute: 30}},
		{"nor when one looks between the two", "America/New_York", "2026-11-01T01:10:00-05:00", "2026-11-02T01:30:00-05:00", Schedule{Every: EveryDay, Hour: 1, Minute: 30}},
		{"the fold in Berlin", "Europe/Berlin", "2026-10-25T00:00:00+02:00", "2026-10-25T02:30:00+02:00", Schedule{Every: EveryDay, Hour: 2, Minute: 30}},
		{"no midnight in São Paulo", "America/Sao_Paulo", "2018-11-03T12:00:00-03:00", "2018-11-04T01:00:00-02:00", Schedule{Every: EveryDay}},
		{"no 30 December in Apia", "Pacific/Apia", "2011-12-29T12:00:00-10:00", "2011-12-31T00:00:00+14:00", Schedule{Every: EveryMonth, Day: 30, Hour: 9}},
		{"half an hour on Lord Howe", "Australia/Lord_Howe", "2026-10-03T12:00:00+10:30", "2026-10-04T02:30:00+11:00", Schedule{Every: EveryDay, Hour: 2, Minute: 15}},
		{"the 31st of February", "UTC", "2026-02-01T00:00:00Z", "2026-02-28T06:00:00Z", Schedule{Every: EveryMonth, Day: 31, Hour: 6}},
		{"in a leap year", "UTC", "2028-02-01T00:00:00Z", "2028-02-29T06:00:00Z", Schedule{Every: EveryMonth, Day: 30, Hour: 6}},
		{"over the year", "UTC", "2026-12-31T06:00:00Z", "2027-01-31T06:00:00Z", Schedule{Every: EveryMonth, Day: 31, Hour: 6}},
		{"before 1970", "UTC", "1969-12-31T12:00:00Z", "1970-01-05T06:00:00Z", Schedule{Every: EveryWeek, Weekday: time.Monday, Hour: 6}},
		{"a Sunday before 1970", "UTC", "1969-12-01T12:00:00Z", "1969-12-07T06:00:00Z", Schedule{Every: EveryWeek, Weekday: time.Sunday, Hour: 6}},
		{"the last day of a leap year", "America/New_York", "2040-12-31T00:00:00-05:00", "2040-12-31T02:30:00-05:00", Schedule{Every: EveryDay, Hour: 2, Minute: 30}},
		{"far from now", "Europe/Berlin", "2400-07-01T00:00:00Z", "2400-07-02T00:00:00Z", Schedule{Every: EveryDay, Hour: 2}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.schedule.Zone = zone(t, tt.zone)
			after, err := time.Parse(time.RFC3339, tt.after)
			require.NoError(t, err)
			want, err := time.Parse(time.RFC3339, tt.want)
			require.NoError(t, err)
			got := tt.schedule.Next(after)
			require.True(t, want.Equal(got), got)
			require.Equal(t, tt.schedule.Zone, got.Location())
		})
	}
}

func BenchmarkScheduleNext(b *testing.B) {
	z := zone(b, "America/New_York")
	for _, s := range []Schedule{
		{Every: EveryDay, Hour: 2, Minute: 30, Zone: z}, {Every: EveryWeek, Weekday: time.Tuesday, Hour: 2, Minute: 30, Zone: z},
		{Every: EveryMonth, Day: 31, Hour: 2, Minute: 30, Zone: z},
	} {
		b.Run(string(s.Every), func(b *testing.B) {
			b.ReportAllocs()
			at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
			for b.Loop() {
				at = at.Add(s.Next(at).Sub(at))
				if at.Year() > 2030 {
					at = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
				}
			}
		})
	}
}
