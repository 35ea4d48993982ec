package memory

import (
	"fmt"
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A tx is a vendor's room, open for changes. Its view is of its own draft, so it
// reads what it has written.
type tx struct {
	view
	next     distr.Version // what the room's version will be if anything changes
	taken    map[distr.EventID]struct{}
	appended map[distr.EventID]bool // false: removed

	kept, logged map[distr.PullMark]int // where entries of the pull log are
	own          bool                   // the list of pulls is this transaction's own
}

var _ distr.VendorTx = (*tx)(nil)

// change calls fn with the draft. fn refuses before it changes, so that a
// refusal leaves nothing behind if the caller goes on after it.
func (t *tx) change(fn func(s *state) error) error {
	return t.open.during(func() error {
		err := fn(t.state)
		if err == nil {
			t.state.version = t.next
		}
		return err
	})
}

// changeLists is change for what Changes reports as the vendor's.
func (t *tx) changeLists(fn func(s *state) error) error {
	return t.change(func(s *state) error {
		err := fn(s)
		if err == nil {
			s.changedAt = t.next
		}
		return err
	})
}

func (t *tx) AddCustomer(c tenant.Customer) error {
	return t.change(func(s *state) error {
		i, there := s.place(c.ID)
		if there {
			return fmt.Errorf("%w: there is a customer %s already", tenant.ErrConflict, c.ID)
		}
		added := &customer{Customer: copyCustomer(c), changedAt: t.next, number: len(s.customers) + 1}
		s.customers = slices.Concat(s.customers[:i], []*customer{added}, s.customers[i:])
		return nil
	})
}

func (t *tx) Edit(id tenant.CustomerID) (distr.CustomerTx, error) {
	return read(t.open, func() (distr.CustomerTx, error) {
		if _, err := t.state.customer(id); err != nil {
			return nil, err
		}
		return &customerTx{customerView{t.open, t.state, id}, t}, nil
	})
}

func (t *tx) PutProduct(p entitlement.Product) error {
	return t.changeLists(func(s *state) error {
		kept := &product{}
		for _, other := range s.products {
			if other.ID == p.ID {
				*kept = *other
				continue
			}
			for _, r := range p.Repositories {
				if other.Has(r) {
					return fmt.Errorf("%w: repository %s belongs to product %s", tenant.ErrConflict, r, other.ID)
				}
			}
		}
		kept.Product = copyProduct(p)
		s.putProduct(kept)
		return nil
	})
}

func (s *state) putProduct(p *product) {
	s.products = put(s.products, p, func(other *product) bool { return other.ID == p.ID })
}

func (t *tx) PutStaffCredential(c tenant.Credential) error {
	return t.changeLists(func(s *state) error {
		s.staff = put(s.staff, copyCredential(c), func(other tenant.Credential) bool { return other.ID == c.ID })
		return nil
	})
}
