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

// PriceLists lists what units of each model cost the vendor, which only super-admins
// see.
func (v *Vendor) PriceLists(ctx context.Context) (lists []PriceList, err error) {
	err = v.look(ctx, tenant.SeePrices, func(view VendorView) error {
		lists, err = view.PriceLists()
		return err
	})
	return lists, err
}

// SetPriceList says what units of a model cost from now on, in the currency of the
// list. It holds for what is charged after it, where no plan and no sale says another
// cost and no lot is left.
func (v *Vendor) SetPriceList(ctx context.Context, l PriceList) error {
	l.Costs.Tiers = slices.Clone(l.Costs.Tiers)
	return v.update(ctx, tenant.ManagePrices, func(tx VendorTx, _ time.Time) ([]Event, error) {
		if _, err := license.ParseModel(string(l.Model)); err != nil {
			return nil, err
		}
		if err := l.Costs.Check(); err != nil {
			return nil, err
		}
		was, there, err := listOf(tx, l.Model, l.Currency())
		if err != nil || there && reflect.DeepEqual(was, l) {
			return nil, err
		}
		if err := tx.PutPriceList(l); err != nil {
			return nil, err
		}
		return one(happened(PriceListChanged, "", map[string]any{"model": l.Model, "currency": l.Currency()}))
	})
}

// A NewLot is what is bought ahead.
type NewLot struct {
	Model     license.Model
	Quantity  int64
	List      license.UnitPrice // of one unit; zero: what the price list says for the quantity, in Currency
	Currency  license.Currency  // of the price list, if List is zero
	Discount  license.BasisPoints
	Purchased time.Time // zero: now
	Expires   time.Time // the first instant at which it is not drawn any more; zero: never
}

// BuyLot writes down what was bought ahead. Periods that are charged from now on draw
// from it, what expires first before all else. What was charged keeps its cost.
func (v *Vendor) BuyLot(ctx context.Context, n NewLot) (l license.Lot, err error) {
	id, err := tenant.NewID("lot", v.hub.config.Rand)
	if err != nil {
		return l, err
	}
	err = v.update(ctx, tenant.ManagePrices, func(tx VendorTx, at time.Time) ([]Event, error) {
		list, err := n.list(tx)
		if err != nil {
			return nil, err
		}
		purchased := instant(n.Purchased)
		if purchased.IsZero() {
			purchased = instant(at)
		}
		if l, err = license.NewLot(license.LotID(id), n.Model, n.Quantity, list, n.Discount, purchased, instant(n.Expires)); err != nil {
			return nil, err
		}
		if err := tx.AddLot(l); err != nil {
			return nil, err
		}
		return one(happened(LotBought, "", map[string]any{"lot": l.ID, "model": l.Model}))
	})
	if err != nil {
		return license.Lot{}, err
	}
	return l, nil
}

// list is what one unit costs without the discount.
func (n NewLot) list(view VendorView) (license.UnitPrice, error) {
	if !n.List.IsZero() {
		return n.List, nil
	}
	l, there, err := listOf(view, n.Model, n.Currency)
	switch {
	case err != nil:
		return n.List, err
	case !there:
		return n.List, fmt.Errorf("%w list cost: none is given, and there is no price list of %s in %q", tenant.ErrInvalid, n.Model, n.Currency)
	case l.Costs.Graduated:
		return n.List, fmt.Errorf("%w list cost: none is given, and by graduated tiers there is not one for all units; give it", tenant.ErrInvalid)
	}
	return l.Costs.At(n.Quantity)
}

// Lots lists what was bought ahead, also what is used up, by ID. Only super-admins see
// that.
func (v *Vendor) Lots(ctx context.Context) (lots []license.Lot, err error) {
	err = v.look(ctx, tenant.SeePrices, func(view VendorView) error {
		lots, err = view.Lots()
		return err
	})
	return lots, err
}

func listOf(view VendorView, m license.Model, c license.Currency) (l PriceList, there bool, err error) {
	lists, err := view.PriceLists()
	if i := slices.IndexFunc(lists, func(l PriceList) bool { return l.Model == m && l.Currency() == c }); i >= 0 {
		return lists[i], true, err
	}
	return l, false, err
}

// checkPrice says what is wrong with a price of a model: it may be none, and may have
// no cost if a list has.
func checkPrice(view VendorView, m license.Model, p license.Price) error {
	if p == (license.Price{}) {
		return nil
	}
	_, err := costsOf(view, m, p)
	return err
}

// costsOf is what units cost that come from no lot.
func costsOf(view VendorView, m license.Model, p license.Price) (license.Tiers, error) {
	if !p.Cost.IsZero() {
		return license.Flat(p.Cost), p.Check()
	}
	if err := p.Unit.Check(); err != nil {
		return license.Tiers{}, err
	}
	l, there, err := listOf(view, m, p.Unit.Currency)
	if err == nil && !there {
		err = fmt.Errorf("%w price %v: it says no cost, and there is no price list of %s in %s; say what a unit costs, or set the list first", tenant.ErrInvalid, p.Unit, m, p.Unit.Currency)
	}
	return l.Costs, err
}
