package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A scheduler has schedules: a vendor, or a customer.
type scheduler interface {
	AddSchedule(context.Context, distr.ScanSchedule) (distr.ScanSchedule, error)
	Schedules(context.Context) ([]distr.ScanSchedule, error)
	PauseSchedule(context.Context, distr.ScheduleID) error
	ResumeSchedule(context.Context, distr.ScheduleID) error
	RemoveSchedule(context.Context, distr.ScheduleID) error
	PreviewSchedule(context.Context, distr.ScheduleID, int) (distr.SchedulePreview, error)
	PreviewNew(context.Context, distr.ScanSchedule, int) (distr.SchedulePreview, error)
}

// A scheduleRoom is where a command looks for schedules.
type scheduleRoom struct {
	scheduler

	customer tenant.CustomerID // whose they are; empty: the vendor's
}

// scheduled runs fn with the schedules of a customer, or with the vendor's own.
func (c *call) scheduled(cmd *cobra.Command, customer string, fn func(scheduleRoom) error) error {
	return c.as(cmd.Context(), func(v *distr.Vendor) error {
		if customer == "" {
			return fn(scheduleRoom{v, ""})
		}
		a, who, err := account(cmd.Context(), v, customer)
		if err != nil {
			return err
		}
		return fn(scheduleRoom{a, who.ID})
	})
}

// named is the schedule of an ID.
func (r scheduleRoom) named(ctx context.Context, id distr.ScheduleID) (scheduleRecord, error) {
	all, err := r.Schedules(ctx)
	if err != nil {
		return scheduleRecord{}, err
	}
	for _, s := range all {
		if s.ID == id {
			return newScheduleRecord(r.customer, s), nil
		}
	}
	return scheduleRecord{}, r.about(fmt.Errorf("schedule %q: %w", id, tenant.ErrNotFound))
}

// about adds to an error where a schedule that is not there may be found.
func (r scheduleRoom) about(err error) error {
	if r.customer != "" {
		return about(aCustomersSchedule, err)
	}
	return about(aSchedule, err)
}

// aboutNew adds where what a new one names may be found: customers, or assets.
func (r scheduleRoom) aboutNew(err error) error {
	if r.customer != "" {
		return about(aTarget, err)
	}
	return about(aCustomer, err)
}

func defineWhose(cmd *cobra.Command, customer *string) {
	cmd.Flags().StringVar(customer, "customer", "", "it is customer `ID`'s own (default: it is yours)")
}
