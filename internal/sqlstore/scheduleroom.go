package sqlstore

import (
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// The vendor's schedules lie in no customer's room.
func (v *view) timetable() timetable { return timetable{v.q, v.vendor, ""} }

func (v *view) Schedule(id distr.ScheduleID) (distr.ScanSchedule, error) {
	return v.timetable().Schedule(id)
}

func (v *view) Schedules(q distr.ScheduleQuery) ([]distr.ScanSchedule, error) {
	return v.timetable().Schedules(q)
}

func (t *tx) PutSchedule(s distr.ScanSchedule) error { return t.timetable().PutSchedule(s) }

func (t *tx) RemoveSchedule(id distr.ScheduleID) error { return t.timetable().RemoveSchedule(id) }

func (v *customerView) timetable() timetable { return timetable{v.q, v.vendor, v.customer} }

func (v *customerView) Schedule(id distr.ScheduleID) (distr.ScanSchedule, error) {
	return v.timetable().Schedule(id)
}

func (v *customerView) Schedules(q distr.ScheduleQuery) ([]distr.ScanSchedule, error) {
	return v.timetable().Schedules(q)
}

func (t *customerTx) PutSchedule(s distr.ScanSchedule) error { return t.timetable().PutSchedule(s) }

func (t *customerTx) RemoveSchedule(id distr.ScheduleID) error {
	return t.timetable().RemoveSchedule(id)
}

// DueSchedules walks along an index of just those that are due some time.
func (v *view) DueSchedules(at time.Time, limit int) ([]distr.DueSchedule, error) {
	due, err := list(v.q, func(scan Scan) (s distr.DueSchedule, err error) {
		err = scan(append([]any{&s.Customer}, scheduleFields(&s.ScanSchedule)...)...)
		return s, err
	}, `
		SELECT customer, `+scheduleColumns+` FROM schedules
		WHERE vendor = $1 AND due <= $2 ORDER BY due, customer, schedule LIMIT $3`, v.vendor, micros(at), upTo(limit))
	if err != nil {
		return nil, fmt.Errorf("listing the schedules that are due: %w", err)
	}
	return due, nil
}
