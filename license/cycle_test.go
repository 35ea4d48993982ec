package license_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func zone(t require.TestingT, name string) *time.Location {
	z, err := time.LoadLocation(name)
	require.NoError(t, err)
	return z
}

func TestTwoYearsFrom31January(t *testing.T) {
	days := []string{
		"2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30", "2027-07-31", "2027-08-31", "2027-09-30", "2027-10-31", "2027-11-30", "2027-12-31",
		"2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31", "2028-06-30", "2028-07-31", "2028-08-31", "2028-09-30", "2028-10-31", "2028-11-30", "2028-12-31",
		"2029-01-31",
	}
	for _, name := range []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"} {
		t.Run(name, func(t *testing.T) {
			z := zone(t, name)
			c := license.Cycle{Anchor: time.Date(2027, 1, 31, 0, 0, 0, 0, z), Every: license.Monthly, Zone: z}
			for n := range 24 {
				p, err := c.Number(n)
				require.NoError(t, err)
				require.Equal(t, days[n]+" 00:00:00", p.Start.In(z).Format(time.DateTime))
				require.Equal(t, days[n+1]+" 00:00:00", p.End.In(z).Format(time.DateTime))
				require.Equal(t, time.UTC, p.Start.Location())
			}
		})
	}
}

func TestPeriods(t *testing.T) {
	tests := []struct {
		name, zone, anchor string
		every              license.Interval
		n                  int
		start, end         string
	}{
		{name: "a leap day, a year on", zone: "UTC", anchor: "2028-02-29T12:00:00Z", every: license.Annual, n: 1, start: "2029-02-28T12:00:00Z", end: "2030-02-28T12:00:00Z"},
		{name: "a leap day, four years on", zone: "UTC", anchor: "2028-02-29T12:00:00Z", every: license.Annual, n: 4, start: "2032-02-29T12:00:00Z", end: "2033-02-28T12:00:00Z"},
		{name: "no leap day in 2100", zone: "UTC", anchor: "2028-02-29T00:00:00Z", every: license.Annual, n: 72, start: "2100-02-28T00:00:00Z", end: "2101-02-28T00:00:00Z"},
		{name: "clocks go forward within", zone: "Europe/Berlin", anchor: "2027-03-01T00:00:00+01:00", every: license.Monthly, n: 0, start: "2027-02-28T23:00:00Z", end: "2027-03-31T22:00:00Z"},
		{name: "a time that is not there", zone: "Europe/Berlin", anchor: "2027-02-28T02:30:00+01:00", every: license.Monthly, n: 1, start: "2027-03-28T01:00:00Z", end: "2027-04-28T00:30:00Z"},
		{name: "twice in autumn", zone: "Europe/Berlin", anchor: "2027-08-31T02:15:00+02:00", every: license.Monthly, n: 2, start: "2027-10-31T00:15:00Z", end: "2027-11-30T01:15:00Z"},
		{name: "twice in London, whose winter has no offset", zone: "Europe/London", anchor: "2027-08-31T01:15:00+01:00", every: license.Monthly, n: 2, start: "2027-10-31T00:15:00Z", end: "2027-11-30T01:15:00Z"},
		{name: "the anchor is the second of two", zone: "Europe/Berlin", anchor: "2027-10-31T02:30:00+01:00", every: license.Monthly, n: 0, start: "2027-10-31T01:30:00Z", end: "2027-11-30T01:30:00Z"},
		{name: "a midnight that is not there", zone: "America/Havana", anchor: "2027-02-14T00:00:00-05:00", every: license.Monthly, n: 1, start: "2027-03-14T05:00:00Z", end: "2027-04-14T04:00:00Z"},
		{name: "half an hour put forward", zone: "Australia/Lord_Howe", anchor: "2027-09-03T02:10:00+10:30", every: license.Monthly, n: 1, start: "2027-10-02T15:30:00Z", end: "2027-11-02T15:10:00Z"},
		{name: "a day that is not there", zone: "Pacific/Apia", anchor: "2011-10-30T12:00:00-10:00", every: license.Monthly, n: 2, start: "2011-12-30T10:00:00Z", end: "2012-01-29T22:00:00Z"},
		{name: "a microsecond", zone: "UTC", anchor: "2027-01-31T23:59:59.999999Z", every: license.Monthly, n: 1, start: "2027-02-28T23:59:59.999999Z", end: "2027-03-31T23:59:59.999999Z"},
		{name: "the last that can be written", zone: "UTC", anchor: "9998-12-01T00:00:00Z", every: license.Annual, n: 0, start: "9998-12-01T00:00:00Z", end: "9999-12-01T00:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			anchor, err := time.Parse(time.RFC3339Nano, tt.anchor)
			require.NoError(t, err)
			c := license.Cycle{Anchor: anchor, Every: tt.every, Zone: zone(t, tt.zone)}
			p, err := c.Number(tt.n)
			require.NoError(t, err)
			require.Equal(t, tt.start, p.Start.Format(time.RFC3339Nano))
			require.Equal(t, tt.end, p.End.Format(time.RFC3339Nano))
			require.Equal(t, "["+tt.start+", "+tt.end+")", p.String())
			for _, at := range []time.Time{p.Start, p.End.Add(-1)} {
				found, err := c.At(at)
				require.NoError(t, err)
				require.Equal(t, p, found)
				require.True(t, p.Contains(at))
			}
			require.False(t, p.Contains(p.End))
			require.False(t, p.Contains(p.Start.Add(-1)))
		})
	}
}

