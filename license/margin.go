package license

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Price is what one unit of a license is sold for, and what it costs whoever sells
// it: a monitored asset, a scan, or a period without limits.
type Price struct {
	Unit UnitPrice // the end-user price
	Cost UnitPrice // the unit cost
}

// Check says whether both prices are there and of one currency.
func (p Price) Check() error {
	if err := p.Unit.Check(); err != nil {
		return err
	}
	if err := p.Cost.Check(); err != nil {
		return fmt.Errorf("cost: %w", err)
	}
	if p.Unit.Currency != p.Cost.Currency {
		return mismatch(p.Unit.Currency, p.Cost.Currency)
	}
	return nil
}

// Margin is what so many units bring in, cost and leave over. It is an
// [ErrCurrencyMismatch] if the two prices are of two currencies, an [ErrOverflow] if
// an amount does not fit, and a tenant.ErrInvalid if the quantity is negative.
func (p Price) Margin(quantity int64) (Margin, error) {
	revenue, sold := p.Unit.minor(quantity)
	cost, bought := p.Cost.minor(quantity)
	if !sold || !bought || p.Unit.Currency != p.Cost.Currency {
		return Margin{}, p.refuse(quantity)
	}
	c := p.Unit.Currency
	return Margin{Money{revenue, c}, Money{cost, c}, Money{revenue - cost, c}}, nil // of two amounts that are not negative
}

// refuse says why so many units have no margin.
func (p Price) refuse(quantity int64) error {
	if err := p.Check(); err != nil {
		return err
	}
	if _, err := p.Unit.Times(quantity); err != nil {
		return err
	}
	_, err := p.Cost.Times(quantity)
	return err
}

// A Margin is what was brought in, what it cost and the difference. It is that of the
// rounded amounts, so that each column of a report adds up, and each row too.
type Margin struct {
	Revenue Money
	Cost    Money
	Margin  Money // Revenue − Cost, negative if sold at a loss
}

// MarginOf is the margin of two amounts, with the errors of [Money.Sub].
func MarginOf(revenue, cost Money) (Margin, error) {
	rest, err := revenue.Sub(cost)
	if err != nil {
		return Margin{}, err
	}
	return Margin{revenue, cost, rest}, nil
}

// Add is the margin of both together, column by column, with the errors of [Money.Add].
func (m Margin) Add(n Margin) (sum Margin, err error) {
	for _, column := range []struct {
		to   *Money
		a, b Money
	}{{&sum.Revenue, m.Revenue, n.Revenue}, {&sum.Cost, m.Cost, n.Cost}, {&sum.Margin, m.Margin, n.Margin}} {
		if *column.to, err = column.a.Add(column.b); err != nil {
			return Margin{}, err
		}
	}
	return sum, nil
}

// Loss says whether more was paid than taken in.
func (m Margin) Loss() bool { return m.Margin.Minor < 0 }

// Percent is the margin as a part of the revenue, rounded half to even at two digits:
// (price − cost) / price. This is not the markup, which is a part of the cost. It is an
// [ErrUndefinedPercent] if nothing came in, and an [ErrOverflow] if it does not fit.
func (m Margin) Percent() (BasisPoints, error) {
	if m.Revenue.Minor < 0 {
		return 0, fmt.Errorf("%w revenue %v: it is 0 or more", tenant.ErrInvalid, m.Revenue)
	}
	if m.Revenue.Minor == 0 {
		return 0, fmt.Errorf("%w: nothing came in", ErrUndefinedPercent)
	}
	if n, ok := scaleSigned(m.Margin.Minor, uint64(Whole), uint64(m.Revenue.Minor)); ok {
		return BasisPoints(n), nil
	}
	return 0, fmt.Errorf("%w: %v of %v in percent", ErrOverflow, m.Margin, m.Revenue)
}
