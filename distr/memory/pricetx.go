package memory

import (
	"fmt"
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func (t *tx) PutPlan(p distr.PricedPlan) error {
	return t.pay(func(s *state) error {
		s.till.plans = putSorted(s.till.plans, copyPlan(p), comparePlans)
		return nil
	})
}

func (t *tx) RemovePlan(name string) error {
	return t.pay(func(s *state) error {
		i := slices.IndexFunc(s.till.plans, func(p distr.PricedPlan) bool { return p.Plan.Name == name })
		if i < 0 {
			return fmt.Errorf("plan %q: %w", name, tenant.ErrNotFound)
		}
		s.till.plans = slices.Concat(s.till.plans[:i], s.till.plans[i+1:])
		return nil
	})
}

func (t *tx) PutPriceList(l distr.PriceList) error {
	return t.pay(func(s *state) error {
		s.till.lists = putSorted(s.till.lists, copyPriceList(l), compareLists)
		return nil
	})
}

func (t *tx) AddLot(l license.Lot) error {
	return t.pay(func(s *state) error {
		if has(s.till.lots, l, compareLots) {
			return fmt.Errorf("%w: there is a lot %q already", tenant.ErrConflict, l.ID)
		}
		s.till.lots = putSorted(s.till.lots, copyLot(l), compareLots)
		return nil
	})
}

func (t *tx) DrawLot(id license.LotID, quantity int64) error {
	return t.pay(func(s *state) error {
		i, there := slices.BinarySearchFunc(s.till.lots, license.Lot{ID: id}, compareLots)
		if !there {
			return fmt.Errorf("lot %q: %w", id, tenant.ErrNotFound)
		}
		l := s.till.lots[i]
		if quantity < 1 || quantity > l.Left {
			return fmt.Errorf("%w: %d of lot %q, of which %d are left", tenant.ErrConflict, quantity, id, l.Left)
		}
		l.Left -= quantity
		s.till.lots = putSorted(s.till.lots, l, compareLots)
		return nil
	})
}

func (t *tx) PutSale(sale distr.Sale) error {
	return t.pay(func(s *state) error {
		if _, err := s.customer(sale.Customer); err != nil {
			return err
		}
		s.till.sales = putSorted(s.till.sales, copySale(sale), compareSales)
		return nil
	})
}

func (t *tx) AddCharge(c distr.Charge) error {
	return t.pay(func(s *state) error {
		if !has(s.till.sales, distr.Sale{Customer: c.Customer, Contract: c.Contract}, compareSales) {
			return fmt.Errorf("sale of license %q to customer %q: %w", c.Contract, c.Customer, tenant.ErrNotFound)
		}
		if has(s.till.charges, c, compareCharges) {
			return fmt.Errorf("%w: part %d of period %d of license %q was charged already", tenant.ErrConflict, c.Part, c.Period, c.Contract)
		}
		s.till.charges = putSorted(s.till.charges, copyCharge(c), compareCharges)
		return nil
	})
}

// pay is change for what does not raise the version.
func (t *tx) pay(fn func(s *state) error) error {
	return t.open.during(func() error { return fn(t.state) })
}
