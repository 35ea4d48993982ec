package distr_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// What means nothing is refused with what it says and what to say instead, also when it
// is to be looked at only.
func TestSchedulesThatMeanNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	addAssets(t, o.globex, "example.com", "gone.example.com")
	_, err := o.globex.ArchiveAssets(t.Context(), []string{"gone.example.com"})
	require.NoError(t, err)
	addAssets(t, o.open(t, "initech"), "initech.example")
	many := make([]tenant.CustomerID, 10_001)
	both, wide, own := 3, 1, 2
	for _, tt := range []struct {
		name  string
		where int
		bend  func(*distr.ScanSchedule)
		want  string
	}{
		{"no name", both, func(s *distr.ScanSchedule) { s.Name = "" }, "invalid schedule name: it is empty"},
		{"a name that is none", both, func(s *distr.ScanSchedule) { s.Name = "a\nb" }, "it holds the unprintable character U+000A"},
		{"a profile that is none", both, func(s *distr.ScanSchedule) { s.Profile = "../web" }, `invalid scan profile "../web": it is 1 to 64 of a–z`},
		{"neither slots nor triggers", both, func(s *distr.ScanSchedule) { s.Every, s.Hour = "", 0 }, "say daily, weekly or monthly, or name a trigger, new-asset or vulnerability-database"},
		{"a time, and not how often", both, func(s *distr.ScanSchedule) { s.Every, s.On = "", []distr.Trigger{distr.OnNewAsset} }, "it says a time and not how often"},
		{"how often that is not", both, func(s *distr.ScanSchedule) { s.Every = "hourly" }, `"hourly" is not how often: it is daily, weekly or monthly`},
		{"a zone that does not exist", both, func(s *distr.ScanSchedule) { s.Zone = "Europe/Bonn" }, `invalid time zone "Europe/Bonn": there is none of that name; name one of the IANA database, such as Europe/Berlin or UTC`},
		{"another zone on each machine", both, func(s *distr.ScanSchedule) { s.Zone = "Local" }, `invalid time zone "Local"`},
		{"a zone that is a path", both, func(s *distr.ScanSchedule) { s.Zone = "../../etc/passwd" }, "invalid time zone"},
		{"no time of day", both, func(s *distr.ScanSchedule) { s.Hour = 24 }, "24:00 is no time of day: it is 00:00 to 23:59"},
		{"no minute", both, func(s *distr.ScanSchedule) { s.Minute = 60 }, "06:60 is no time of day"},
		{"no day of a month", both, func(s *distr.ScanSchedule) { s.Every, s.Day = license.EveryMonth, 32 }, "there is no day 32 in any month"},
		{"a day of a month, daily", both, func(s *distr.ScanSchedule) { s.Day = 5 }, "day 5 is one of a monthly one, and this is daily; leave it out, or say monthly"},
		{"no weekday", both, func(s *distr.ScanSchedule) { s.Every, s.Weekday = license.EveryWeek, 7 }, "weekday 7 is none"},
		{"a weekday, daily", both, func(s *distr.ScanSchedule) { s.Weekday = time.Monday }, "Monday is a day of a weekly one, and this is daily"},
		{"a jitter longer than a day", both, func(s *distr.ScanSchedule) { s.Jitter = 24*time.Hour + 1 }, "a jitter of 24h0m0.000000001s is out of bounds; it is 0 to 24h0m0s"},
		{"a jitter below nothing", both, func(s *distr.ScanSchedule) { s.Jitter = -time.Second }, "a jitter of -1s is out of bounds"},
		{"a jitter without slots", both, func(s *distr.ScanSchedule) {
			*s = distr.ScanSchedule{Name: "x", On: []distr.Trigger{distr.OnNewAsset}, Jitter: time.Minute}
		}, "a jitter of 1m0s spreads the runs of a slot, and it has none"},
		{"no trigger", both, func(s *distr.ScanSchedule) { s.On = []distr.Trigger{"full-moon"} }, `invalid trigger "full-moon": it is new-asset or vulnerability-database`},
		{"a debounce too short", both, func(s *distr.ScanSchedule) { s.On, s.Debounce = []distr.Trigger{distr.OnNewAsset}, time.Millisecond }, "invalid debounce 1ms: it is 1s to 24h0m0s"},
		{"a debounce too long", both, func(s *distr.ScanSchedule) { s.On, s.Debounce = []distr.Trigger{distr.OnNewAsset}, 25*time.Hour }, "invalid debounce 25h0m0s"},
		{"a debounce of nothing", both, func(s *distr.ScanSchedule) { s.Debounce = time.Minute }, "it listens to no trigger"},
		{"an unknown kind", both, func(s *distr.ScanSchedule) { s.Targets.Kinds = []license.AssetKind{"car"} }, `invalid kind "car"`},
		{"below what is no name", both, func(s *distr.ScanSchedule) { s.Targets.Below = []string{"192.0.2.1"} }, `invalid targets below "192.0.2.1": it is no name; write one such as example.com`},
		{"below a public suffix", both, func(s *distr.ScanSchedule) { s.Targets.Below = []string{"co.uk"} }, "co.uk"},
		{"below a wildcard", both, func(s *distr.ScanSchedule) { s.Targets.Below = []string{"*.example.com"} }, "*.example.com"},
		{"what is no asset", own, func(s *distr.ScanSchedule) { s.Targets.Assets = []string{"exa mple.com"} }, "exa mple.com"},
		{"an asset that is not there", own, func(s *distr.ScanSchedule) { s.Targets.Assets = []string{"example.org"} }, `target "host:example.org": not found among the assets that the customer has monitored`},
		{"an asset that is archived", own, func(s *distr.ScanSchedule) { s.Targets.Assets = []string{"gone.example.com"} }, `target "host:gone.example.com": not found`},
		{"another customer's", own, func(s *distr.ScanSchedule) { s.Targets.Assets = []string{"initech.example"} }, `target "host:initech.example": not found`},
		{"assets of a vendor's", wide, func(s *distr.ScanSchedule) { s.Targets.Assets = []string{"example.com"} }, "each asset is of one customer, and this schedule is for several"},
		{"customers of a customer's", own, func(s *distr.ScanSchedule) { s.Customers.Plan = "Gold" }, "one of a customer's own is for no other"},
		{"a customer who is not there", wide, func(s *distr.ScanSchedule) { s.Customers.IDs = []tenant.CustomerID{"hooli"} }, "hooli: not found; leave that out, or add the customer first"},
		{"too many customers", wide, func(s *distr.ScanSchedule) { s.Customers.IDs = many }, "it names 10001 customers, and 10000 are allowed"},
		{"an access level that is none", wide, func(s *distr.ScanSchedule) { s.Customers.Access = "some" }, `invalid access "some"`},
		{"a plan that is none", wide, func(s *distr.ScanSchedule) { s.Customers.Plan = " Gold" }, `invalid plan name " Gold"`},
		{"a search that is none", wide, func(s *distr.ScanSchedule) { s.Customers.Search = "a\x00b" }, "it holds an unprintable character"},
		{"a search that is no text", wide, func(s *distr.ScanSchedule) { s.Customers.Search = "\xff" }, "it is not valid UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := daily(tt.bend)
			for at, h := range map[int]interface {
				AddSchedule(context.Context, distr.ScanSchedule) (distr.ScanSchedule, error)
				PreviewNew(context.Context, distr.ScanSchedule, int) (distr.SchedulePreview, error)
			}{wide: o.acme, own: o.globex} {
				if tt.where&at == 0 {
					continue
				}
				added, err := h.AddSchedule(t.Context(), s)
				require.ErrorContains(t, err, tt.want)
				if strings.Contains(tt.want, "not found") {
					require.ErrorIs(t, err, tenant.ErrNotFound)
				} else {
					require.ErrorIs(t, err, tenant.ErrInvalid)
				}
				require.Zero(t, added)
				_, again := h.PreviewNew(t.Context(), s, 3)
				require.EqualError(t, again, err.Error())
			}
		})
	}
	for _, v := range []interface {
		Schedules(context.Context) ([]distr.ScanSchedule, error)
	}{o.acme, o.globex} {
		all, err := v.Schedules(t.Context())
		require.NoError(t, err)
		require.Empty(t, all)
	}
}
