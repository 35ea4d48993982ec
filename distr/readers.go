package distr

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Reader is somebody of a customer's people who may be told something.
type Reader struct {
	Customer tenant.Customer // ID and Name, and nothing else of it
	Portal   tenant.Portal
	Member   tenant.Member
}

// Readers lists those of the customer's people who get in: who have come, while the
// portal is open, the access level lets people in and the customer is not archived.
func (a *Account) Readers(ctx context.Context) (readers []Reader, err error) {
	err = a.lookWide(ctx, tenant.SeeMembers, func(view VendorView, room CustomerView) error {
		readers, err = a.vendor.readers(view, room)
		return err
	})
	return readers, err
}

// readers asks about each of the people whether they may see the customer at all.
func (v *Vendor) readers(view VendorView, room CustomerView) ([]Reader, error) {
	c, err := room.Customer()
	if err != nil {
		return nil, err
	}
	settings, err := view.Settings()
	if err != nil {
		return nil, err
	}
	members, err := room.Members()
	if err != nil {
		return nil, err
	}
	r := Reader{Portal: settings.PortalOf(c)}
	r.Customer.ID, r.Customer.Name = c.ID, c.Name
	var readers []Reader
	for _, m := range members {
		var refused *tenant.Refusal
		switch err := v.As(CustomerUser(m.Email)).may(view, room, tenant.SeeCustomer); {
		case err == nil:
			r.Member = m
			readers = append(readers, r)
		case !errors.As(err, &refused):
			return nil, err
		}
	}
	return readers, nil
}

// ReleaseReaders yields those who get in, of all customers that hold a version now:
// by the very holdings that the registry decides by. An error is the last thing that
// it yields.
func (v *Vendor) ReleaseReaders(ctx context.Context, id entitlement.ProductID, version string) iter.Seq2[Reader, error] {
	return func(yield func(Reader, error) bool) {
		var p entitlement.Product
		err := v.look(ctx, tenant.DeliverEvents, func(view VendorView) (err error) {
			p, err = product(view, id)
			return err
		})
		if err != nil {
			yield(Reader{}, err)
			return
		}
		for readers, err := range walk(ctx, v, tenant.DeliverEvents, v.readersOf) {
			if err != nil {
				yield(Reader{}, err)
				return
			}
			held, err := v.held.holdsNow(ctx, readers[0].Customer.ID, p, version)
			if err != nil {
				yield(Reader{}, fmt.Errorf("finding out who holds %s %s: %w", id, version, err))
				return
			}
			for _, r := range readers {
				if held && !yield(r, nil) {
					return
				}
			}
		}
	}
}

// readersOf are the readers of a customer who has any.
func (v *Vendor) readersOf(view VendorView, c tenant.Customer) (readers []Reader, is bool, err error) {
	room, err := view.Open(c.ID)
	if err != nil {
		return nil, false, err
	}
	readers, err = v.readers(view, room)
	return readers, len(readers) > 0, err
}
