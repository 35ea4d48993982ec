package license

import (
	"errors"
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// unitDigits are the decimals of a unit price: millionths of the major unit.
const unitDigits = 6

// A UnitPrice is what one unit costs, in millionths of the currency's major unit:
// 12500 for 0.0125 EUR. It is never negative. The zero value is no price at all, which
// is not the same as a price of 0 EUR.
type UnitPrice struct {
	Micros   int64
	Currency Currency
}

// ParseUnitPrice reads a price as [UnitPrice.String] writes it: "0.0125 EUR", with at
// most six digits behind the point, whatever the currency. The error is a
// tenant.ErrInvalid, and an [ErrOverflow] if the price does not fit.
func ParseUnitPrice(s string) (UnitPrice, error) {
	micros, currency, err := parseAmount("price", s, unitDigits)
	if err != nil {
		return UnitPrice{}, err
	}
	if micros < 0 {
		return UnitPrice{}, invalid("price", s, errors.New("a price is 0 or more; what is sold below cost has a negative margin"))
	}
	return UnitPrice{micros, currency}, nil
}

// String is the price with as many digits as it needs, and not fewer than the
// currency has: "0.0125 EUR", "5.00 EUR", "12.5 JPY". That of the zero value is "none".
func (u UnitPrice) String() string {
	if u.IsZero() {
		return "none"
	}
	return withoutZeros(formatDecimal(u.Micros, unitDigits), u.Currency.Digits()) + " " + orNone(u.Currency)
}

// IsZero says whether this is no price at all.
func (u UnitPrice) IsZero() bool { return u == UnitPrice{} }

// Check says what is wrong with a price that was not parsed.
func (u UnitPrice) Check() error {
	switch {
	case u.Currency.IsZero():
		return fmt.Errorf("%w price: it has no currency", tenant.ErrInvalid)
	case u.Micros < 0:
		return fmt.Errorf("%w price %v: a price is 0 or more", tenant.ErrInvalid, u)
	default:
		return nil
	}
}

// Times is what so many units cost. This is where a price becomes money, and the only
// rounding: half to even, at the currency's smallest unit. It is an [ErrOverflow] if
// the amount does not fit, and a tenant.ErrInvalid if the quantity is negative.
func (u UnitPrice) Times(quantity int64) (Money, error) {
	minor, ok := u.minor(quantity)
	if !ok {
		return Money{}, u.refuse(quantity)
	}
	return Money{minor, u.Currency}, nil
}

// minor is Times without saying why not.
func (u UnitPrice) minor(quantity int64) (int64, bool) {
	if quantity|u.Micros < 0 || u.Currency.IsZero() {
		return 0, false
	}
	q, ok := perMinor(uint64(u.Micros), uint64(quantity), u.Currency.Digits())
	return int64(q), ok && q < 1<<63
}

// refuse says why so many units have no price.
func (u UnitPrice) refuse(quantity int64) error {
	if err := u.Check(); err != nil {
		return err
	}
	if err := checkQuantity(quantity, 0); err != nil {
		return err
	}
	return fmt.Errorf("%w: %d × %v", ErrOverflow, quantity, u)
}

// Less is the price with so much off, rounded half to even at its sixth decimal. The
// discount is 0 to 100 %.
func (u UnitPrice) Less(discount BasisPoints) (UnitPrice, error) {
	if err := u.Check(); err != nil {
		return UnitPrice{}, err
	}
	if discount < 0 || discount > Whole {
		return UnitPrice{}, fmt.Errorf("%w discount %v: it is 0%% to 100%%", tenant.ErrInvalid, discount)
	}
	micros, _ := scale(uint64(u.Micros), uint64(Whole-discount), uint64(Whole)) // never more than before
	return UnitPrice{int64(micros), u.Currency}, nil
}

// MarshalText is [UnitPrice.String], and the empty text for the zero value.
func (u UnitPrice) MarshalText() ([]byte, error) {
	if u.IsZero() {
		return []byte{}, nil
	}
	if err := u.Check(); err != nil {
		return nil, err
	}
	return []byte(u.String()), nil
}

// UnmarshalText is [ParseUnitPrice], and takes the empty text for the zero value.
func (u *UnitPrice) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*u = UnitPrice{}
		return nil
	}
	*u, err = ParseUnitPrice(string(text))
	return err
}

// checkQuantity says whether a quantity is at least so much.
func checkQuantity(quantity, least int64) error {
	if quantity < least {
		return fmt.Errorf("%w quantity %d: it is %d or more", tenant.ErrInvalid, quantity, least)
	}
	return nil
}
