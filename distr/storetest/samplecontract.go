package storetest

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

// What every sample's license is called, and where its use is.
const (
	contractID = license.ContractID("lic_1")

	useKey      = "scan/1"
	meterPeriod = 3
)

func contractOf(mark string) license.Contract {
	return license.Contract{
		ID: contractID, Plan: "gold of " + mark, Every: license.Annual, Anchor: at(37), Zone: "Europe/Berlin", Starts: at(38), Ends: at(39), Revision: 5, Created: at(40),
		Terms: license.Terms{
			Model: license.PerAsset, Limit: 1 << 40, Alerts: []int{50, 90}, Overage: license.Block,
			Assets: license.AssetPolicy{Version: 1, KeyByScheme: true, FoldWWW: true, FoldPort: true},
		},
	}
}

func useRecordOf(mark string) distr.UseRecord {
	return distr.UseRecord{
		Key: useKey, Model: license.PerScan, Quantity: 1 << 39, At: marked(at(41), mark), Told: at(42), Contract: contractID, Period: meterPeriod, Late: true,
	}
}

func meterOf(mark string) distr.Meter {
	return distr.Meter{Contract: contractID, Period: meterPeriod, Used: int64(len(mark)), Peak: 1<<40 + marked(at(0), mark).UnixMicro(), Revision: 5, Alerted: []distr.Told{{Percent: 50, Limit: 7}, {Percent: 90, Limit: 7}}}
}

func recordUse(tx distr.CustomerTx, s *sample) error {
	_, err := tx.RecordUse(s.record)
	return err
}
