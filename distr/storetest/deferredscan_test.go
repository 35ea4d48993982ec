package storetest

import (
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

func ownSelection(s distr.ScanSelection) distr.ScanSelection {
	return distr.ScanSelection{Assets: slices.Clone(s.Assets), Kinds: slices.Clone(s.Kinds), Below: slices.Clone(s.Below)}
}

func ownSchedule(s distr.ScanSchedule) distr.ScanSchedule {
	s.Targets, s.Customers.IDs, s.On = ownSelection(s.Targets), slices.Clone(s.Customers.IDs), slices.Clone(s.On)
	return s
}

func (tx *deferredTx) PutSchedule(s distr.ScanSchedule) error {
	s = ownSchedule(s)
	return tx.later(func(room distr.VendorTx) error { return room.PutSchedule(s) })
}

func (tx *deferredTx) RemoveSchedule(id distr.ScheduleID) error {
	return tx.later(func(room distr.VendorTx) error { return room.RemoveSchedule(id) })
}

func (c deferredCustomer) PutSchedule(s distr.ScanSchedule) error {
	s = ownSchedule(s)
	return c.later(func(room distr.CustomerTx) error { return room.PutSchedule(s) })
}

func (c deferredCustomer) RemoveSchedule(id distr.ScheduleID) error {
	return c.later(func(room distr.CustomerTx) error { return room.RemoveSchedule(id) })
}

func (c deferredCustomer) PutRun(r distr.ScanRun) error {
	r.Targets = ownSelection(r.Targets)
	return c.later(func(room distr.CustomerTx) error { return room.PutRun(r) })
}

func (c deferredCustomer) PutRunDetail(id distr.RunID, d distr.RunDetail) error {
	d.Targets, d.Found = slices.Clone(d.Targets), slices.Clone(d.Found)
	return c.later(func(room distr.CustomerTx) error { return room.PutRunDetail(id, d) })
}

func (c deferredCustomer) RemoveRuns(before time.Time) error {
	return c.later(func(room distr.CustomerTx) error { return room.RemoveRuns(before) })
}

func (c deferredCustomer) PutFindings(r []distr.FindingRecord) error {
	r = slices.Clone(r)
	return c.later(func(room distr.CustomerTx) error { return room.PutFindings(r) })
}
