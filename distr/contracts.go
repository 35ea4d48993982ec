package distr

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Contracts lists the customer's licenses, ended ones too, oldest first.
func (a *Account) Contracts(ctx context.Context) (contracts []license.Contract, err error) {
	err = a.look(ctx, tenant.SeeContracts, func(room CustomerView) error {
		contracts, err = room.Contracts()
		return err
	})
	return contracts, err
}

// AmendContract changes a license from now on. Another limit is told of anew: if what
// is used has reached one of its thresholds already, there is an alert at once. It is
// a tenant.ErrConflict if another license of the model would be in force at the same
// time, and a tenant.ErrInvalid if it would end in the past. Periods that have begun are charged before, by what the license was. What is
// added to the one that is running, more units or a later end, is charged at once for
// the days that are left of it; what is taken away counts from the next one on.
func (a *Account) AmendContract(ctx context.Context, id license.ContractID, change license.Change) (license.Contract, error) {
	return a.changeContract(ctx, tenant.ManageContracts, id, LicenseChanged, func(c license.Contract, at time.Time) (license.Contract, error) {
		if change.Ends != nil {
			ends := instant(*change.Ends)
			if !ends.IsZero() && ends.Before(at) && !ends.Equal(c.Ends) {
				return c, fmt.Errorf("%w end %s of license %.64s: it lies in the past, which is used and paid; end it now", tenant.ErrInvalid, ends.Format(time.RFC3339), id)
			}
			change.Ends = &ends
		}
		return c.With(change)
	})
}

// EndContract ends a license at an instant; the zero time and a past one end it now,
// and one that has not begun never does. What was used in it is still told for a
// while, as license.Placed says. The period that it ends in stays charged as it is; one
// that begins when the end is known is charged for its days. The vendor's people may
// also while the customer is archived.
func (a *Account) EndContract(ctx context.Context, id license.ContractID, ends time.Time) (license.Contract, error) {
	return a.changeContract(ctx, tenant.EndContracts, id, LicenseEnded, func(c license.Contract, at time.Time) (license.Contract, error) {
		if !c.Ends.IsZero() && !c.Ends.After(at) {
			return c, nil // it has ended
		}
		end := later(later(instant(ends), at), c.Starts)
		return c.With(license.Change{Ends: &end})
	})
}

// changeContract puts what becomes of a license, if that is something else.
func (a *Account) changeContract(ctx context.Context, do tenant.Action, id license.ContractID, kind Kind, change func(c license.Contract, at time.Time) (license.Contract, error)) (c license.Contract, err error) {
	err = a.updateWide(ctx, do, func(tx VendorTx, room CustomerTx, at time.Time) ([]Event, error) {
		before, err := theContract(room, id)
		if err != nil {
			return nil, err
		}
		if c, err = change(before, at); err != nil || reflect.DeepEqual(c, before) {
			return nil, err
		}
		if err := freeOf(room, c); err != nil {
			return nil, err
		}
		begun, err := a.settle(tx, room, before, at)
		if err != nil {
			return nil, err
		}
		if err := room.PutContract(c); err != nil {
			return nil, err
		}
		data := contractData(c)
		if kind == LicenseChanged {
			data = map[string]any{"before": contractData(before), "after": data}
		}
		events, err := one(happened(kind, a.id, data))
		if err != nil {
			return nil, err
		}
		alerts, err := reckon(room, at)
		if err != nil {
			return nil, err
		}
		more, err := a.chargeMore(tx, room, before, c, at)
		return slices.Concat(begun, events, alerts, more), err
	})
	if err != nil {
		return license.Contract{}, err
	}
	return c, nil
}

func theContract(room CustomerView, id license.ContractID) (license.Contract, error) {
	contracts, err := room.Contracts()
	if err != nil {
		return license.Contract{}, err
	}
	i := slices.IndexFunc(contracts, func(c license.Contract) bool { return c.ID == id })
	if i < 0 {
		return license.Contract{}, fmt.Errorf("license %.64q: %w", id, tenant.ErrNotFound)
	}
	return contracts[i], nil
}
