package license

import (
	"errors"
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// What arithmetic cannot answer. Each is a [tenant.ErrInvalid], as is every other
// error of this package.
var (
	// ErrOverflow says that a result does not fit into 64 bits.
	ErrOverflow = fmt.Errorf("%w: the amount is too large", tenant.ErrInvalid)
	// ErrCurrencyMismatch says that two currencies met in one sum.
	ErrCurrencyMismatch = fmt.Errorf("%w: the currencies differ", tenant.ErrInvalid)
	// ErrUndefinedPercent says that a percentage of nothing was asked for.
	ErrUndefinedPercent = fmt.Errorf("%w: a percentage of nothing is not defined", tenant.ErrInvalid)
)

// invalid is the error about an input: what it was to be, what it is, what is wrong
// with it.
func invalid(what, s string, why error) error {
	if errors.Is(why, tenant.ErrInvalid) {
		return fmt.Errorf("%s %.40q: %w", what, s, why)
	}
	return fmt.Errorf("%w %s %.40q: %w", tenant.ErrInvalid, what, s, why)
}
