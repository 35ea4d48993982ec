package license

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Tier is what a unit costs from one quantity up to another, both included.
type Tier struct {
	From  int64
	To    int64 // 0: and all above
	Price UnitPrice
}

// Tiers are prices that depend on the quantity. They begin at 1, follow each other
// without a gap, and only the last one is open above. All units cost what the tier
// says that the quantity reaches, or, if they are graduated, the units in each tier
// what that one says.
type Tiers struct {
	Tiers     []Tier
	Graduated bool // false: by volume
}

// Flat is one price, whatever the quantity.
func Flat(price UnitPrice) Tiers { return Tiers{Tiers: []Tier{{From: 1, Price: price}}} }

// Currency is that of the prices; none if there are no tiers.
func (t Tiers) Currency() Currency {
	if len(t.Tiers) == 0 {
		return Currency{}
	}
	return t.Tiers[0].Price.Currency
}

// Check says what is wrong with tiers, as tenant.ErrInvalid.
func (t Tiers) Check() error {
	if len(t.Tiers) == 0 {
		return fmt.Errorf("%w tiers: there are none; one tier from 1 on is one price for all", tenant.ErrInvalid)
	}
	next := int64(1)
	for i, tier := range t.Tiers {
		last := i == len(t.Tiers)-1
		if err := tier.Price.Check(); err != nil {
			return fmt.Errorf("tier from %d: %w", tier.From, err)
		}
		switch {
		case tier.Price.Currency != t.Tiers[0].Price.Currency:
			return mismatch(t.Tiers[0].Price.Currency, tier.Price.Currency)
		case tier.From != next:
			return fmt.Errorf("%w tier from %d: it follows what came before, so it is from %d", tenant.ErrInvalid, tier.From, next)
		case last && tier.To != 0:
			return fmt.Errorf("%w tier from %d to %d: it is the last one, so it has no end", tenant.ErrInvalid, tier.From, tier.To)
		case !last && (tier.To < tier.From || tier.To+1 < 0):
			return fmt.Errorf("%w tier from %d to %d: it ends where it begins or later, and before the next one", tenant.ErrInvalid, tier.From, tier.To)
		}
		next = tier.To + 1
	}
	return nil
}

// Lines are so many units tier by tier: one line by volume, several if graduated,
// none for a quantity of 0.
func (t Tiers) Lines(quantity int64) ([]Drawn, error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	if err := checkQuantity(quantity, 0); err != nil {
		return nil, err
	}
	var lines []Drawn
	for _, tier := range t.Tiers {
		last := tier.To == 0 || quantity <= tier.To
		switch {
		case quantity < tier.From:
			return lines, nil
		case t.Graduated && last:
			lines = append(lines, Drawn{Quantity: quantity - tier.From + 1, Cost: tier.Price})
		case t.Graduated:
			lines = append(lines, Drawn{Quantity: tier.To - tier.From + 1, Cost: tier.Price})
		case last:
			lines = append(lines, Drawn{Quantity: quantity, Cost: tier.Price})
		}
		if last {
			break
		}
	}
	return lines, nil
}

// Cost is what so many units cost together, each line rounded.
func (t Tiers) Cost(quantity int64) (Money, error) {
	lines, err := t.Lines(quantity)
	if err != nil {
		return Money{}, err
	}
	total, err := CostOf(lines, Share{})
	if total.IsZero() && err == nil {
		total.Currency = t.Currency()
	}
	return total, err
}

// At is the unit price of the tier that a quantity reaches: by volume that of all
// units, graduated that of the last one.
func (t Tiers) At(quantity int64) (UnitPrice, error) {
	if err := checkQuantity(quantity, 1); err != nil {
		return UnitPrice{}, err
	}
	lines, err := t.Lines(quantity)
	if err != nil {
		return UnitPrice{}, err
	}
	return lines[len(lines)-1].Cost, nil
}
