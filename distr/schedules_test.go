package distr_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestSchedules(t *testing.T) {
	t.Parallel()
	onEachStore(t, "life", func(t *testing.T, o *office) {
		ctx := t.Context()
		addAssets(t, o.globex, "example.com", "https://example.com/app")
		own := schedule(t, o.globex, distr.ScanSchedule{
			ID: "mine", Name: "Month's end", Every: license.EveryMonth, Day: 31, Hour: 2, Minute: 30, Zone: "Europe/Berlin", Jitter: time.Hour,
			Targets: distr.ScanSelection{Assets: []string{"HTTPS://example.com/app/", "host:example.com", "example.com"}, Kinds: []license.AssetKind{license.WebApp, license.WebApp}, Below: []string{"EXAMPLE.com."}},
			On:      []distr.Trigger{distr.OnVulnerabilities, distr.OnNewAsset, distr.OnNewAsset},
			Created: o.clock.now().Add(time.Hour), Paused: o.clock.now(), Next: o.clock.now(), Fired: o.clock.now(), Turn: distr.ScanTurn{Missed: 3},
		})
		require.True(t, strings.HasPrefix(string(own.ID), "sch_"), own.ID)
		require.Equal(t, distr.ScanSchedule{
			ID: own.ID, Name: "Month's end", Profile: distr.DefaultProfile, Every: license.EveryMonth, Day: 31, Hour: 2, Minute: 30, Zone: "Europe/Berlin", Jitter: time.Hour,
			Targets: distr.ScanSelection{Assets: []string{"host:example.com", "url:example.com/app"}, Kinds: []license.AssetKind{license.WebApp}, Below: []string{"example.com"}},
			On:      []distr.Trigger{distr.OnNewAsset, distr.OnVulnerabilities}, Debounce: distr.DefaultDebounce,
			Created: o.clock.now(), Next: time.Date(2026, 3, 31, 0, 30, 0, 0, time.UTC),
		}, own)
		wide := schedule(t, o.acme, daily(func(s *distr.ScanSchedule) { s.Customers.IDs = []tenant.CustomerID{"globex", "globex"} }))
		require.Equal(t, "UTC", wide.Zone)
		require.Equal(t, []tenant.CustomerID{"globex"}, wide.Customers.IDs)

		mine, err := o.globex.Schedules(ctx)
		require.NoError(t, err)
		require.Equal(t, []distr.ScanSchedule{own}, mine)
		theirs, err := o.acme.Schedules(ctx)
		require.NoError(t, err)
		require.Len(t, theirs, 1)
		require.Equal(t, wide, theirs[0])

		for range 2 { // the second time changes nothing, and says nothing
			require.NoError(t, o.globex.PauseSchedule(ctx, own.ID))
			o.clock.move(time.Hour)
		}
		require.Equal(t, o.clock.now().Add(-2*time.Hour), kept(t, o.store, "globex", own.ID).Paused)
		for range 2 {
			require.NoError(t, o.globex.ResumeSchedule(ctx, own.ID))
		}
		require.Equal(t, own, kept(t, o.store, "globex", own.ID))
		require.NoError(t, o.globex.RemoveSchedule(ctx, own.ID))
		for _, err := range []error{
			o.globex.RemoveSchedule(ctx, own.ID), o.globex.PauseSchedule(ctx, own.ID), o.globex.ResumeSchedule(ctx, own.ID),
			o.globex.RemoveSchedule(ctx, wide.ID), o.acme.RemoveSchedule(ctx, own.ID), // in another room
		} {
			require.ErrorIs(t, err, tenant.ErrNotFound)
		}
		var told []string
		for _, e := range o.events(t, "") {
			if strings.HasPrefix(string(e.Kind), "schedule.") {
				told = append(told, fmt.Sprintf("%s %s %s", e.Kind, e.Customer, strings.NewReplacer(string(own.ID), "own", string(wide.ID), "wide").Replace(string(e.Data))))
			}
		}
		require.Equal(t, []string{
			`schedule.added globex {"name":"Month's end","on":["new-asset","vulnerability-database"],"profile":"web","schedule":"own","when":"on the last day of every month at 02:30 (Europe/Berlin)"}`,
			`schedule.added  {"name":"daily","profile":"web","schedule":"wide","when":"every day at 06:00 (UTC)"}`,
			`schedule.paused globex {"name":"Month's end","schedule":"own"}`,
			`schedule.resumed globex {"name":"Month's end","schedule":"own"}`,
			`schedule.removed globex {"name":"Month's end","schedule":"own"}`,
		}, told)
	})
}

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

func TestTooManySchedules(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for range distr.MaxSchedules {
		schedule(t, o.globex, daily(nil))
	}
	_, err := o.globex.AddSchedule(t.Context(), daily(nil))
	require.ErrorIs(t, err, tenant.ErrConflict)
	require.EqualError(t, err, "conflict: there are 100 schedules already, and that is the most; remove one that nobody needs")
	require.NoError(t, o.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		for i := range distr.MaxVendorSchedules {
			if err := tx.PutSchedule(distr.ScanSchedule{ID: distr.ScheduleID(fmt.Sprint("sch_", i)), Created: o.clock.now()}); err != nil {
				return err
			}
		}
		return nil
	}))
	_, err = o.acme.AddSchedule(t.Context(), daily(nil))
	require.ErrorContains(t, err, "there are 1000 schedules already")
}

