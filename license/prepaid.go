package license

import (
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A LotID names one lot of a vendor.
type LotID string

// A Lot is what was bought ahead of one model, at a discount. Nothing of it ever
// changes but how much is left, and that only goes down.
type Lot struct {
	ID        LotID
	Model     Model
	Quantity  int64 // how much was bought
	Left      int64 // how much of that has not been drawn
	List      UnitPrice
	Discount  BasisPoints // off the list cost
	Cost      UnitPrice   // of one unit: the list cost less the discount
	Purchased time.Time
	Expires   time.Time // the first instant at which it is not drawn any more; zero: never
}

// NewLot is a lot as it is bought: all of it is left, and the unit cost is the list
// cost less the discount, rounded half to even at its sixth decimal.
func NewLot(id LotID, m Model, quantity int64, list UnitPrice, discount BasisPoints, purchased, expires time.Time) (Lot, error) {
	cost, err := list.Less(discount)
	if err != nil {
		return Lot{}, err
	}
	l := Lot{
		ID: id, Model: m, Quantity: quantity, Left: quantity, List: list, Discount: discount, Cost: cost,
		Purchased: purchased.UTC(), Expires: expires.UTC(),
	}
	return l, l.Check()
}

// Check says what is wrong with a lot, as tenant.ErrInvalid.
func (l Lot) Check() error {
	if err := tenant.CheckID("lot", string(l.ID)); err != nil {
		return err
	}
	if _, err := ParseModel(string(l.Model)); err != nil {
		return err
	}
	if err := checkQuantity(l.Quantity, 1); err != nil {
		return err
	}
	if _, err := l.List.Times(l.Quantity); err != nil {
		return err // it would keep others from selling who draw much of it
	}
	cost, err := l.List.Less(l.Discount)
	switch {
	case err != nil:
		return err
	case cost != l.Cost:
		return fmt.Errorf("%w lot %s: a unit costs %v less %v, which is %v and not %v", tenant.ErrInvalid, l.ID, l.List, l.Discount, cost, l.Cost)
	case l.Left < 0 || l.Left > l.Quantity:
		return fmt.Errorf("%w lot %s: %d of %d cannot be left", tenant.ErrInvalid, l.ID, l.Left, l.Quantity)
	case l.Purchased.IsZero():
		return fmt.Errorf("%w lot %s: it does not say when it was bought", tenant.ErrInvalid, l.ID)
	case !l.Expires.IsZero() && !l.Expires.After(l.Purchased):
		return fmt.Errorf("%w lot %s: it expires at %s, and was bought at %s; choose a later end, or none", tenant.ErrInvalid, l.ID, written(l.Expires), written(l.Purchased))
	}
	return nil
}

// Open says whether something of the lot may be drawn at an instant: from its
// purchase on, until it expires or nothing is left.
func (l Lot) Open(at time.Time) bool {
	return l.Left > 0 && !at.Before(l.Purchased) && (l.Expires.IsZero() || at.Before(l.Expires))
}

// Take is the lot without so much. It is a tenant.ErrConflict if less is left, so that
// a lot is never overdrawn, and a tenant.ErrInvalid if nothing is taken.
func (l Lot) Take(quantity int64) (Lot, error) {
	if err := checkQuantity(quantity, 1); err != nil {
		return Lot{}, err
	}
	if quantity > l.Left {
		return Lot{}, fmt.Errorf("%w: %d of lot %s, of which %d are left", tenant.ErrConflict, quantity, l.ID, l.Left)
	}
	l.Left -= quantity
	return l, nil
}
