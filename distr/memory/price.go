package memory

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A till is a vendor's plans, prices, lots, and what came of them. Each list is in
// the order in which it is listed.
type till struct {
	plans   []distr.PricedPlan
	lists   []distr.PriceList
	lots    []license.Lot
	sales   []distr.Sale
	charges []distr.Charge
}

func copyPlan(p distr.PricedPlan) distr.PricedPlan {
	p.Plan.Alerts = slices.Clone(p.Plan.Alerts)
	return p
}

func copyPriceList(l distr.PriceList) distr.PriceList {
	l.Costs.Tiers = slices.Clone(l.Costs.Tiers)
	return l
}

func copyLot(l license.Lot) license.Lot {
	l.Purchased, l.Expires = instant(l.Purchased), instant(l.Expires)
	return l
}

func copySale(s distr.Sale) distr.Sale {
	s.Sold, s.Next = instant(s.Sold), instant(s.Next)
	return s
}

func copyCharge(c distr.Charge) distr.Charge {
	c.Start, c.End, c.At = instant(c.Start), instant(c.End), instant(c.At)
	c.Drawn = slices.Clone(c.Drawn)
	return c
}

func comparePlans(a, b distr.PricedPlan) int { return strings.Compare(a.Plan.Name, b.Plan.Name) }

func compareLists(a, b distr.PriceList) int {
	return cmp.Or(strings.Compare(string(a.Model), string(b.Model)), strings.Compare(a.Currency().String(), b.Currency().String()))
}

func compareLots(a, b license.Lot) int { return strings.Compare(string(a.ID), string(b.ID)) }

func compareSales(a, b distr.Sale) int {
	return cmp.Or(strings.Compare(string(a.Customer), string(b.Customer)), strings.Compare(string(a.Contract), string(b.Contract)))
}

func compareCharges(a, b distr.Charge) int {
	return cmp.Or(strings.Compare(string(a.Customer), string(b.Customer)), strings.Compare(string(a.Contract), string(b.Contract)), cmp.Compare(a.Period, b.Period))
}

// putSorted is a sorted list with a record in its place, instead of one that compares
// the same. The list itself stays as it is.
func putSorted[R any](list []R, r R, compare func(a, b R) int) []R {
	i, there := slices.BinarySearchFunc(list, r, compare)
	behind := i
	if there {
		behind++
	}
	return slices.Concat(list[:i], []R{r}, list[behind:])
}

// has says whether a sorted list has a record that compares the same.
func has[R any](list []R, r R, compare func(a, b R) int) bool {
	_, there := slices.BinarySearchFunc(list, r, compare)
	return there
}

func (v *view) Plans() ([]distr.PricedPlan, error) {
	return read(v.open, func() ([]distr.PricedPlan, error) { return copies(v.state.till.plans, copyPlan), nil })
}

func (v *view) PriceLists() ([]distr.PriceList, error) {
	return read(v.open, func() ([]distr.PriceList, error) { return copies(v.state.till.lists, copyPriceList), nil })
}

func (v *view) Lots() ([]license.Lot, error) {
	return read(v.open, func() ([]license.Lot, error) { return copies(v.state.till.lots, copyLot), nil })
}

func (v *view) Sales(q distr.SaleQuery) ([]distr.Sale, error) {
	return read(v.open, func() ([]distr.Sale, error) { return selected(v.state.till.sales, q.Selects, copySale), nil })
}

func (v *view) Charges(q distr.ChargeQuery) ([]distr.Charge, error) {
	return read(v.open, func() ([]distr.Charge, error) { return selected(v.state.till.charges, q.Selects, copyCharge), nil })
}

// selected copies those of a list that a query selects.
func selected[R any](list []R, selects func(R) bool, copyOne func(R) R) []R {
	found := []R{}
	for _, r := range list {
		if selects(r) {
			found = append(found, copyOne(r))
		}
	}
	return found
}

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
			return fmt.Errorf("%w: period %d of license %q was charged already", tenant.ErrConflict, c.Period, c.Contract)
		}
		s.till.charges = putSorted(s.till.charges, copyCharge(c), compareCharges)
		return nil
	})
}

// pay is change for what does not raise the version.
func (t *tx) pay(fn func(s *state) error) error {
	return t.open.during(func() error { return fn(t.state) })
}
