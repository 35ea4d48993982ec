package sqlstore

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A timetable is the schedules of one room: a customer's, or, without a customer, the
// vendor's.
type timetable struct {
	q        Querier
	vendor   tenant.VendorID
	customer tenant.CustomerID
}

const scheduleColumns = `schedule, name, profile, targets, customers, every, weekday, day, hour, minute, zone, triggers, debounce, jitter,
	paused, created, next, fired, turn_slot, turn_trigger, turn_missed, turn_after`

func scheduleFields(s *distr.ScanSchedule) []any {
	return []any{
		&s.ID, &s.Name, &s.Profile, jsonColumn{&s.Targets}, jsonColumn{&s.Customers}, &s.Every, &s.Weekday, &s.Day, &s.Hour, &s.Minute, &s.Zone,
		jsonColumn{&s.On}, &s.Debounce, &s.Jitter, timeColumn{&s.Paused}, timeColumn{&s.Created}, timeColumn{&s.Next}, timeColumn{&s.Fired},
		timeColumn{&s.Turn.Slot}, &s.Turn.Trigger, &s.Turn.Missed, &s.Turn.After,
	}
}

func readSchedule(scan Scan) (s distr.ScanSchedule, err error) {
	err = scan(scheduleFields(&s)...)
	return s, err
}

func (t timetable) Schedule(id distr.ScheduleID) (distr.ScanSchedule, error) {
	return the(t.q, readSchedule, "schedule", id, `
		SELECT `+scheduleColumns+` FROM schedules
		WHERE vendor = $1 AND customer = $2 AND schedule = $3`, t.vendor, t.customer, id)
}

// Schedules lets an index answer what every asset that is added asks. A room has few.
func (t timetable) Schedules(q distr.ScheduleQuery) ([]distr.ScanSchedule, error) {
	only := ""
	if q.On == distr.OnNewAsset {
		only = " AND new_asset = 1"
	}
	schedules, err := list(t.q, readSchedule, `
		SELECT `+scheduleColumns+` FROM schedules
		WHERE vendor = $1 AND customer = $2`+only+` ORDER BY seq`, t.vendor, t.customer)
	if err != nil {
		return nil, fmt.Errorf("listing schedules: %w", err)
	}
	return slices.DeleteFunc(schedules, func(s distr.ScanSchedule) bool { return !q.Selects(s) }), nil
}

// PutSchedule does not raise: nothing that a snapshot holds changes.
func (t timetable) PutSchedule(s distr.ScanSchedule) error {
	if err := t.putSchedule(s); err != nil {
		return fmt.Errorf("keeping schedule %s: %w", s.ID, err)
	}
	return nil
}

func (t timetable) putSchedule(s distr.ScanSchedule) error {
	targets, err := jsonText(s.Targets)
	if err != nil {
		return err
	}
	customers, err := jsonText(s.Customers)
	if err != nil {
		return err
	}
	triggers, err := jsonText(s.On)
	if err != nil {
		return err
	}
	args := []any{
		t.vendor, t.customer, s.ID, s.Name, s.Profile, targets, customers, s.Every, s.Weekday, s.Day, s.Hour, s.Minute, s.Zone, triggers,
		s.Debounce, s.Jitter, micros(s.Paused), micros(s.Created), micros(s.Next), micros(s.Fired), micros(s.Turn.Slot), s.Turn.Trigger,
		s.Turn.Missed, s.Turn.After, microsOrNever(s.Due()), number(s.Listens(distr.OnNewAsset)),
	}
	// Most that are put are there: those that are handed out. To insert one, all of the
	// room are read for the place of the last.
	rows, err := t.q.Exec(`
		UPDATE schedules
		SET name = $4, profile = $5, targets = $6, customers = $7, every = $8, weekday = $9, day = $10, hour = $11, minute = $12, zone = $13,
			triggers = $14, debounce = $15, jitter = $16, paused = $17, created = $18, next = $19, fired = $20, turn_slot = $21,
			turn_trigger = $22, turn_missed = $23, turn_after = $24, due = $25, new_asset = $26
		WHERE vendor = $1 AND customer = $2 AND schedule = $3`, args...)
	if err != nil || rows > 0 {
		return err
	}
	_, err = t.q.Exec(`
		INSERT INTO schedules (vendor, customer, `+scheduleColumns+`, due, new_asset, seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
			(SELECT COALESCE(MAX(seq), 0) + 1 FROM schedules WHERE vendor = $1 AND customer = $2))`, args...)
	return err
}

// microsOrNever is how a time is kept that is compared with: NULL, which is before
// nothing, if it is the zero time.
func microsOrNever(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return micros(t)
}

func (t timetable) RemoveSchedule(id distr.ScheduleID) error {
	err := removed(t.q, func() error { return nil }, `DELETE FROM schedules WHERE vendor = $1 AND customer = $2 AND schedule = $3`, t.vendor, t.customer, id)
	if err != nil {
		return fmt.Errorf("removing schedule %s: %w", id, err)
	}
	return nil
}
