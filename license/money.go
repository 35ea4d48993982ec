package license

import (
	"cmp"
	"fmt"
	"math/bits"
)

// Money is an exact amount: so many of a currency's smallest unit, as in 14999 cents
// for 149.99 EUR. It may be negative. The zero value is nothing at all and goes with
// every currency, so that a sum can begin with it.
type Money struct {
	Minor    int64
	Currency Currency
}

// ParseMoney reads an amount as [Money.String] writes it: "149.99 EUR", "-3 JPY".
// There may be fewer digits behind the point than the currency has, and never more.
// Nothing else is taken: no exponent, no plus, nothing between thousands. The error
// is a tenant.ErrInvalid, and an [ErrOverflow] if the amount does not fit.
func ParseMoney(s string) (Money, error) {
	minor, currency, err := parseAmount("amount", s, 0)
	if err != nil {
		return Money{}, err
	}
	return Money{minor, currency}, nil
}

// String is the amount with all digits of the currency, as in "149.90 EUR", and "0"
// for the zero value.
func (m Money) String() string {
	text := formatDecimal(m.Minor, m.Currency.Digits())
	if m.Currency.IsZero() {
		return text
	}
	return text + " " + m.Currency.String()
}

// IsZero says whether this is nothing at all, without a currency.
func (m Money) IsZero() bool { return m == Money{} }

// Add is m + n: an [ErrCurrencyMismatch] if they are of two currencies, and an
// [ErrOverflow] if the sum does not fit.
func (m Money) Add(n Money) (Money, error) {
	currency, err := m.with(n)
	if err != nil {
		return Money{}, err
	}
	sum := m.Minor + n.Minor
	if (m.Minor < 0) == (n.Minor < 0) && (sum < 0) != (m.Minor < 0) {
		return Money{}, fmt.Errorf("%w: %v + %v", ErrOverflow, m, n)
	}
	return Money{sum, currency}, nil
}

// Sub is m − n, with the errors of [Money.Add].
func (m Money) Sub(n Money) (Money, error) {
	currency, err := m.with(n)
	if err != nil {
		return Money{}, err
	}
	rest := m.Minor - n.Minor
	if (m.Minor < 0) != (n.Minor < 0) && (rest < 0) != (m.Minor < 0) {
		return Money{}, fmt.Errorf("%w: %v - %v", ErrOverflow, m, n)
	}
	return Money{rest, currency}, nil
}

// Neg is −m: an [ErrOverflow] for the least amount there is.
func (m Money) Neg() (Money, error) {
	if m.Minor != 0 && m.Minor == -m.Minor {
		return Money{}, fmt.Errorf("%w: -(%v)", ErrOverflow, m)
	}
	return Money{-m.Minor, m.Currency}, nil
}

// Times is m × n: an [ErrOverflow] if it does not fit.
func (m Money) Times(n int64) (Money, error) {
	hi, lo := bits.Mul64(magnitude(m.Minor), magnitude(n))
	product, ok := signed(lo, (m.Minor < 0) != (n < 0))
	if hi != 0 || !ok {
		return Money{}, fmt.Errorf("%w: %v × %d", ErrOverflow, m, n)
	}
	return Money{product, m.Currency}, nil
}

// Compare is -1 if m is less than n, 0 if they are the same and +1 if m is more: an
// [ErrCurrencyMismatch] if they are of two currencies.
func (m Money) Compare(n Money) (int, error) {
	if _, err := m.with(n); err != nil {
		return 0, err
	}
	return cmp.Compare(m.Minor, n.Minor), nil
}

// with is the currency that both amounts are of.
func (m Money) with(n Money) (Currency, error) {
	switch {
	case m.Currency == n.Currency, n.IsZero():
		return m.Currency, nil
	case m.IsZero():
		return n.Currency, nil
	default:
		return Currency{}, mismatch(m.Currency, n.Currency)
	}
}

// MarshalText is [Money.String], and the empty text for the zero value.
func (m Money) MarshalText() ([]byte, error) {
	if m.IsZero() {
		return []byte{}, nil
	}
	if m.Currency.IsZero() {
		return nil, fmt.Errorf("%w: %d of no currency", ErrCurrencyMismatch, m.Minor)
	}
	return []byte(m.String()), nil
}

// UnmarshalText is [ParseMoney], and takes the empty text for the zero value.
func (m *Money) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*m = Money{}
		return nil
	}
	*m, err = ParseMoney(string(text))
	return err
}

// Sum adds amounts up, with the errors of [Money.Add]. An overflow on the way is one,
// also if the amounts to come would bring the sum back.
func Sum(amounts ...Money) (total Money, err error) {
	for _, m := range amounts {
		if total, err = total.Add(m); err != nil {
			return Money{}, err
		}
	}
	return total, nil
}
