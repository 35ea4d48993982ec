package distr

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// AddPlan adds what is sold by name. Its price may be left out and set later: what is
// sold meanwhile is not charged. The cost may be left out if there is a price list of
// the model in the currency. A name that is taken is a tenant.ErrConflict.
func (v *Vendor) AddPlan(ctx context.Context, p PricedPlan) error {
	p.Plan.Alerts = slices.Clone(p.Plan.Alerts)
	return v.update(ctx, tenant.ManagePrices, func(tx VendorTx, _ time.Time) ([]Event, error) {
		if err := p.Plan.Check(); err != nil {
			return nil, err
		}
		if err := checkAssets(p.Plan.Terms()); err != nil {
			return nil, err
		}
		_, there, err := planOf(tx, p.Plan.Name)
		if err != nil {
			return nil, err
		}
		if there {
			return nil, fmt.Errorf("plan %q: %w, there is one of that name; set its price, or choose another name", p.Plan.Name, tenant.ErrConflict)
		}
		if err := checkPrice(tx, p.Plan.Model, p.Price); err != nil {
			return nil, err
		}
		if err := tx.PutPlan(p); err != nil {
			return nil, err
		}
		return one(planEvent(PlanAdded, p.Plan))
	})
}

// Plans lists what is sold by name, without prices.
func (v *Vendor) Plans(ctx context.Context) (plans []license.Plan, err error) {
	err = v.look(ctx, tenant.SeePlans, func(view VendorView) error {
		all, err := view.Plans()
		plans = make([]license.Plan, len(all))
		for i, p := range all {
			plans[i] = p.Plan
		}
		return err
	})
	return plans, err
}

// PlanPrices lists the same with prices, which only super-admins see.
func (v *Vendor) PlanPrices(ctx context.Context) (plans []PricedPlan, err error) {
	err = v.look(ctx, tenant.SeePrices, func(view VendorView) error {
		plans, err = view.Plans()
		return err
	})
	return plans, err
}

// SetPlanPrice sets what is asked for a plan from now on. What was sold keeps its
// price: see [Account.Reprice].
func (v *Vendor) SetPlanPrice(ctx context.Context, name string, price license.Price) error {
	return v.update(ctx, tenant.ManagePrices, func(tx VendorTx, _ time.Time) ([]Event, error) {
		p, err := thePlan(tx, name)
		if err != nil {
			return nil, err
		}
		if err := checkPrice(tx, p.Plan.Model, price); err != nil || p.Price == price {
			return nil, err
		}
		p.Price = price
		if err := tx.PutPlan(p); err != nil {
			return nil, err
		}
		return one(happened(PlanPriceChanged, "", map[string]any{"plan": name}))
	})
}

// RemovePlan lets nobody buy the plan any more. What was sold goes on.
func (v *Vendor) RemovePlan(ctx context.Context, name string) error {
	return v.update(ctx, tenant.ManagePrices, func(tx VendorTx, _ time.Time) ([]Event, error) {
		p, err := thePlan(tx, name)
		if err != nil {
			return nil, err
		}
		if err := tx.RemovePlan(name); err != nil {
			return nil, err
		}
		return one(planEvent(PlanRemoved, p.Plan))
	})
}

// planOf finds a plan by its name.
func planOf(view VendorView, name string) (p PricedPlan, there bool, err error) {
	plans, err := view.Plans()
	if i := slices.IndexFunc(plans, func(p PricedPlan) bool { return p.Plan.Name == name }); i >= 0 {
		return plans[i], true, err
	}
	return p, false, err
}

// thePlan is planOf for one that has to be there.
func thePlan(view VendorView, name string) (PricedPlan, error) {
	p, there, err := planOf(view, name)
	if err != nil || there {
		return p, err
	}
	plans, err := view.Plans()
	if err != nil {
		return p, err
	}
	var names []string
	for _, p := range plans {
		names = append(names, p.Plan.Name)
	}
	if len(names) == 0 {
		return p, fmt.Errorf("plan %q: %w; there are none yet", name, tenant.ErrNotFound)
	}
	return p, fmt.Errorf("plan %q: %w; there are %s", name, tenant.ErrNotFound, shortened(names))
}

func planEvent(kind Kind, p license.Plan) (Event, error) {
	return happened(kind, "", map[string]any{"plan": p.Name, "model": p.Model, "quantity": p.Quantity, "every": p.Every})
}
