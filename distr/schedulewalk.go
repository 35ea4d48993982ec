package distr

import (
	"context"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// findSchedules is which schedules of all rooms are wanted: the vendor's, which are of
// no customer, and then those of some customers at a time, of the archived ones if asked.
func (v *Vendor) findSchedules(ctx context.Context, do tenant.Action, q ScheduleQuery, archived bool, wanted func(ScanSchedule) bool) (found []dueName, err error) {
	among := func(of tenant.CustomerID, room ScheduleView) (names []dueName, err error) {
		all, err := room.Schedules(q)
		for _, s := range all {
			if wanted(s) {
				names = append(names, dueName{of, s.ID})
			}
		}
		return names, err
	}
	err = v.look(ctx, do, func(view VendorView) (err error) {
		found, err = among("", view)
		return err
	})
	if err != nil {
		return nil, err
	}
	for names, err := range walk(ctx, v, do, func(view VendorView, c tenant.Customer) (names []dueName, is bool, err error) {
		if !archived && !c.Archived.IsZero() {
			return nil, false, nil
		}
		room, err := view.Open(c.ID)
		if err != nil {
			return nil, false, err
		}
		names, err = among(c.ID, room)
		return names, len(names) > 0, err
	}) {
		if err != nil {
			return nil, err
		}
		found = append(found, names...)
	}
	return found, nil
}
