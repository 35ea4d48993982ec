package memory

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
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
	return cmp.Or(strings.Compare(string(a.Customer), string(b.Customer)), strings.Compare(string(a.Contract), string(b.Contract)), cmp.Compare(a.Period, b.Period), cmp.Compare(a.Part, b.Part))
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