func TestSchedulePreview(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := t.Context()
	addAssets(t, o.globex, "example.com", "www.example.com", "192.0.2.0/29", "https://example.org/app")
	for _, id := range []tenant.CustomerID{"hooli", "initech", "umbrella"} {
		o.open(t, id)
	}
	_, err := o.acme.Account("hooli").Archive(ctx)
	require.NoError(t, err)
	o.clock.to(t, "2026-03-28T00:00:00Z")
	night := daily(func(s *distr.ScanSchedule) { s.Hour, s.Minute, s.Zone = 2, 30, "Europe/Berlin" })
	p, err := o.acme.PreviewNew(ctx, night, 3)
	require.NoError(t, err)
	var words []string
	for _, slot := range p.Slots {
		words = append(words, slot.String())
	}
	require.Equal(t, []string{
		"Sat 28 Mar 2026 02:30 CET (01:30 UTC)",
		"Sun 29 Mar 2026 03:00 CEST (01:00 UTC): the clock skips 02:30",
		"Mon 30 Mar 2026 02:30 CEST (00:30 UTC)",
	}, words)
	require.Equal(t, 3, p.Customers, "the one who is archived is not among them")
	require.Zero(t, p.Targets)
	all, err := o.acme.Schedules(ctx)
	require.NoError(t, err)
	require.Empty(t, all, "a preview adds nothing")

	own := schedule(t, o.globex, daily(func(s *distr.ScanSchedule) { s.Targets.Below = []string{"example.com"} }))
	p, err = o.globex.PreviewSchedule(ctx, own.ID, 0)
	require.NoError(t, err)
	require.Len(t, p.Slots, 10)
	require.Equal(t, kept(t, o.store, "globex", own.ID).Next, p.Slots[0].At.UTC())
	require.Equal(t, 1, p.Customers)
	require.EqualValues(t, 2, p.Targets)
	require.NoError(t, o.globex.PauseSchedule(ctx, own.ID))
	again, err := o.globex.PreviewSchedule(ctx, own.ID, 0)
	require.NoError(t, err)
	require.Equal(t, p, again)
	for _, n := range []int{-1, 1001} {
		_, err = o.globex.PreviewSchedule(ctx, own.ID, n)
		require.ErrorIs(t, err, tenant.ErrInvalid)
		require.ErrorContains(t, err, "it is 1 to 1000")
	}
	listener := schedule(t, o.globex, distr.ScanSchedule{Name: "x", On: []distr.Trigger{distr.OnNewAsset}})
	p, err = o.globex.PreviewSchedule(ctx, listener.ID, 5)
	require.NoError(t, err)
	require.Equal(t, distr.SchedulePreview{Customers: 1, Targets: 4}, p)
}

// Staff learn of the customers to whom they are assigned, and of no others: neither by
// the list of schedules, nor by how many they are for.
func TestWhoLearnsOfSchedules(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := t.Context()
	for _, id := range []tenant.CustomerID{"hooli", "initech"} {
		o.open(t, id)
	}
	o.hire(t, "boss@acme.example", "")
	hand := o.hire(t, "hand@acme.example", tenant.User)
	require.NoError(t, o.acme.Assign(ctx, hand.ID, "globex"))
	o.join(t, o.globex, "ann@globex.example", "")
	everybody := schedule(t, o.acme, daily(nil))
	two := schedule(t, o.acme, daily(func(s *distr.ScanSchedule) { s.Customers.IDs = []tenant.CustomerID{"globex", "initech"} }))
	others := schedule(t, o.acme, daily(func(s *distr.ScanSchedule) { s.Customers.IDs = []tenant.CustomerID{"hooli", "initech"} }))
	require.NoError(t, o.store.Update(ctx, "acme", func(tx distr.VendorTx) error {
		s, err := tx.Schedule(everybody.ID)
		if err != nil {
			return err
		}
		s.Turn = distr.ScanTurn{Slot: o.clock.now(), After: "initech"}
		return tx.PutSchedule(s)
	}))

	v := o.as(distr.Staff("hand@acme.example"))
	seen, err := v.Schedules(ctx)
	require.NoError(t, err)
	require.Equal(t, []distr.ScheduleID{everybody.ID, two.ID}, []distr.ScheduleID{seen[0].ID, seen[1].ID})
	require.Len(t, seen, 2)
	require.NotContains(t, fmt.Sprintf("%+v", seen), "initech")
	for id, want := range map[distr.ScheduleID]int{everybody.ID: 1, two.ID: 1} {
		p, err := v.PreviewSchedule(ctx, id, 1)
		require.NoError(t, err)
		require.Equal(t, want, p.Customers)
		p, err = o.as(distr.Staff("boss@acme.example")).PreviewSchedule(ctx, id, 1)
		require.NoError(t, err)
		require.Equal(t, map[distr.ScheduleID]int{everybody.ID: 3, two.ID: 2}[id], p.Customers)
	}
	_, hidden := v.PreviewSchedule(ctx, others.ID, 1)
	_, none := v.PreviewSchedule(ctx, "sch_none", 1)
	require.ErrorIs(t, hidden, tenant.ErrNotFound)
	require.Equal(t, strings.ReplaceAll(none.Error(), "sch_none", string(others.ID)), hidden.Error())
	_, err = v.PreviewNew(ctx, daily(func(s *distr.ScanSchedule) { s.Customers.IDs = []tenant.CustomerID{"initech"} }), 1)
	require.ErrorIs(t, err, tenant.ErrForbidden)
	_, err = v.Account("initech").Schedules(ctx)
	require.ErrorIs(t, err, tenant.ErrNotFound)

	ann := o.as(distr.CustomerUser("ann@globex.example"))
	_, err = ann.Schedules(ctx)
	require.ErrorIs(t, err, tenant.ErrForbidden)
	mine, err := ann.Account("globex").Schedules(ctx)
	require.NoError(t, err)
	require.Empty(t, mine, "those of the vendor's are no affair of one customer's")
	_, err = ann.Account("globex").PreviewSchedule(ctx, two.ID, 1)
	require.ErrorIs(t, err, tenant.ErrNotFound)
}
