package distr

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func (r scheduleRoom) add(ctx context.Context, n ScanSchedule) (s ScanSchedule, err error) {
	if n, err = n.checked(r.wide()); err != nil {
		return ScanSchedule{}, err
	}
	id, err := tenant.NewID("sch", r.vendor.hub.config.Rand)
	if err != nil {
		return ScanSchedule{}, err
	}
	err = r.change(ctx, func(view VendorView, room openSchedules, at time.Time) ([]Event, error) {
		s = n
		s.ID, s.Created = ScheduleID(id), at
		if err := r.fits(view, s); err != nil {
			return nil, err
		}
		if err := r.hasRoom(room); err != nil {
			return nil, err
		}
		if s.Next, err = s.after(at); err != nil {
			return nil, err
		}
		if err := room.PutSchedule(s); err != nil {
			return nil, err
		}
		when, _, err := s.When()
		if err != nil {
			return nil, err
		}
		data := map[string]any{"schedule": s.ID, "name": s.Name, "profile": s.Profile}
		if s.Every != "" {
			data["when"] = when.String()
		}
		if len(s.On) > 0 {
			data["on"] = s.On
		}
		return one(happened(ScheduleAdded, r.customer, data))
	})
	if err != nil {
		return ScanSchedule{}, err
	}
	return s, nil
}

// hasRoom says whether there may be one more.
func (r scheduleRoom) hasRoom(room ScheduleView) error {
	all, err := room.Schedules(ScheduleQuery{})
	most := MaxSchedules
	if r.wide() {
		most = MaxVendorSchedules
	}
	if err == nil && len(all) >= most {
		err = fmt.Errorf("%w: there are %d schedules already, and that is the most; remove one that nobody needs", tenant.ErrConflict, len(all))
	}
	return err
}

// after is the schedule's first slot after an instant; the zero time if it has none.
func (s ScanSchedule) after(at time.Time) (time.Time, error) {
	when, slots, err := s.When()
	if err != nil || !slots {
		return time.Time{}, err
	}
	if err := when.Check(); err != nil {
		return time.Time{}, err
	}
	return when.Next(at).UTC(), nil
}

func (r scheduleRoom) pause(ctx context.Context, id ScheduleID) error {
	return r.edit(ctx, id, SchedulePaused, func(s *ScanSchedule, at time.Time) (bool, error) {
		if !s.Paused.IsZero() {
			return false, nil
		}
		s.Paused = at
		return true, nil
	})
}

func (r scheduleRoom) resume(ctx context.Context, id ScheduleID) error {
	return r.edit(ctx, id, ScheduleResumed, func(s *ScanSchedule, at time.Time) (changed bool, err error) {
		if s.Paused.IsZero() {
			return false, nil
		}
		s.Paused, s.Fired, s.Turn = time.Time{}, time.Time{}, ScanTurn{}
		s.Next, err = s.after(at)
		return true, err
	})
}

// edit puts what becomes of a schedule, if that is something else.
func (r scheduleRoom) edit(ctx context.Context, id ScheduleID, kind Kind, do func(s *ScanSchedule, at time.Time) (changed bool, err error)) error {
	return r.change(ctx, func(_ VendorView, room openSchedules, at time.Time) ([]Event, error) {
		s, err := room.Schedule(id)
		if err != nil {
			return nil, err
		}
		if changed, err := do(&s, at); err != nil || !changed {
			return nil, err
		}
		if err := room.PutSchedule(s); err != nil {
			return nil, err
		}
		return one(r.event(kind, s))
	})
}

func (r scheduleRoom) remove(ctx context.Context, id ScheduleID) error {
	return r.change(ctx, func(_ VendorView, room openSchedules, _ time.Time) ([]Event, error) {
		s, err := room.Schedule(id)
		if err != nil {
			return nil, err
		}
		if err := room.RemoveSchedule(id); err != nil {
			return nil, err
		}
		return one(r.event(ScheduleRemoved, s))
	})
}

func (r scheduleRoom) event(kind Kind, s ScanSchedule) (Event, error) {
	return happened(kind, r.customer, map[string]any{"schedule": s.ID, "name": s.Name})
}
