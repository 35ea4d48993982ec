package license

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// A Drawn is some units at one unit cost. It keeps that cost for good: what discounts
// come later never rewrites what was earned before.
type Drawn struct {
	Lot      LotID // empty: at list cost
	Quantity int64
	Cost     UnitPrice
}

// Draw says where so many units come from: from the lots that are open at an instant,
// of the model and of the currency of the list, what expires first before what expires
// later, then what was bought first, then by ID; what they do not have comes at list
// cost, for which the tier goes by the units that are left over. It changes nothing:
// take what was drawn with [Lot.Take]. The lots may be in any order. A quantity of 0
// draws nothing.
func Draw(lots []Lot, m Model, quantity int64, list Tiers, at time.Time) ([]Drawn, error) {
	if err := list.Check(); err != nil {
		return nil, err
	}
	if err := checkQuantity(quantity, 0); err != nil {
		return nil, err
	}
	var drawn []Drawn
	for _, l := range drawable(lots, m, list.Currency(), at) {
		n := min(quantity, l.Left)
		if n == 0 {
			break
		}
		drawn = append(drawn, Drawn{l.ID, n, l.Cost})
		quantity -= n
	}
	rest, err := list.Lines(quantity)
	return append(drawn, rest...), err
}

// drawable are the lots of which something may be drawn, in the order in which it is.
func drawable(lots []Lot, m Model, c Currency, at time.Time) []Lot {
	open := slices.DeleteFunc(slices.Clone(lots), func(l Lot) bool {
		return l.Model != m || l.Cost.Currency != c || !l.Open(at)
	})
	slices.SortFunc(open, func(a, b Lot) int {
		return cmp.Or(firstExpiring(a.Expires, b.Expires), a.Purchased.Compare(b.Purchased), strings.Compare(string(a.ID), string(b.ID)))
	})
	return open
}

// firstExpiring puts what never expires last.
func firstExpiring(a, b time.Time) int {
	switch {
	case a.IsZero() == b.IsZero():
		return a.Compare(b)
	case a.IsZero():
		return 1
	default:
		return -1
	}
}

// Amount is what was drawn at this cost for some days of a period. A unit of a lot is
// used up, and costs what it did however few the days are; at list cost it is their
// share.
func (d Drawn) Amount(days Share) (Money, error) {
	whole, err := d.Cost.Times(d.Quantity)
	if err != nil || d.Lot != "" {
		return whole, err
	}
	return whole.Share(days)
}

// CostOf is what was drawn altogether for some days of a period, each line of it
// rounded, with the errors of [UnitPrice.Times] and [Money.Add].
func CostOf(drawn []Drawn, days Share) (total Money, err error) {
	for _, d := range drawn {
		line, err := d.Amount(days)
		if err != nil {
			return Money{}, err
		}
		if total, err = total.Add(line); err != nil {
			return Money{}, err
		}
	}
	return total, nil
}

// Earn is the margin of so many units sold at one price for some days of a period, and
// drawn as said: one line of revenue, a line of cost for each that was drawn.
func (u UnitPrice) Earn(quantity int64, drawn []Drawn, days Share) (Margin, error) {
	revenue, err := u.Times(quantity)
	if err != nil {
		return Margin{}, err
	}
	if revenue, err = revenue.Share(days); err != nil {
		return Margin{}, err
	}
	cost, err := CostOf(drawn, days)
	if err != nil {
		return Margin{}, err
	}
	if cost.IsZero() { // nothing was drawn
		cost.Currency = revenue.Currency
	}
	return MarginOf(revenue, cost)
}
