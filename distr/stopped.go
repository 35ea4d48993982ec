package distr

import (
	"context"
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

var (
	errArchived = fmt.Errorf("%w: the customer is archived", tenant.ErrUnauthenticated)
	errNoAccess = fmt.Errorf("%w: the customer's access is disabled", tenant.ErrUnauthenticated)
)

// A knownCredential is one as the snapshot knows it.
type knownCredential struct {
	tenant.Credential
	of  *tenant.Customer // nil: it is one of the staff's
	use *use             // nil: nobody notes it
}

// stopped is why no credential of a customer's is accepted, and nil if nothing
// stops it. The vendor's own people have no customer.
func (s *snapshot) stopped(ctx context.Context, c *tenant.Customer) error {
	switch {
	case c == nil:
		return nil
	case !c.Archived.IsZero():
		return errArchived
	case c.Access.People():
		return nil
	}
	set, err := s.settings(ctx)
	if err != nil {
		return err
	}
	if set.StopPulls {
		return errNoAccess
	}
	return nil
}

// settings are what the vendor has set. They are never changed.
func (s *snapshot) settings(ctx context.Context) (*tenant.Settings, error) {
	if known := s.set.Load(); known != nil {
		return known, nil
	}
	var loaded tenant.Settings
	at, err := s.load(ctx, func(view VendorView) (err error) {
		loaded, err = view.Settings()
		return err
	})
	if err != nil {
		return nil, err
	}
	s.keep(at, func() { s.set.Store(&loaded) })
	return &loaded, nil
}
