package license

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestScheduleInWords(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	for _, tt := range []struct {
		schedule Schedule
		want     string
	}{
		{Schedule{Every: EveryDay, Hour: 2, Minute: 30, Zone: berlin}, "every day at 02:30 (Europe/Berlin)"},
		{Schedule{Every: EveryWeek, Weekday: time.Monday, Zone: time.UTC}, "every Monday at 00:00 (UTC)"},
		{Schedule{Every: EveryMonth, Day: 1, Zone: time.UTC}, "on the 1st of every month at 00:00 (UTC)"},
		{Schedule{Every: EveryMonth, Day: 12, Zone: time.UTC}, "on the 12th of every month at 00:00 (UTC)"},
		{Schedule{Every: EveryMonth, Day: 23, Zone: time.UTC}, "on the 23rd of every month at 00:00 (UTC)"},
		{Schedule{Every: EveryMonth, Day: 29, Zone: time.UTC}, "on the 29th of every month, or its last day at 00:00 (UTC)"},
		{Schedule{Every: EveryMonth, Day: 31, Zone: time.UTC}, "on the last day of every month at 00:00 (UTC)"},
		{Schedule{}, "never"},
	} {
		require.Equal(t, tt.want, tt.schedule.String())
	}
}

func TestPreview(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	at := func(text string) time.Time {
		at, err := time.Parse(time.RFC3339, text)
		require.NoError(t, err)
		return at
	}
	preview := func(s Schedule, after string, n int) (texts []string) {
		for _, slot := range s.Preview(at(after), n) {
			texts = append(texts, slot.String())
		}
		return texts
	}
	nightly := Schedule{Every: EveryDay, Hour: 2, Minute: 30, Zone: berlin}
	require.Equal(t, []string{
		"Sat 28 Mar 2026 02:30 CET (01:30 UTC)",
		"Sun 29 Mar 2026 03:00 CEST (01:00 UTC): the clock skips 02:30",
		"Mon 30 Mar 2026 02:30 CEST (00:30 UTC)",
	}, preview(nightly, "2026-03-28T00:00:00Z", 3))
	require.Equal(t, []string{
		"Sun 25 Oct 2026 02:30 CEST (00:30 UTC): the clock shows 02:30 twice, and this is the first time",
		"Mon 26 Oct 2026 02:30 CET (01:30 UTC)",
	}, preview(nightly, "2026-10-25T00:00:00Z", 2))
	require.Equal(t, []string{
		"Sat 31 Jan 2026 00:15 CET (Fri 23:15 UTC)",
		"Sat 28 Feb 2026 00:15 CET (Fri 23:15 UTC): February has no 31st",
	}, preview(Schedule{Every: EveryMonth, Day: 31, Minute: 15, Zone: berlin}, "2026-01-01T00:00:00Z", 2))
	require.Empty(t, Schedule{}.Preview(time.Now(), 3))
}

func TestScheduleCheck(t *testing.T) {
	for _, tt := range []struct {
		name     string
		schedule Schedule
		want     string
	}{
		{"nothing", Schedule{}, `invalid schedule: "" is not how often: it is daily, weekly or monthly`},
		{"no zone", Schedule{Every: EveryDay}, "invalid schedule: it has no time zone; say one, such as Europe/Berlin or UTC"},
		{"no such day", Schedule{Every: EveryMonth, Day: 32, Zone: time.UTC}, "invalid schedule: there is no day 32 in any month: it is 1 to 31, and 31 is the last day of each"},
		{"day 0", Schedule{Every: EveryMonth, Zone: time.UTC}, "invalid schedule: there is no day 0 in any month: it is 1 to 31, and 31 is the last day of each"},
		{"no such weekday", Schedule{Every: EveryWeek, Weekday: 7, Zone: time.UTC}, "invalid schedule: weekday 7 is none: 0 is Sunday, and 6 is Saturday"},
		{"no such hour", Schedule{Every: EveryDay, Hour: 24, Zone: time.UTC}, "invalid schedule: 24:00 is no time of day: it is 00:00 to 23:59"},
		{"no such minute", Schedule{Every: EveryDay, Minute: -1, Zone: time.UTC}, "invalid schedule: 00:-1 is no time of day: it is 00:00 to 23:59"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.schedule.Check()
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.EqualError(t, err, tt.want)
			require.Zero(t, tt.schedule.Next(time.Now()))
		})
	}
	require.NoError(t, Schedule{Every: EveryMonth, Day: 31, Hour: 23, Minute: 59, Zone: time.UTC}.Check())
}
