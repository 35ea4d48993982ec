package distr

import "time"

// A ScheduleView is a room with schedules, to be read: the vendor's, or a customer's.
type ScheduleView interface {
	// Schedule is a tenant.ErrNotFound if there is none of that ID.
	Schedule(ScheduleID) (ScanSchedule, error)
	// Schedules lists those of this room. Which of them a query lists is said by
	// ScheduleQuery.Selects.
	Schedules(ScheduleQuery) ([]ScanSchedule, error)
}

// A ScheduleTx is the same, open for changes. None of them raises the version.
type ScheduleTx interface {
	// PutSchedule adds a schedule or replaces it.
	PutSchedule(ScanSchedule) error
	// RemoveSchedule is a tenant.ErrNotFound if there is none of that ID. Its runs
	// stay.
	RemoveSchedule(ScheduleID) error
}

// A ScansView is what is to be done in all rooms of a vendor, and what was.
type ScansView interface {
	// DueSchedules lists the schedules of the vendor's and of all customers' rooms
	// of which ScanSchedule.Due is at this instant or earlier, the earliest first,
	// and of one instant by customer and then by ID, in byte order; at most so many,
	// and 0 is no limit. One of which it is the zero time is never due.
	DueSchedules(at time.Time, limit int) ([]DueSchedule, error)
	// DueRuns lists the runs of all customers' rooms of which ScanRun.Due is at this
	// instant or earlier: of each customer the earliest, and of one instant the first
	// by ID, in byte order; none of a customer of whom a run is running that is not
	// due. One of which it is the zero time is never due.
	//
	// They come by the later of ScanRun.Due and the latest ScanRun.Begun that was ever
	// put for any run of the customer's, and of one instant by customer, in byte order:
	// whose run was just begun goes behind those who wait. At most so many are listed,
	// and 0 is no limit.
	DueRuns(at time.Time, limit int) ([]CustomerRun, error)
	// Runs lists those of all customers' rooms, oldest first, of one instant by ID,
	// and of one ID by customer, in byte order. Which of them a query lists is said
	// by RunQuery.Selects.
	Runs(RunQuery) ([]CustomerRun, error)
}

// A ScanView is a customer's room with runs and what they found, to be read.
type ScanView interface {
	// Run is a tenant.ErrNotFound if there is none of that ID.
	Run(RunID) (ScanRun, error)
	// Runs lists them oldest first, and of one instant by ID, ascending in byte
	// order. Which of them a query lists is said by RunQuery.Selects.
	Runs(RunQuery) ([]ScanRun, error)
	// RunDetail is the zero value if none was put.
	RunDetail(RunID) (RunDetail, error)
	// Findings lists them by profile and then by fingerprint, in byte order. Which
	// of them a query lists is said by FindingQuery.Selects.
	Findings(FindingQuery) ([]FindingRecord, error)
}

// A ScanTx is the same, open for changes. None of them raises the version.
type ScanTx interface {
	// PutRun adds a run or replaces it.
	PutRun(ScanRun) error
	// PutRunDetail adds what there is to read about a run or replaces it. It is a
	// tenant.ErrNotFound if there is no such run, and goes when that is removed.
	PutRunDetail(RunID, RunDetail) error
	// RemoveRuns removes the runs in a final state of which ScanRun.Ended is before
	// this, and not the zero time. It is no error if there is none.
	RemoveRuns(before time.Time) error
	// PutFindings adds findings, or replaces those of the same profile and
	// fingerprint. What is in the list twice is as it is the last time.
	PutFindings([]FindingRecord) error
}
