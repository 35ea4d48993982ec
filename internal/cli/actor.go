package cli

import (
	"context"
	"errors"
	"net/netip"
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// hands is the vendor in the hands of whom --as names: somebody of the staff, if
// one of them has the address, or else of a customer's people. Without it they are
// the operator's.
func (c *call) hands(ctx context.Context, v *distr.Vendor) (*distr.Vendor, error) {
	v = v.As(distr.Operator())
	if c.person == "" {
		return v, nil
	}
	email, err := tenant.ParseEmail(c.person)
	if err != nil {
		return nil, err
	}
	staff, err := v.Staff(ctx)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(staff, func(m tenant.Member) bool { return m.Email == email }) {
		return v.As(distr.Staff(email).From(distr.ViaCLI, netip.Addr{})), nil
	}
	return v.As(distr.CustomerUser(email).From(distr.ViaCLI, netip.Addr{})), nil
}

// alone refuses --as for what nobody but the operator does: it concerns the machine
// and no vendor's people.
func (c *call) alone() error {
	if c.person != "" {
		return errors.New("that is for the operator alone: leave out --as, and DISTR_AS")
	}
	return nil
}
