package distr

import (
	"context"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Run is one of the customer's runs. It is a tenant.ErrNotFound if there is none of that
// ID. The customer's own people are not told who of the vendor's has asked for it, nor
// which process carries it out.
func (a *Account) Run(ctx context.Context, id RunID) (run ScanRun, err error) {
	err = a.lookWide(ctx, tenant.SeeScans, func(view VendorView, room CustomerView) error {
		if run, err = room.Run(id); err != nil {
			return err
		}
		told, err := a.toldRuns(view, []ScanRun{run})
		if err == nil {
			run = told[0]
		}
		return err
	})
	if err != nil {
		return ScanRun{}, err
	}
	return run, nil
}

// Runs lists the customer's runs, oldest first, as the query says. See [Account.Run]
// for what the customer's own people are not told.
func (a *Account) Runs(ctx context.Context, q RunQuery) (runs []ScanRun, err error) {
	err = a.lookWide(ctx, tenant.SeeScans, func(view VendorView, room CustomerView) error {
		if runs, err = room.Runs(q); err != nil {
			return err
		}
		runs, err = a.toldRuns(view, runs)
		return err
	})
	return runs, err
}

// RunDetail is what there is to read about a run: what it scans, what it found, and
// what the scanner wrote. It is a tenant.ErrNotFound if there is no such run. The
// customer's own people are not shown what the scanner wrote: it speaks of the
// vendor's machine.
func (a *Account) RunDetail(ctx context.Context, id RunID) (d RunDetail, err error) {
	err = a.look(ctx, tenant.SeeScans, func(room CustomerView) error {
		if _, err := room.Run(id); err != nil {
			return err
		}
		d, err = room.RunDetail(id)
		return err
	})
	if a.vendor.concealed() {
		d.Log = ""
	}
	return d, err
}

// Runs lists the runs of all customers, oldest first, as the query says.
func (v *Vendor) Runs(ctx context.Context, q RunQuery) (runs []CustomerRun, err error) {
	err = v.look(ctx, tenant.SeeLog, func(view VendorView) error {
		runs, err = view.Runs(q)
		return err
	})
	return runs, err
}

// toldRuns are runs as the actor is told of them.
func (a *Account) toldRuns(view VendorView, runs []ScanRun) ([]ScanRun, error) {
	if !a.vendor.concealed() {
		return runs, nil
	}
	var known acquaintances
	for i := range runs {
		r := &runs[i]
		r.Holder = ""
		if r.Asked == "" {
			continue
		}
		if known == nil {
			var err error
			if known, err = acquaintancesOf(view, a.id); err != nil {
				return nil, err
			}
		}
		r.Asked = known.name(r.Asked)
	}
	return runs, nil
}
