package distr

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// firedAtOnce is how many schedules are told of a trigger in one transaction.
const firedAtOnce = 500

// FireTrigger says that a trigger has fired: all schedules that listen to it, the
// vendor's and those of customers, have their assets scanned. It returns how many they
// are. Whoever brings the scanner's database of vulnerabilities up to date calls it with
// [OnVulnerabilities], and calls it again if there was an error: within the debounce of
// a schedule that is one run all the same. [OnNewAsset] fires by itself.
//
// Of more than 500 schedules several events tell, one for each 500.
func (v *Vendor) FireTrigger(ctx context.Context, t Trigger) (n int, err error) {
	if _, err := ParseTrigger(string(t)); err != nil {
		return 0, err
	}
	if t == OnNewAsset {
		return 0, fmt.Errorf("%w trigger %s: it fires by itself, when an asset is added; to have assets scanned that are there, ask for a scan, or fire %s", tenant.ErrInvalid, t, OnVulnerabilities)
	}
	listening, err := v.listening(ctx, t)
	for first := true; err == nil && (first || len(listening) > 0); first = false {
		batch := listening[:min(firedAtOnce, len(listening))]
		listening = listening[len(batch):]
		var fired int
		fired, err = v.fire(ctx, t, batch)
		n += fired
	}
	if err != nil {
		return n, fmt.Errorf("firing the trigger %s: %w", t, err)
	}
	return n, nil
}

// listening is which schedules listen to a trigger. Those of customers who are archived
// do not.
func (v *Vendor) listening(ctx context.Context, t Trigger) ([]dueName, error) {
	return v.findSchedules(ctx, tenant.ManageSchedules, ScheduleQuery{On: t}, false, func(ScanSchedule) bool { return true })
}

// fire tells some schedules that a trigger has fired. What it has them run is made by
// HandOutScans.
func (v *Vendor) fire(ctx context.Context, t Trigger, names []dueName) (n int, err error) {
	err = v.update(ctx, tenant.ManageSchedules, func(tx VendorTx, at time.Time) ([]Event, error) {
		n = 0
		for _, name := range names {
			room, err := openFor(tx, name.customer)
			if err != nil {
				return nil, err
			}
			s, err := room.Schedule(name.schedule)
			if absent(err) || err == nil && !s.Listens(t) { // since it was found
				continue
			}
			if err != nil {
				return nil, err
			}
			n++
			if s.Fired.IsZero() || s.Fired.After(at) { // a clock that was put back
				s.Fired = at
				if err := room.PutSchedule(s); err != nil {
					return nil, err
				}
			}
		}
		return one(happened(TriggerFired, "", map[string]any{"trigger": t, "schedules": n}))
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}
