package storetest

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// scans puts schedules, runs and findings, and asks for what is due and for the rest.
func scans(t T, s distr.Store) {
	update(t, s, acme, func(tx distr.VendorTx) error {
		return errors.Join(tx.AddCustomer(tenant.Customer{ID: customerID}), tx.AddCustomer(tenant.Customer{ID: "Globex"}), tx.AddCustomer(tenant.Customer{ID: "a"}))
	})
	inBoth(t, s, func(in func(func(eitherRoom) error), whose string) {
		schedulesInOrder(t, in, whose)
		schedulesAgain(t, in, whose)
		schedulesListen(t, in, whose)
	})
	schedulesDue(t, s)
	runsListed(t, s)
	runsAgain(t, s)
	runsDue(t, s)
	runsInTurn(t, s)
	runsRemoved(t, s)
	findingsListed(t, s)
	findingsAgain(t, s)
}

func scheduleIDs(list []distr.ScanSchedule) []distr.ScheduleID {
	return ids(list, func(s distr.ScanSchedule) distr.ScheduleID { return s.ID })
}

// schedulesInOrder puts schedules in no order, one of them again, and removes one.
func schedulesInOrder(t T, in func(func(eitherRoom) error), whose string) {
	t.Helper()
	want := []distr.ScheduleID{"c", "a", "B", "b", "A", "c2"}
	for i, id := range append(slices.Clone(want), "c", "B") {
		in(func(room eitherRoom) error {
			return room.PutSchedule(distr.ScanSchedule{ID: id, Name: fmt.Sprint(-i), Created: at(59 - i)})
		})
	}
	listed := func() (list []distr.ScanSchedule) {
		in(func(room eitherRoom) (err error) {
			list, err = room.Schedules(distr.ScheduleQuery{})
			return err
		})
		return list
	}
	require.Equal(t, want, scheduleIDs(listed()), "%s schedules, first put first", whose)
	require.Equal(t, "-6", listed()[0].Name, "%s schedule that was put again", whose)
	in(func(room eitherRoom) error { return room.RemoveSchedule("a") })
	require.Equal(t, slices.Concat(want[:1], want[2:]), scheduleIDs(listed()), "%s schedules, without one that was removed", whose)
	in(func(room eitherRoom) error { return room.PutSchedule(distr.ScanSchedule{ID: "a"}) })
	require.Equal(t, slices.Concat(want[:1], want[2:], want[1:2]), scheduleIDs(listed()), "%s schedules, with one that was removed and put again", whose)
	for _, id := range listed() {
		in(func(room eitherRoom) error { return room.RemoveSchedule(id.ID) })
	}
	require.Empty(t, listed(), "%s schedules, when all were removed", whose)
}

// schedulesAgain puts schedules over one another that differ in everything.
func schedulesAgain(t T, in func(func(eitherRoom) error), whose string) {
	t.Helper()
	samples := schedulesOf("again")
	for _, want := range []distr.ScanSchedule{
		{ID: "again"}, samples[1], samples[0],
		{Targets: distr.ScanSelection{Kinds: []license.AssetKind{license.Address}}, Customers: distr.ScanCustomers{Search: `"é" <&>`}},
		{Debounce: 1<<63 - 1, Jitter: 1, Day: -1, Hour: 99, Minute: -1, Weekday: 6, Zone: "no/Zone", On: []distr.Trigger{"é"}},
		{Turn: distr.ScanTurn{Missed: 1}}, {Turn: distr.ScanTurn{After: "a"}}, {Paused: time.Unix(0, 0).UTC()}, {},
	} {
		want.ID = "again"
		var kept distr.ScanSchedule
		in(func(room eitherRoom) error { return room.PutSchedule(want) })
		in(func(room eitherRoom) (err error) {
			kept, err = room.Schedule("again")
			return err
		})
		require.Equal(t, text(want), text(kept), "%s schedule that was put over another", whose)
	}
	in(func(room eitherRoom) error { return room.RemoveSchedule("again") })
}

// schedulesListen asks for those that listen to something.
func schedulesListen(t T, in func(func(eitherRoom) error), whose string) {
	t.Helper()
	all := []distr.ScanSchedule{
		{ID: "none"}, {ID: "both", On: []distr.Trigger{distr.OnVulnerabilities, distr.OnNewAsset}}, {ID: "other", On: []distr.Trigger{"new-assets", "new_asset"}},
		{ID: "paused", On: []distr.Trigger{distr.OnNewAsset}, Paused: at(1)}, {ID: "asset", On: []distr.Trigger{distr.OnNewAsset}, Fired: at(2)},
		{ID: "vulnerabilities", On: []distr.Trigger{distr.OnVulnerabilities}}, {ID: "again", On: []distr.Trigger{distr.OnNewAsset}},
	}
	in(func(room eitherRoom) error {
		var errs []error
		for _, s := range all {
			errs = append(errs, room.PutSchedule(s))
		}
		all[6].On = nil
		return errors.Join(append(errs, room.PutSchedule(all[6]))...)
	})
	for _, on := range []distr.Trigger{"", distr.OnNewAsset, distr.OnVulnerabilities, "new_asset", "none"} {
		q, want := distr.ScheduleQuery{On: on}, []distr.ScheduleID{}
		for _, s := range all {
			if q.Selects(s) {
				want = append(want, s.ID)
			}
		}
		var list []distr.ScanSchedule
		in(func(room eitherRoom) (err error) {
			list, err = room.Schedules(q)
			return err
		})
		require.Equal(t, want, append([]distr.ScheduleID{}, scheduleIDs(list)...), "%s schedules that listen to %q", whose, on)
	}
	in(func(room eitherRoom) error {
		var errs []error
		for _, s := range all {
			errs = append(errs, room.RemoveSchedule(s.ID))
		}
		return errors.Join(errs...)
	})
}
