package distr

import (
	"context"
	"fmt"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A SchedulePreview is what comes of a schedule, as things are now.
type SchedulePreview struct {
	Slots     []license.Slot // the next ones, in its zone; none, if it goes by triggers alone
	Customers int            // for how many customers it is, of those whom the actor sees
	Targets   int64          // of a customer's own: how many assets it scans; of a vendor's 0
	TooMany   int            // for how many of the customers it selects more than MaxTargets assets: their runs will fail, but for those by OnNewAsset
}

const (
	previewedSlots = 10
	mostPreviewed  = 1000
)

func (r scheduleRoom) preview(ctx context.Context, id ScheduleID, n int) (p SchedulePreview, err error) {
	err = r.look(ctx, tenant.SeeSchedules, tenant.SeeScans, func(view VendorView, room ScheduleView) error {
		s, err := r.shown(view, room, id)
		if err != nil {
			return err
		}
		p, err = r.previewOf(view, s, n)
		return err
	})
	return p, err
}

func (r scheduleRoom) previewNew(ctx context.Context, s ScanSchedule, n int) (p SchedulePreview, err error) {
	if s, err = s.checked(r.wide()); err != nil {
		return p, err
	}
	err = r.look(ctx, tenant.ManageSchedules, tenant.ManageScans, func(view VendorView, _ ScheduleView) error {
		if err := r.fits(view, s); err != nil {
			return err
		}
		p, err = r.previewOf(view, s, n)
		return err
	})
	return p, err
}

func (r scheduleRoom) previewOf(view VendorView, s ScanSchedule, n int) (p SchedulePreview, err error) {
	if n < 0 || n > mostPreviewed {
		return p, fmt.Errorf("%w number of slots %d: it is 1 to %d", tenant.ErrInvalid, n, mostPreviewed)
	}
	when, _, err := s.When()
	if err != nil {
		return p, err
	}
	p.Slots = when.Preview(r.vendor.hub.now(), positive(n, previewedSlots))
	if r.wide() {
		err = r.vendor.eachCustomer(view, s.Customers, func(c tenant.Customer) error {
			room, err := view.Open(c.ID)
			if err != nil {
				return err
			}
			p.Customers++
			return p.weigh(room, s)
		})
		return p, err
	}
	room, err := view.Open(r.customer)
	if err != nil {
		return p, err
	}
	c, err := room.Customer()
	if err != nil || !c.Archived.IsZero() {
		return p, err
	}
	p.Customers = 1
	assets, err := s.Targets.among(room, 0)
	if p.Targets = int64(len(assets)); err != nil {
		return p, err
	}
	return p, p.weigh(room, s)
}

// weigh looks whether a customer has more selected than a run scans.
func (p *SchedulePreview) weigh(room AssetView, s ScanSchedule) error {
	if !s.scansAll() {
		return nil
	}
	many, err := s.Targets.tooMany(room)
	if many {
		p.TooMany++
	}
	return err
}
