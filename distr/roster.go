package distr

import (
	"context"
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A roster says which customers there are, so that a stranger who names another
// one, and another one each time, is refused without asking the store. It may
// name some that are not there, never the other way round. It takes about 60
// bytes for each customer, and is made when the first stranger comes.
//
// The trap: a customer that is added while the list is read is perhaps not in it,
// so what the snapshot hears of changes meanwhile is in the roster too.
type roster struct {
	named map[tenant.CustomerID]struct{}
	whole bool // the list has been read
}

// add is for customers that may be new.
func (r *roster) add(ids []tenant.CustomerID) {
	if r == nil {
		return
	}
	for _, id := range ids {
		r.named[id] = struct{}{}
	}
}

// excludes says that there is surely no such customer.
func (r *roster) excludes(id tenant.CustomerID) bool {
	if r == nil || !r.whole {
		return false
	}
	_, there := r.named[id]
	return !there
}

// enlist reads who the customers are, unless that is done or under way; nobody
// waits but who does it. That goes on when its caller leaves: strangers who come
// and go could else have it begun again and again.
func (s *snapshot) enlist(ctx context.Context) error {
	s.mu.Lock()
	if s.roster != nil {
		s.mu.Unlock()
		return nil
	}
	mine := &roster{named: map[tenant.CustomerID]struct{}{}}
	s.roster = mine
	s.mu.Unlock()
	var ids []tenant.CustomerID
	_, err := s.load(context.WithoutCancel(ctx), func(view VendorView) error {
		customers, err := view.Customers(CustomerQuery{})
		for _, c := range customers {
			ids = append(ids, c.ID)
		}
		return err
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		if s.roster == mine {
			s.roster = nil
		}
		return fmt.Errorf("listing the customers: %w", err)
	}
	mine.add(ids) // if it was forgotten meanwhile, nobody asks it
	mine.whole = true
	return nil
}

func noCustomer(id tenant.CustomerID) error {
	return fmt.Errorf("customer %s: %w", id, tenant.ErrNotFound)
}
