package distr

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// handOut hands out what was planned, in one transaction. What somebody else has handed
// out since, paused or removed is left alone.
func (t *tick) handOut(ctx context.Context, parts []part) error {
	runs := 0
	err := t.vendor.carry(ctx, func(tx VendorTx, at time.Time) ([]Event, error) {
		runs = 0
		due, err := t.due(tx, len(parts))
		if err != nil {
			return nil, err
		}
		for _, p := range parts {
			made, err := t.handOutPart(tx, p, due, at)
			if err != nil {
				return nil, err
			}
			runs += made
		}
		return nil, nil // a run tells of itself when it has ended
	})
	if err == nil {
		t.runs += runs
	}
	return err
}

// due reads so many schedules that are due at once, instead of one after the other.
func (t *tick) due(view VendorView, parts int) (map[dueName]ScanSchedule, error) {
	list, err := view.DueSchedules(t.at, parts+len(t.passed))
	due := make(map[dueName]ScanSchedule, len(list))
	for _, d := range list {
		due[d.name()] = d.ScanSchedule
	}
	return due, err
}

// handOutPart hands out a part, of which the schedule is among those that are due, or is
// read.
func (t *tick) handOutPart(tx VendorTx, p part, due map[dueName]ScanSchedule, at time.Time) (runs int, err error) {
	room, edit := openSchedules(tx), tx.Edit
	if p.was.Customer != "" {
		own, err := tx.Edit(p.was.Customer)
		if err != nil {
			return 0, err
		}
		room, edit = own, func(tenant.CustomerID) (CustomerTx, error) { return own, nil }
	}
	now, read := due[p.was.name()]
	if !read { // others have become due since, or this is not any more
		now, err = room.Schedule(p.was.ID)
	}
	switch {
	case absent(err), err == nil && !now.asFarAs(p.was.ScanSchedule):
		return 0, nil
	case err != nil:
		return 0, err
	}
	for _, c := range p.to {
		to, err := edit(c)
		if err != nil {
			return 0, err
		}
		fresh, err := t.vendor.queue(to, c, p, at)
		if err != nil {
			return 0, err
		}
		if fresh {
			runs++
		}
	}
	return runs, room.PutSchedule(p.is)
}

// asFarAs says whether nothing has been handed out of a schedule since it was the other
// one, nor was it paused or fired.
func (s ScanSchedule) asFarAs(was ScanSchedule) bool {
	return s.Paused.Equal(was.Paused) && s.Next.Equal(was.Next) && s.Fired.Equal(was.Fired) &&
		s.Turn.Slot.Equal(was.Turn.Slot) && s.Turn.Trigger == was.Turn.Trigger && s.Turn.After == was.Turn.After
}

// queue makes the run of a part for a customer, unless it is there, or the customer has
// been archived. It says whether there is one more.
func (v *Vendor) queue(room CustomerTx, c tenant.CustomerID, p part, at time.Time) (fresh bool, err error) {
	customer, err := room.Customer()
	if err != nil || !customer.Archived.IsZero() {
		return false, err
	}
	if p.turn.Trigger != "" {
		return v.hub.queueTriggered(room, p.is, p.turn.Trigger, p.is.Targets, at)
	}
	id := NewRunID(v.id, c, p.is.ID, p.turn.Slot)
	if _, err := room.Run(id); !absent(err) {
		return false, err
	}
	run := p.is.run(id, at)
	run.Cause, run.Slot, run.Missed, run.Ready = BySlot, p.turn.Slot, p.turn.Missed, p.turn.Slot.Add(p.is.delay(c))
	return true, room.PutRun(run)
}

// run is one of the schedule that waits.
func (s ScanSchedule) run(id RunID, at time.Time) ScanRun {
	return ScanRun{ID: id, Schedule: s.ID, Name: s.Name, Profile: s.Profile, Targets: s.Targets, State: RunQueued, Created: at}
}
