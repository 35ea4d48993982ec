package storetest

import (
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

func (v crossedView) Schedule(id distr.ScheduleID) (distr.ScanSchedule, error) {
	return v.room("Schedule").Schedule(id)
}

func (v crossedView) Schedules(q distr.ScheduleQuery) ([]distr.ScanSchedule, error) {
	return v.room("Schedules").Schedules(q)
}

func (v crossedView) DueSchedules(at time.Time, limit int) ([]distr.DueSchedule, error) {
	return v.room("DueSchedules").DueSchedules(at, limit)
}

func (v crossedView) DueRuns(at time.Time, limit int) ([]distr.CustomerRun, error) {
	return v.room("DueRuns").DueRuns(at, limit)
}

func (v crossedView) Runs(q distr.RunQuery) ([]distr.CustomerRun, error) {
	return v.room("Runs").Runs(q)
}

func (tx crossedTx) PutSchedule(s distr.ScanSchedule) error {
	return tx.room("PutSchedule").PutSchedule(s)
}

func (tx crossedTx) RemoveSchedule(id distr.ScheduleID) error {
	return tx.room("RemoveSchedule").RemoveSchedule(id)
}

func (c crossedCustomer) Schedule(id distr.ScheduleID) (distr.ScanSchedule, error) {
	return c.room("Schedule").Schedule(id)
}

func (c crossedCustomer) Schedules(q distr.ScheduleQuery) ([]distr.ScanSchedule, error) {
	return c.room("Schedules").Schedules(q)
}

func (c crossedCustomer) Run(id distr.RunID) (distr.ScanRun, error) { return c.room("Run").Run(id) }

func (c crossedCustomer) Runs(q distr.RunQuery) ([]distr.ScanRun, error) {
	return c.room("Runs").Runs(q)
}

func (c crossedCustomer) RunDetail(id distr.RunID) (distr.RunDetail, error) {
	return c.room("RunDetail").RunDetail(id)
}

func (c crossedCustomer) Findings(q distr.FindingQuery) ([]distr.FindingRecord, error) {
	return c.room("Findings").Findings(q)
}

func (tx crossedCustomerTx) PutSchedule(s distr.ScanSchedule) error {
	return tx.room("PutSchedule").PutSchedule(s)
}

func (tx crossedCustomerTx) RemoveSchedule(id distr.ScheduleID) error {
	return tx.room("RemoveSchedule").RemoveSchedule(id)
}

func (tx crossedCustomerTx) PutRun(r distr.ScanRun) error { return tx.room("PutRun").PutRun(r) }

func (tx crossedCustomerTx) PutRunDetail(id distr.RunID, d distr.RunDetail) error {
	return tx.room("PutRunDetail").PutRunDetail(id, d)
}

func (tx crossedCustomerTx) RemoveRuns(before time.Time) error {
	return tx.room("RemoveRuns").RemoveRuns(before)
}

func (tx crossedCustomerTx) PutFindings(r []distr.FindingRecord) error {
	return tx.room("PutFindings").PutFindings(r)
}