func TestNoSuchPeriod(t *testing.T) {
	anchor := time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)
	monthly := license.Cycle{Anchor: anchor, Every: license.Monthly}
	tests := []struct {
		name string
		ask  func() (license.Period, error)
		why  string
	}{
		{name: "before the first", ask: func() (license.Period, error) { return monthly.At(anchor.Add(-1)) }, why: "the first period begins at 2027-01-31T00:00:00Z"},
		{name: "a negative number", ask: func() (license.Period, error) { return monthly.Number(-1) }, why: "period -1: the first is 0"},
		{name: "behind the calendar", ask: func() (license.Period, error) { return monthly.Number(12 * 8000) }, why: "years are 1 to 9999"},
		{name: "a number without bounds", ask: func() (license.Period, error) { return monthly.Number(1 << 40) }, why: "none lies behind the year 9999"},
		{name: "an instant behind the calendar", ask: func() (license.Period, error) { return monthly.At(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)) }, why: "years are 1 to 9999"},
		{name: "an instant behind all calendars", ask: func() (license.Period, error) { return monthly.At(time.Unix(1<<60, 0)) }, why: "none lies behind"},
		{name: "no interval", ask: func() (license.Period, error) { return license.Cycle{Anchor: anchor}.At(anchor) }, why: `period ""`},
		{name: "no interval, by number", ask: func() (license.Period, error) { return license.Cycle{Anchor: anchor, Every: "weekly"}.Number(0) }, why: `period "weekly"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.ask()
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, tt.why)
		})
	}
}

// zones of all sorts: on the hour, on the half and the quarter, north and south, with
// half-hour summers, midnights that are skipped, and days that were.
var zones = [...]string{
	"UTC", "Europe/Berlin", "Europe/London", "Europe/Dublin", "America/New_York", "America/Havana", "America/St_Johns", "America/Santiago",
	"Africa/Cairo", "Africa/Casablanca", "Asia/Kathmandu", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "Antarctica/Troll",
}

// TestPeriodLaws: periods tile the time line from the anchor on, without gap or
// overlap; each instant lies in the one that At says; and each period begins where
// clocks show the anchor's time, if they do on that day.
func TestPeriodLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := zone(t, rapid.SampledFrom(zones[:]).Draw(t, "zone"))
		anchor := time.UnixMicro(rapid.Int64Range(time.Date(1972, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro(), time.Date(2060, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()).Draw(t, "anchor")).UTC()
		c := license.Cycle{Anchor: anchor, Every: rapid.SampledFrom([]license.Interval{license.Monthly, license.Annual}).Draw(t, "every"), Zone: z}
		n := rapid.IntRange(0, 600).Draw(t, "n")
		p, err := c.Number(n)
		require.NoError(t, err)
		next, err := c.Number(n + 1)
		require.NoError(t, err)
		require.True(t, p.Start.Before(p.End))
		require.Equal(t, p.End, next.Start)
		within := p.Start.Add(time.Duration(rapid.Int64Range(0, int64(p.End.Sub(p.Start))-1).Draw(t, "within")))
		for _, at := range []time.Time{p.Start, within, p.End.Add(-1)} {
			found, err := c.At(at)
			require.NoError(t, err)
			require.Equal(t, p, found)
		}
		if n == 0 {
			require.True(t, p.Start.Equal(anchor))
			return
		}
		a, s := anchor.In(z), p.Start.In(z)
		if clock := s.Format("15:04:05.000000"); clock != a.Format("15:04:05.000000") {
			_, before := p.Start.Add(-1).In(z).Zone()
			_, behind := s.Zone()
			require.Greater(t, behind, before, "it begins at %s only since clocks were put forward", s)
		} else {
			require.Equal(t, min(a.Day(), time.Date(s.Year(), s.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()), s.Day())
		}
	})
}

func BenchmarkPeriodAt(b *testing.B) {
	z := zone(b, "Europe/Berlin")
	c := license.Cycle{Anchor: time.Date(2027, 1, 31, 0, 0, 0, 0, z), Every: license.Monthly, Zone: z}
	at := time.Date(2047, 10, 31, 2, 30, 0, 0, z)
	b.ReportAllocs()
	for b.Loop() {
		_, err := c.At(at)
		require.NoError(b, err)
	}
}

// A day begins at midnight, or when the clocks have been put forward over it.
func TestDayBegins(t *testing.T) {
	santiago, err := time.LoadLocation("America/Santiago")
	require.NoError(t, err)
	for day, want := range map[int]string{5: "2026-09-05T04:00:00Z", 6: "2026-09-06T04:00:00Z", 7: "2026-09-07T03:00:00Z"} {
		require.Equal(t, want, license.DayBegins(time.Date(2026, 9, day, 0, 0, 0, 0, time.UTC), santiago).Format(time.RFC3339))
	}
}
