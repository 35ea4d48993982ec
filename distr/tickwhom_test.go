package distr_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Each customer's runs begin at a time of its own within the jitter, and always at the
// same.
func TestJitter(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	const customers, days = 40, 3
	for i := range customers {
		addAssets(t, o.open(t, tenant.CustomerID(fmt.Sprintf("c-%02d", i))), "example.com")
	}
	wide := schedule(t, o.acme, daily(func(s *distr.ScanSchedule) { s.Jitter = time.Hour }))
	other := schedule(t, o.acme, daily(func(s *distr.ScanSchedule) { s.Jitter = time.Hour }))
	delays := map[string]map[time.Duration]bool{}
	for day := range days {
		o.clock.to(t, fmt.Sprintf("2026-03-%02dT06:00:00Z", day+2))
		require.Equal(t, 2*customers, handOut(t, o.acme))
	}
	first, last := time.Hour, time.Duration(0)
	runs, err := o.acme.Runs(t.Context(), distr.RunQuery{})
	require.NoError(t, err)
	distinct := map[time.Duration]bool{}
	for _, r := range runs {
		delay := r.Ready.Sub(r.Slot)
		name := fmt.Sprint(r.Customer, r.Schedule)
		if delays[name] == nil {
			delays[name] = map[time.Duration]bool{}
		}
		delays[name][delay], distinct[delay] = true, true
		first, last = min(first, delay), max(last, delay)
	}
	require.Len(t, delays, 2*customers)
	for name, of := range delays {
		require.Len(t, of, 1, name)
	}
	require.GreaterOrEqual(t, first, time.Duration(0))
	require.Less(t, last, time.Hour)
	require.Greater(t, last-first, 20*time.Minute, "they are spread")
	require.Greater(t, len(distinct), customers, "those of another schedule otherwise")
	require.NotEqual(t, wide.ID, other.ID)
}

// For whom a vendor's schedule is, is looked at when its slot comes.
func TestWhoIsScanned(t *testing.T) {
	t.Parallel()
	onEachStore(t, "wide", func(t *testing.T, o *office) {
		ctx := t.Context()
		for id, n := range map[tenant.CustomerID]distr.NewCustomer{
			"gold": {Name: "Gold Ltd", Plan: "gold"}, "golden": {Name: "Golden Inc", Plan: "gold", Access: tenant.AccessReadOnly},
			"gone": {Name: "Gone", Plan: "gold"}, "bare": {Name: "Bare", Plan: "gold"}, "names": {Name: "Names", Plan: "gold"},
		} {
			n.ID = id
			_, err := o.acme.CreateCustomer(ctx, n)
			require.NoError(t, err)
			switch id {
			case "bare":
			case "names":
				addAssets(t, o.acme.Account(id), "example.com")
			default:
				addAssets(t, o.acme.Account(id), "example.com", "https://example.com/app")
			}
		}
		scanned(t, o)
		_, err := o.globex.ArchiveAssets(ctx, []string{"example.com", "https://example.com/app"})
		require.NoError(t, err)
		_, err = o.acme.Account("gone").Archive(ctx)
		require.NoError(t, err)
		gone := daily(nil)
		gone.ID, gone.Created, gone.Next, gone.Profile, gone.Zone = "of-gone", o.clock.now(), o.clock.now(), "web", "UTC"
		inRoom(t, o, o.acme.Account("gone"), func(room distr.CustomerTx) error { return room.PutSchedule(gone) })
		want := map[string][]tenant.CustomerID{
			"all": {"gold", "golden", "names"}, "gold": {"gold", "golden", "names"}, "read-only": {"golden"}, "search": {"gold", "golden"},
			"two": {"gold", "names"}, "web": {"gold", "golden"}, "below": {"gold", "golden", "names"}, "elsewhere": nil,
		}
		for name := range want {
			schedule(t, o.acme, daily(func(s *distr.ScanSchedule) {
				switch s.Name = name; name {
				case "gold":
					s.Customers.Plan = "gold"
				case "read-only":
					s.Customers.Access = tenant.AccessReadOnly
				case "search":
					s.Customers.Search = " GOLD "
				case "two":
					s.Customers.IDs = []tenant.CustomerID{"names", "gold", "gone", "bare"}
				case "web":
					s.Targets.Kinds = []license.AssetKind{license.WebApp, license.API}
				case "below":
					s.Targets.Below = []string{"example.com"}
				case "elsewhere":
					s.Targets.Below = []string{"example.org"}
				}
			}))
		}
		o.clock.to(t, "2026-03-02T06:00:00Z")
		require.Equal(t, 16, handOut(t, o.acme))
		require.Zero(t, handOut(t, o.acme))
		runs, err := o.acme.Runs(ctx, distr.RunQuery{})
		require.NoError(t, err)
		got := map[string][]tenant.CustomerID{"elsewhere": nil}
		for _, r := range runs {
			got[r.Name] = append(got[r.Name], r.Customer)
		}
		for name := range want {
			require.ElementsMatch(t, want[name], got[name], name)
		}
	})
}

// A schedule that lies in a customer's room is for that customer, whatever it says: also
// if somebody has written it there who does not ask.
func TestAScheduleStaysInItsRoom(t *testing.T) {
	t.Parallel()
	onEachStore(t, "others named", func(t *testing.T, o *office) {
		scanned(t, o)
		initech := o.open(t, "initech")
		addAssets(t, initech, "initech.example")
		s := schedule(t, o.globex, daily(func(s *distr.ScanSchedule) {
			s.On = []distr.Trigger{distr.OnNewAsset, distr.OnVulnerabilities}
		}))
		s.Customers = distr.ScanCustomers{IDs: []tenant.CustomerID{"initech"}, Plan: "gold"}
		s.Turn = distr.ScanTurn{Slot: o.clock.now().Add(-time.Hour), After: "zzz"}
		inRoom(t, o, o.globex, func(room distr.CustomerTx) error { return room.PutSchedule(s) })
		require.Equal(t, 1, handOut(t, o.acme))
		fire(t, o.acme)
		addAssets(t, initech, "new.initech.example")
		addAssets(t, o.globex, "new.example.com")
		o.clock.to(t, "2026-03-02T06:00:00Z")
		require.Equal(t, 2, handOut(t, o.acme))
		require.Len(t, runsOf(t, o.globex), 4, "a turn, a slot and two triggers")
		require.Empty(t, runsOf(t, initech))
	})
}
