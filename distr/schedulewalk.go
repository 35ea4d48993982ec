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
	for last, more := tenant.CustomerID(""), true; more && err == nil; {
		var page []dueName
		after := last
		err = v.look(ctx, do, func(view VendorView) error {
			customers, err := view.Customers(CustomerQuery{After: after, Limit: customersAtOnce})
			if err != nil {
				return err
			}
			page, more = nil, len(customers) == customersAtOnce
			for _, c := range customers {
				last = c.ID
				if !archived && !c.Archived.IsZero() {
					continue
				}
				room, err := view.Open(c.ID)
				if err != nil {
					return err
				}
				names, err := among(c.ID, room)
				if err != nil {
					return err
				}
				page = append(page, names...)
			}
			return nil
		})
		found = append(found, page...)
	}
	return found, err
}
