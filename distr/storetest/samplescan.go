package storetest

import (
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// What every sample's schedules, runs and findings are called.
const (
	scheduleID distr.ScheduleID = "sch_1"
	runID      distr.RunID      = "run_1"
	pastRunID  distr.RunID      = "run_0" // is removed
	profileID                   = "web"
)

func selectionOf(mark string) distr.ScanSelection {
	return distr.ScanSelection{
		Assets: []string{assetKey, "host:" + hexadecimal(mark)}, Kinds: []license.AssetKind{license.WebApp, license.API}, Below: []string{"example.com", mark + ".example"},
	}
}

// schedulesOf are one that is due, and one of which no field is empty.
func schedulesOf(mark string) []distr.ScanSchedule {
	return []distr.ScanSchedule{
		{
			ID: "sch_due", Name: "at once for " + mark, On: []distr.Trigger{distr.OnNewAsset}, Debounce: time.Second, Created: at(1), Next: marked(at(50), mark),
		},
		{
			ID: scheduleID, Name: "nightly of " + mark, Profile: profileID, Targets: selectionOf(mark),
			Customers: distr.ScanCustomers{IDs: []tenant.CustomerID{customerID, "initech"}, Plan: "gold of " + mark, Access: tenant.AccessFull, Search: "é % of " + mark},
			Every:     license.EveryMonth, Weekday: time.Wednesday, Day: 31, Hour: 23, Minute: 59, Zone: "Australia/Lord_Howe",
			On: []distr.Trigger{distr.OnNewAsset, distr.OnVulnerabilities}, Debounce: 90 * time.Second, Jitter: 3*time.Hour + 1,
			Paused: at(51), Created: at(52), Next: marked(at(53), mark), Fired: at(54),
			Turn: distr.ScanTurn{Slot: at(55), Trigger: distr.OnVulnerabilities, Missed: 1 << 20, After: "after " + tenant.CustomerID(mark)},
		},
	}
}

// runOf is one that runs, and of which no field is empty.
func runOf(mark string) distr.ScanRun {
	return distr.ScanRun{
		ID: runID, Schedule: scheduleID, Name: "nightly of " + mark, Cause: distr.BySlot, Trigger: distr.OnVulnerabilities, Slot: at(1), Missed: 4,
		Asked: "ann@" + mark, Profile: profileID, Targets: selectionOf(mark), State: distr.RunRunning, Created: at(2), Ready: at(3), Started: at(4), Begun: at(0), Ended: at(5),
		Attempts: 2, Done: 1 << 20, Total: 1 << 21, Counted: true, Error: "refused by " + mark, Found: 7, New: 5, Resolved: 3, Cancelled: at(6),
		Holder: "rnd_" + mark, Until: marked(at(7), mark),
	}
}

// pastRunOf is one that ended before any time that is asked for.
func pastRunOf(mark string) distr.ScanRun {
	return distr.ScanRun{ID: pastRunID, Name: "past for " + mark, State: distr.RunFailed, Created: at(0), Ended: at(1)}
}

func runDetailOf(mark string) distr.RunDetail {
	return distr.RunDetail{
		Targets:    []distr.ScanTarget{{Text: "https://example.com/" + mark, Kind: distr.ScanWebApp}, {Text: "192.0.2.0/29", Kind: distr.ScanAddress}},
		NotChecked: []string{"192.0.2.0/29"}, Found: []string{"f1", "f2 of " + mark}, Log: "line one\r\n\x1b[31m<b>line two of " + mark,
	}
}

// findingsOf are one of which no field is empty, and one that is open.
func findingsOf(mark string) []distr.FindingRecord {
	return []distr.FindingRecord{
		{
			Profile: profileID, First: marked(at(8), mark), FirstRun: "run_a", Last: at(9), LastRun: "run_b", Resolved: at(10), ResolvedBy: runID,
			Finding: distr.Finding{
				Fingerprint: "f1", Rule: "tls/expired", Level: distr.LevelError, Title: "expired, says " + mark, Message: "line one\nof " + mark, Target: "example.com",
				Location: "example.com:443", Line: 17, Help: "renew it <b>& soon",
			},
		},
		{Profile: profileID, First: at(11), Last: at(12), LastRun: runID, Finding: distr.Finding{Fingerprint: "f2", Rule: "of " + mark, Level: distr.LevelNote}},
	}
}

func putSchedules(room distr.ScheduleTx, s *sample) error {
	for _, schedule := range s.schedules {
		if err := room.PutSchedule(schedule); err != nil {
			return err
		}
	}
	return nil
}

func removeSchedule(room distr.ScheduleTx, s *sample) error {
	return room.RemoveSchedule(s.schedules[1].ID)
}
