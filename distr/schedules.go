package distr

import (
	"context"
)

// How many schedules there may be.
const (
	MaxSchedules       = 100   // in a customer's room
	MaxVendorSchedules = 1_000 // in the vendor's
)

// AddSchedule adds a schedule for several of the vendor's customers: those whom
// Customers selects when a slot comes or a trigger fires. It names no assets, since
// each of them is of one customer.
//
// A profile that is empty is DefaultProfile, a zone that is empty UTC, and a debounce
// that is 0, of one that listens to triggers, DefaultDebounce. Its ID, and what is kept
// of how far it has come, is not looked at. Its first slot is the next one.
func (v *Vendor) AddSchedule(ctx context.Context, s ScanSchedule) (ScanSchedule, error) {
	return scheduleRoom{vendor: v}.add(ctx, s)
}

// AddSchedule adds a schedule for the customer alone; otherwise as [Vendor.AddSchedule].
// It may name assets that are monitored, as texts for license.ParseAsset or by their
// keys. To select more than MaxTargets, now, is a tenant.ErrInvalid, unless it goes by
// OnNewAsset alone. What becomes more later fails run by run, and says so.
func (a *Account) AddSchedule(ctx context.Context, s ScanSchedule) (ScanSchedule, error) {
	return scheduleRoom{a.vendor, a.id}.add(ctx, s)
}

// Schedules lists the vendor's schedules, oldest first. To staff who do not see every
// customer it names those to whom they are assigned, and leaves out a schedule that is
// for others alone.
func (v *Vendor) Schedules(ctx context.Context) ([]ScanSchedule, error) {
	return scheduleRoom{vendor: v}.list(ctx)
}

// Schedules lists the customer's own schedules, oldest first: not those of the vendor's
// that are for this customer among others.
func (a *Account) Schedules(ctx context.Context) ([]ScanSchedule, error) {
	return scheduleRoom{a.vendor, a.id}.list(ctx)
}

// PauseSchedule keeps a schedule from having anything run. What falls into the pause is
// left out, also the rest of what is being handed out; runs that wait or go on are not
// touched. One that is paused stays as it is.
func (v *Vendor) PauseSchedule(ctx context.Context, id ScheduleID) error {
	return scheduleRoom{vendor: v}.pause(ctx, id)
}

// PauseSchedule does so with one of the customer's own; see [Vendor.PauseSchedule].
func (a *Account) PauseSchedule(ctx context.Context, id ScheduleID) error {
	return scheduleRoom{a.vendor, a.id}.pause(ctx, id)
}

// ResumeSchedule ends a pause: the next slot is the first one from now on. One that is
// not paused stays as it is.
func (v *Vendor) ResumeSchedule(ctx context.Context, id ScheduleID) error {
	return scheduleRoom{vendor: v}.resume(ctx, id)
}

// ResumeSchedule does so with one of the customer's own; see [Vendor.ResumeSchedule].
func (a *Account) ResumeSchedule(ctx context.Context, id ScheduleID) error {
	return scheduleRoom{a.vendor, a.id}.resume(ctx, id)
}

// RemoveSchedule removes a schedule. Its runs stay, those too that wait: whoever does
// not want these cancels them. It is a tenant.ErrNotFound if there is none of that ID.
func (v *Vendor) RemoveSchedule(ctx context.Context, id ScheduleID) error {
	return scheduleRoom{vendor: v}.remove(ctx, id)
}

// RemoveSchedule does so with one of the customer's own; see [Vendor.RemoveSchedule].
func (a *Account) RemoveSchedule(ctx context.Context, id ScheduleID) error {
	return scheduleRoom{a.vendor, a.id}.remove(ctx, id)
}

// PreviewSchedule says when the next n slots of a schedule are, and for whom they would
// be now; 0 is ten of them, and 1000 the most. Of one that is paused they are those that
// it would have if it were resumed now.
func (v *Vendor) PreviewSchedule(ctx context.Context, id ScheduleID, n int) (SchedulePreview, error) {
	return scheduleRoom{vendor: v}.preview(ctx, id, n)
}

// PreviewSchedule does so for one of the customer's own; see [Vendor.PreviewSchedule].
func (a *Account) PreviewSchedule(ctx context.Context, id ScheduleID, n int) (SchedulePreview, error) {
	return scheduleRoom{a.vendor, a.id}.preview(ctx, id, n)
}

// PreviewNew is PreviewSchedule of a schedule that is not added yet, and is refused
// whatever AddSchedule would refuse. It is for who may add it.
func (v *Vendor) PreviewNew(ctx context.Context, s ScanSchedule, n int) (SchedulePreview, error) {
	return scheduleRoom{vendor: v}.previewNew(ctx, s, n)
}

// PreviewNew does so for one of the customer's own; see [Vendor.PreviewNew].
func (a *Account) PreviewNew(ctx context.Context, s ScanSchedule, n int) (SchedulePreview, error) {
	return scheduleRoom{a.vendor, a.id}.previewNew(ctx, s, n)
}
